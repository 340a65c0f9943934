package reports

import (
	"runtime"
	"runtime/debug"
)

// ThisBuild says which build of its command this is.
func ThisBuild() Build {
	b := Build{Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	b.Version = info.Main.Version
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}

// Line says which build of a command it is, in one line.
func (b Build) Line(command string) string {
	version, revision := b.Version, b.Revision
	if version == "" {
		version = "of no known version"
	}
	switch {
	case revision == "":
		revision = "revision not known: the build was not told"
	case b.Modified:
		revision = "revision " + revision + ", modified"
	default:
		revision = "revision " + revision
	}
	return command + " " + version + " (" + revision + "), " + b.Go + ", " + b.Platform
}

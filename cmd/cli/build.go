package cli

import (
	"runtime"
	"runtime/debug"

	"pawl/reports"
)

// head begins the result of a verb that has nothing to decide.
func head(command string) reports.Head {
	var h reports.Head
	h.Decide()
	return titled(h, command)
}

// titled says of a result which command it is of, and which build's.
func titled(h reports.Head, command string) reports.Head {
	h.SchemaVersion, h.Command, h.Build = reports.SchemaVersion, command, build()
	return h
}

// build says which pawl this is.
func build() reports.Build {
	b := reports.Build{Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
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

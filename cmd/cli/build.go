package cli

import (
	"os"
	"os/exec"
	"runtime/debug"
	"strings"

	"pawl"
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
	h.SchemaVersion, h.Command, h.Build = reports.SchemaVersion, command, reports.ThisBuild()
	return h
}

// revised is a build with the commit that it was made of, where it was made without being told, as
// go run is: for results that somebody may want to have again.
func revised(b reports.Build) reports.Build {
	if info, ok := debug.ReadBuildInfo(); ok && b.Revision == "" && info.Main.Path == "pawl" {
		b.Revision, b.Modified = checkout(".")
	}
	return b
}

// checkout is the commit of the checkout around a directory, if the sources of this build are those
// that are in it.
func checkout(dir string) (revision string, modified bool) {
	git := func(args ...string) (string, error) {
		out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).Output()
		return strings.TrimSpace(string(out)), err
	}
	root, err := git("rev-parse", "--show-toplevel")
	if err != nil || !pawl.MadeOf(os.DirFS(root)) {
		return "", false
	}
	changed, err := git("status", "--porcelain")
	if err != nil {
		return "", false
	}
	if revision, err = git("rev-parse", "HEAD"); err != nil {
		return "", false
	}
	return revision, changed != ""
}

package main

import (
	"runtime"
	"runtime/debug"

	"pawl/reports"
)

// head begins the result of a verb.
func head(command string) reports.Head {
	h := reports.Head{SchemaVersion: reports.SchemaVersion, Command: command, Build: build()}
	h.Decide()
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

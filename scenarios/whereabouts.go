package scenarios

import (
	"cmp"
	"path"
	"strings"

	"pawl/sim"
)

// Told is what a finding about the program says: of which process, what, and where in the
// engine's code that was, if its stack shows it.
func Told(f *sim.Finding) string {
	told := f.Detail
	if f.Process != "" {
		told = f.Process + ": " + told
	}
	if at := placeIn(f.Stack); at != "" {
		told += "; in " + at
	}
	return told
}

// notEngines are the packages through which an engine's code is called, and calls.
var notEngines = []string{"runtime.", "panic(", "pawl/sim.", "pawl/sim/cluster.", "pawl/engine.", "pawl/engine/keyring.", "pawl/engine/planted.", "created by "}

// placeIn is the innermost place of an engine's code in a stack, and the outermost, where the
// process began: each a function, and the line of its file, without the folder, which differs
// between machines. Empty: the stack shows none.
func placeIn(stack string) string {
	if i := strings.LastIndex(stack, "\npanic("); i >= 0 {
		stack = stack[i+1:] // what stands before is how it was reported
	}
	inner, outer := "", ""
	lines := strings.Split(stack, "\n")
	for i := 0; i+1 < len(lines); i++ {
		file, is := strings.CutPrefix(lines[i+1], "\t")
		if !is || notEngine(lines[i], file) {
			continue
		}
		function := lines[i]
		if end := strings.LastIndex(function, "("); end > 0 { // its arguments
			function = function[:end]
		}
		file, _, _ = strings.Cut(file, " +0x")
		outer = path.Base(function) + ", " + path.Base(file)
		inner = cmp.Or(inner, outer)
	}
	if outer != inner {
		return inner + ", called from " + outer
	}
	return inner
}

// notEngine says that a function is none of an engine's, but of what runs it or of Go's library,
// whose files lie under src as its packages are called.
func notEngine(function, file string) bool {
	for _, p := range notEngines {
		if strings.HasPrefix(function, p) {
			return true
		}
	}
	folder := path.Dir(function)
	name, _, _ := strings.Cut(path.Base(function), ".")
	first, _, _ := strings.Cut(folder, "/")
	return (folder == "." || !strings.Contains(first, ".")) && strings.Contains(file, "/src/"+path.Join(folder, name)+"/")
}

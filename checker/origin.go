package checker

import (
	"path"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
)

// Source is where an invariant is judged: the file, from the root of the module, and the line
// on which its judge begins. The compiler tells it of the judge itself, so that it cannot be
// wrong about a file that was moved.
func (inv *Invariant) Source() (file string, line int) {
	f := runtime.FuncForPC(reflect.ValueOf(inv.judge).Pointer())
	if f == nil {
		return "", 0
	}
	at, line := f.FileLine(f.Entry())
	pkg, _, _ := strings.Cut(f.Name(), ".") // "pawl/checker.judgeS1"
	_, folder, _ := strings.Cut(pkg, "/")
	return path.Join(folder, path.Base(filepath.ToSlash(at))), line
}

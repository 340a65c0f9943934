package checker

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The line that is told is where the judge of the invariant's own literal begins.
func TestSourceIsWhereAnInvariantIsJudged(t *testing.T) {
	told := map[string]string{}
	for i := range All {
		inv := &All[i]
		file, line := inv.Source()
		data, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(file)))
		if err != nil {
			t.Errorf("%s: %v", inv.ID, err)
			continue
		}
		lines := bytes.Split(data, []byte("\n"))
		if line < 1 || line > len(lines) {
			t.Errorf("%s: %s has no line %d", inv.ID, file, line)
			continue
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(string(lines[line-1]), "func "), "(")
		literal := bytes.Index(data, []byte("= Invariant{\""+inv.ID+"\","))
		if !strings.HasPrefix(string(lines[line-1]), "func ") || literal < 0 || !bytes.Contains(data[literal:], []byte("}, "+name+"}")) {
			t.Errorf("%s: line %d of %s is %q; want the judge that its literal there names", inv.ID, line, file, lines[line-1])
		}
		if by := told[file]; by != "" {
			t.Errorf("%s is in %s, as is %s", inv.ID, file, by)
		}
		told[file] = inv.ID
	}
}

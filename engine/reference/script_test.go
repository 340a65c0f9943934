package reference

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the transcripts in testdata with what happens")

// TestTranscripts runs the scripts in testdata. In each, commands are followed by a
// line of dashes and by what they print; script_doc_test.go explains both.
func TestTranscripts(t *testing.T) {
	for _, path := range scripts(t) {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := newWorld(t).play(string(want))
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(want) {
				t.Errorf("%s: it goes differently from line %s\n(with -update the file is rewritten)", path, difference(got, string(want)))
			}
		})
	}
}

func scripts(t *testing.T) []string {
	paths, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	return paths
}

const dashes = "----"

// play runs a script, and gives it with what its commands print in place of what it
// says that they do. What follows dashes, up to an empty line, is that; lines that are
// empty or begin with a # are for readers.
func (w *world) play(script string) string {
	var b strings.Builder
	printed := false
	for _, line := range strings.Split(strings.TrimSuffix(script, "\n"), "\n") {
		switch {
		case line == dashes:
			printed = true
			b.WriteString(dashes + "\n" + w.out.take())
			continue
		case printed && line != "":
			continue
		case line != "" && !strings.HasPrefix(line, "#"):
			w.command(line)
		}
		printed = false
		b.WriteString(line + "\n")
	}
	return b.String()
}

// difference is the first line in which two texts differ.
func difference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		a, b := "(nothing)", "(nothing)"
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			return fmt.Sprintf("%d on:\n got %s\nwant %s", i+1, a, b)
		}
	}
	return "none"
}

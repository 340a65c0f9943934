package faults

import (
	"os"
	"strings"
	"testing"
)

// examples are the lines of testdata/faults.txt.
func examples(t testing.TB) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/faults.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

func TestExamplesPrintAsTheyRead(t *testing.T) {
	seen := map[string]bool{}
	for _, line := range examples(t) {
		f, err := Parse(line)
		if err != nil {
			t.Error(err)
			continue
		}
		seen[f.Kind] = true
		if got := f.String(); got != line {
			t.Errorf("%q prints as %q", line, got)
		}
		if err := f.Validate(); err != nil {
			t.Error(err)
		}
	}
	for _, k := range All {
		if !seen[k.Name] {
			t.Errorf("testdata/faults.txt has no %s", k.Name)
		}
	}
}

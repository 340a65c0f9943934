package checker

// Runs of real engines, as an observer wrote them down. They are read as whoever uses
// pawl judge would have them read, and what is said of them stands in testdata/said.

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// aRun reads one of testdata/runs.
func aRun(t testing.TB, name string) *History {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "runs", name+".json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	h, err := ReadHistory(text)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func judgeRun(h *History) []string { return said(Check(Derive(h), Options{Porcupine: time.Minute})) }

func TestRuns(t *testing.T) {
	all, err := filepath.Glob(filepath.Join("testdata", "runs", "*.json.gz"))
	if err != nil || len(all) == 0 {
		t.Fatalf("%d runs, error %v", len(all), err)
	}
	text := ""
	for _, path := range all {
		name := strings.TrimSuffix(filepath.Base(path), ".json.gz")
		text += "== " + name + "\n" + strings.Join(judgeRun(aRun(t, name)), "\n") + "\n\n"
	}
	golden(t, "runs.txt", text)
}

// Facts are changed one after another, as the parts of a past are.
func TestDisturbedFacts(t *testing.T) {
	h := aRun(t, "halted-and-resumed")
	// Bytes that are not text would only make the table long.
	lines := disturb(reflect.ValueOf(h), 2, func() []string { return judgeRun(h) })
	golden(t, "facts.txt", strings.Join(slices.Compact(lines), "\n")+"\n")
}

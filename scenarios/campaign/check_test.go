package campaign

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pawl/engine"
	"pawl/engine/reference"
)

// A witness is a test that is told to fail, and does not.
type witness struct{ said, errors []string }

func (w *witness) Helper()                      {}
func (w *witness) Logf(format string, a ...any) { w.said = append(w.said, fmt.Sprintf(format, a...)) }
func (w *witness) Errorf(format string, a ...any) {
	w.errors = append(w.errors, fmt.Sprintf(format, a...))
}
func (w *witness) Fatalf(format string, a ...any) { w.Errorf(format, a...) }

func TestCheckPassesTheReference(t *testing.T) {
	Check(t, reference.Engine(), Runs(50), ReproDir(t.TempDir()))
}

func TestCheckTellsAFailure(t *testing.T) {
	dir := t.TempDir()
	e := wrongEngine(t, "no-drain").Engine
	e.Name = "mine"
	var w witness
	Check(&w, e, Runs(40), Seed(5), ReproDir(dir))
	all := strings.Join(w.errors, "\n")
	for _, want := range []string{
		"S2, violated by mine: The sealing version is a linearizable register that only grows.",
		"it takes ", "asks for the rotation of window w1", "no DRAINING was recorded between VERIFIED", "Replay it, with a command whose main gives this engine to cli.Main: pawl replay ",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no word of %q in:\n%s", want, all)
		}
	}
	path := regexp.MustCompile(`repro: (\S*S2-mine-\S+)`).FindStringSubmatch(all)
	if path == nil || filepath.Dir(path[1]) != dir {
		t.Fatalf("no repro in %s:\n%s", dir, all)
	}
	r, err := LoadRepro(path[1])
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Replay(t.Context(), simulated(), r, e); err != nil || !again.Reproduced() {
		t.Errorf("the repro does not reproduce, error %v", err)
	}
}

func TestCheckFailsWhereNothingIsKnown(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "repros")
	var w witness
	Check(&w, doNothing(), Runs(5), ReproDir(dir))
	if all := strings.Join(w.errors, "\n"); !strings.Contains(all, "no invariant found anything to judge") {
		t.Errorf("a do-nothing engine: %q", all)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a directory for repros that there are none of")
	}
	w = witness{}
	Check(&w, engine.Engine{Name: "none"})
	if all := strings.Join(w.errors, "\n"); !strings.Contains(all, "none could not be run: no engine") {
		t.Errorf("no engine at all: %q", all)
	}
}

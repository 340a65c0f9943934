package source

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// harmless are the mutants of the sample that its command does not show: arguments
// of which others would do as well.
var harmless = []string{
	"Run: number off by one: 1 → 0", // any number is of the kind
	"Run: number off by one: 1 → 2",
	"Run: number off by one: 6 → 7", // so many are too many as well
	"Run: number off by one: 9 → 10",
	"Run: number off by one: 9 → 8",
}

// TestSwitches builds all mutants of the sample at once. With no switch on, its
// command does what it did; each switch changes what it does, and leaves its mark,
// but for those of which the sample shows nothing.
func TestSwitches(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a command")
	}
	p := sample(t)
	s, err := p.Sample(t.Context(), 1, -1)
	if err != nil || s.Broken > 0 || len(s.Mutants) != s.Sites {
		t.Fatalf("%d of %d mutants, %d broken: %v", len(s.Mutants), s.Sites, s.Broken, err)
	}
	b := building(t, p, s.Mutants)
	plain, mark := b.run(0)
	if want, _ := command(t, filepath.Join(p.Dir, "cmd"), "go", "run", "."); plain != want || mark {
		t.Fatalf("with no switch on: %s, mark %v; want %s", plain, mark, want)
	}
	var silent []string
	for i := range s.Mutants {
		m := &s.Mutants[i]
		said, mark := b.run(i + 1)
		if !mark {
			t.Errorf("%s: %s: %s → %s left no mark", m.Place(), m.Operator, m.Before, m.After)
		}
		if said == plain {
			silent = append(silent, fmt.Sprintf("%s: %s: %s → %s", m.Function, m.Operator, m.Before, m.After))
		}
	}
	slices.Sort(silent)
	if !slices.Equal(silent, harmless) {
		t.Errorf("without any effect:\n%q\nwant\n%q", silent, harmless)
	}
}

// A place that is not reached leaves no mark.
func TestMarkIsOfWhatRan(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a command")
	}
	dir := copied(t)
	replace(t, dir, "func flags() bool {", "func never(n int) bool { return n > 3 }\n\nfunc flags() bool {")
	p := loaded(t, dir)
	all := slices.DeleteFunc(p.Mutants(), func(m Mutant) bool { return m.Function != "never" })
	b := building(t, p, all)
	for i := range all {
		if _, mark := b.run(i + 1); mark {
			t.Errorf("%s: %s left a mark, and is never called", all[i].Place(), all[i].Operator)
		}
	}
	if len(all) == 0 {
		t.Error("no mutant in what is never called")
	}
}

// built is the sample's command with mutants in it.
type built struct {
	*testing.T
	path string
}

func building(t *testing.T, p *Package, mutants []Mutant) built {
	t.Helper()
	dir := t.TempDir()
	overlay, err := p.Write(dir, mutants)
	if err != nil {
		t.Fatal(err)
	}
	b := built{t, filepath.Join(dir, "command")}
	if _, err := Go(t.Context(), p.Dir, "build", "-overlay", overlay, "-o", b.path, "./cmd"); err != nil {
		t.Fatal(err)
	}
	return b
}

// run runs it with a switch on, and says what it wrote and whether it left a mark.
func (b built) run(number int) (string, bool) {
	b.Helper()
	mark := filepath.Join(b.TempDir(), "mark")
	said, _ := command(b.T, ".", "env", fmt.Sprintf("%s=%d", Chosen, number), Ran+"="+mark, b.path)
	_, missing := os.Stat(mark)
	return said, missing == nil
}

func command(t *testing.T, dir, name string, args ...string) (string, error) {
	t.Helper()
	c := exec.CommandContext(t.Context(), name, args...)
	c.Dir = dir
	out, err := c.CombinedOutput()
	return string(out), err
}

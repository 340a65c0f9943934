package campaign

import (
	"os"
	"strings"
	"testing"

	"pawl/engine/reference"
)

// witnessed is a test that takes down what it was failed for.
type witnessed struct{ said []string }

func (a *witnessed) Helper()                   {}
func (a *witnessed) Name() string              { return "TestX" }
func (a *witnessed) Logf(string, ...any)       {}
func (a *witnessed) Errorf(f string, _ ...any) { a.said = append(a.said, f) }
func (a *witnessed) Fatalf(f string, _ ...any) { a.said = append(a.said, f) }

// TestStands: the file of what an engine came to is written, holds as long as the runs say so,
// and does not when it says something else; a claim that nothing has judged is none.
func TestStands(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("testdata", 0o755); err != nil {
		t.Fatal(err)
	}
	e := reference.Engine()
	e.View.Claims = []string{"S2", "S3"}
	c := Campaign{Engine: e, Seed: 1, Runs: 3}
	tried := func(c Campaign) []string {
		var a witnessed
		Stands(&a, c)
		return a.said
	}
	if said := tried(c); len(said) != 1 {
		t.Errorf("without a file: %v", said)
	}
	t.Setenv(rewrite, "1")
	if said := tried(c); len(said) != 0 {
		t.Errorf("while it is written: %v", said)
	}
	t.Setenv(rewrite, "")
	if said := tried(c); len(said) != 0 {
		t.Errorf("the same runs again: %v", said)
	}
	text, err := os.ReadFile(standingFile(e.Name))
	if err != nil || !strings.Contains(string(text), `"Judged": 3`) {
		t.Errorf("%s, %v", text, err)
	}
	_ = os.WriteFile(standingFile(e.Name), []byte(strings.Replace(string(text), `"Judged": 3`, `"Judged": 2`, 1)), 0o644)
	if said := tried(c); len(said) != 1 {
		t.Errorf("it says something else: %v", said)
	}
	c.Engine.View.Claims = []string{"S19"}
	t.Setenv(rewrite, "1")
	c.Runs = 0
	if said := tried(c); len(said) == 0 {
		t.Error("nothing has judged what is claimed")
	}
}

package campaign

import (
	"os"
	"slices"
	"strings"
	"testing"

	"pawl/engine/wrong"
	"pawl/scenarios"
)

// TestSights: how soon each defect was seen is written for each seed, what nothing tells apart is
// counted, and the file holds as long as the defects are the same and their earliest runs show
// them.
func TestSights(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("testdata", 0o755); err != nil {
		t.Fatal(err)
	}
	e, is := wrong.Find("no-drain")
	if !is {
		t.Fatal("no such engine")
	}
	c := Campaign{Engine: e.Engine, Jobs: 1}
	defects := []Misdeed{{Name: "seen", Breaks: []string{"S3"}, Shown: "TestSights"}, {Name: "never", Breaks: []string{"S1"}, Shown: "TestSights"}}
	named := "seen"
	tell := func(*scenarios.Outcome) []string {
		return slices.DeleteFunc([]string{named}, func(s string) bool { return s == "" })
	}
	tried := func(defects []Misdeed) []string {
		var a witnessed
		func() {
			defer func() { _ = recover() }() // what a test that has failed for good goes on to do
			Sights(&a, c, 2, 12, defects, tell)
		}()
		return a.said
	}
	if said := tried(defects); len(said) == 0 {
		t.Error("without a file nothing is said")
	}
	t.Setenv(rewrite, "1")
	if said := tried(defects); len(said) != 0 {
		t.Errorf("while it is written: %v", said)
	}
	text, err := os.ReadFile(sightingsFile(e.Name))
	if err != nil || !strings.Contains(string(text), `"Name": "never"`) {
		t.Errorf("%s, %v", text, err)
	}
	t.Setenv(rewrite, "")
	if said := tried(defects); len(said) != 0 {
		t.Errorf("the same again: %v", said)
	}
	named = ""
	if said := tried(defects); len(said) != 1 {
		t.Errorf("its run does not show it: %v", said)
	}
	t.Setenv(rewrite, "1")
	if said := tried(defects); len(said) != 0 {
		t.Errorf("while it is written: %v", said)
	}
	if text, err = os.ReadFile(sightingsFile(e.Name)); err != nil || strings.Contains(string(text), "\"Untold\": [\n  0,\n  0\n ]") {
		t.Errorf("what is told to be nothing is not counted: %s, %v", text, err)
	}
	t.Setenv(rewrite, "")
	defects[1].Fixed = "since"
	if said := tried(defects); len(said) != 1 {
		t.Errorf("a defect is told of in another way: %v", said)
	}
}

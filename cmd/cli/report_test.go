package cli

import (
	"path/filepath"
	"testing"

	"pawl/cmd/render"
	"pawl/reports"
)

// What cannot be written is no mistake of the caller's, such as a disk that is full by then.
func TestUnwrittenIsNoMistake(t *testing.T) {
	a := &app{name: "pawl"}
	r, text, err := resultIn("../../reports/testdata/check.json")
	if err != nil {
		t.Fatal(err)
	}
	e := a.evidence()
	if err := e.Add("check.json", r, text); err != nil {
		t.Fatal(err)
	}
	a.outputs.all = []render.Output{{Kind: "md", Path: filepath.Join(t.TempDir(), "gone", "report.md")}}
	_, err = a.saved(e, []string{"check.json"})
	if err == nil {
		t.Fatal("it was written into a folder that is not there")
	}
	if f := failed("pawl", "pawl report", err); f.Verdict != reports.InternalError {
		t.Errorf("%s: %v", f.Verdict, err)
	}
}

package campaign

import (
	"slices"
	"testing"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios"
)

// What is usual follows from engine and seed, and its times fit one another and policy.
func TestTimelineOfTheReference(t *testing.T) {
	c := &Campaign{Runner: simulated(), Engine: reference.Engine(), Seed: 7, Runs: 1}
	line, err := timeline(t.Context(), c, &Findings{Runs: 1})
	if err != nil || line == nil {
		t.Fatal(line, err)
	}
	if line.Verdict != string(scenarios.Passed) || line.Window != "w1" || line.From != 1 || line.To != 2 {
		t.Errorf("%+v", line)
	}
	var phases []string
	at := line.Phases[0].From
	for _, s := range line.Phases {
		phases = append(phases, s.Phase)
		if s.From != at || s.To < s.From {
			t.Errorf("%+v does not begin at %v, where the one before ends", s, at)
		}
		at = s.To
		if s.Owner == "" && s.Phase != checker.Intent {
			t.Errorf("%+v is nobody's", s)
		}
	}
	want := []string{checker.Intent, checker.Staged, checker.Published, checker.Verified, checker.Draining, checker.Committed}
	if !slices.Equal(slices.Compact(phases), want) {
		t.Errorf("phases %v, want %v", phases, want)
	}
	began := func(phase string) float64 {
		i := slices.IndexFunc(line.Phases, func(s reports.PhaseSpan) bool { return s.Phase == phase })
		return line.Phases[i].From
	}
	lead := inSeconds(engine.StandardPolicy().PublishLead)
	marks := map[string]float64{}
	for _, m := range line.Marks {
		marks[m.Mark] = m.At
	}
	if b1 := marks["B1"]; b1 <= began(checker.Published) || b1+lead > began(checker.Verified) {
		t.Errorf("B1 at %v, between %v and %v less the lead", b1, began(checker.Published), began(checker.Verified))
	}
	if b2 := marks["B2"]; b2 <= began(checker.Draining) || b2 > began(checker.Committed) || marks["commit"] != began(checker.Committed) {
		t.Errorf("B2 and commit: %v, between %v and %v", marks, began(checker.Draining), began(checker.Committed))
	}
	var old []string
	for _, s := range line.Versions {
		if s.Version == line.From {
			old = append(old, s.State)
		}
	}
	if want := []string{checker.Active, checker.Deprecated, checker.Retiring, checker.Revoked, checker.Destroyed}; !slices.Equal(old, want) {
		t.Errorf("the old version is %v, want %v", old, want)
	}
}

// Where nobody tells of phases there is nothing to tell, and that is no error.
func TestTimelineOfWhoTellsNothing(t *testing.T) {
	cron, _ := wrong.Find("cron")
	c := &Campaign{Runner: simulated(), Engine: cron.Engine, Seed: 7, Runs: 1}
	if line, err := timeline(t.Context(), c, &Findings{Runs: 1}); err != nil || line != nil {
		t.Fatal(line, err)
	}
}

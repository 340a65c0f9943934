package drill_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"pawl/checker"
	"pawl/engine/reference"
	"pawl/live/drill"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/library"
	"pawl/sim"
	"pawl/sim/deploy"
)

// says makes outcomes of which all that is known is the verdict.
type says map[string]scenarios.Verdict

func (s says) Run(_ context.Context, c scenarios.Case) (scenarios.Outcome, error) {
	o := scenarios.Outcome{Case: c, Setup: c.Setup(), Result: deploy.Result{History: &checker.History{}}}
	switch s[c.Scenario.Name] {
	case scenarios.Violated:
		o.Findings = []sim.Finding{{Kind: sim.KindPanic}}
	case scenarios.Inconclusive:
		o.Report.Missed = []string{"revision 7"}
	case scenarios.Missed:
		o.Missed = []string{"it was to commit"}
		fallthrough
	default:
		o.Report.Verdicts = []checker.Verdict{{Judged: true}}
	}
	return o, nil
}

// TestDrill: what cannot be run is refused by name and the rest is run; verdicts are held
// against those of the simulator; and of all the worst counts.
func TestDrill(t *testing.T) {
	all, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	name := func(i int) string { return all[i].Name }
	for _, c := range []struct {
		here, there says
		verdict     reports.Verdict
		same        int
	}{
		{says{}, says{}, reports.Pass, 3},
		{says{name(0): scenarios.Violated, name(1): scenarios.Inconclusive}, says{name(0): scenarios.Violated}, reports.Violation, 2},
		{says{name(2): scenarios.Inconclusive}, says{}, reports.Inconclusive, 2},
		{says{name(2): scenarios.Missed}, says{name(2): scenarios.Missed}, reports.CriterionMissed, 3},
	} {
		var seen []string
		d := drill.Drill{Runner: c.here, Simulated: c.there, Jobs: 2, Progress: func(r reports.LiveRun) { seen = append(seen, r.Scenario) },
			Suits: func(s deploy.Setup) error {
				if s.Seed == 4 {
					return errors.New("no such clock")
				}
				return nil
			}}
		var list []drill.Exercise
		for i := range 4 {
			list = append(list, drill.Exercise{Scenario: all[i], Engine: reference.Engine(), Seed: uint64(i + 1)})
		}
		l, err := d.Run(t.Context(), list)
		if err != nil {
			t.Fatal(err)
		}
		same, of := l.Agreement()
		if drill.Verdict(l) != c.verdict || same != c.same || of != 3 || len(seen) != 3 {
			t.Errorf("%v against %v: %s, %d of %d the same, told of %v", c.here, c.there, drill.Verdict(l), same, of, seen)
		}
		if len(l.Refused) != 1 || l.Refused[0].Scenario != name(3) || slices.Contains(seen, name(3)) {
			t.Errorf("refused: %+v", l.Refused)
		}
	}
	if none := drill.Verdict(&reports.Live{}); none != reports.NothingRan {
		t.Errorf("of no run: %s", none)
	}
}

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
			list = append(list, drill.Exercise{Name: name(i), Case: scenarios.Case{Scenario: all[i], Engine: reference.Engine(), Seed: uint64(i + 1)}})
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

// after says that nothing is violated until some number of runs were asked for.
type after struct{ runs, of int }

func (a *after) Run(_ context.Context, c scenarios.Case) (scenarios.Outcome, error) {
	o := scenarios.Outcome{Case: c, Setup: c.Setup(), Result: deploy.Result{History: &checker.History{}}}
	o.Report.Verdicts = []checker.Verdict{{Judged: true}}
	if a.runs++; a.runs >= a.of {
		o.Findings = []sim.Finding{{Kind: sim.KindPanic}}
	}
	return o, nil
}

// TestTries: what was violated is looked for in the simulator with one seed after another, and
// what has it is handed on; what was not violated is made once.
func TestTries(t *testing.T) {
	all, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		here        after
		of          int // the simulated run that violates it
		tried       int
		found, same bool
	}{
		{after{of: 1}, 3, 3, true, true},
		{after{of: 1}, 9, 5, false, false},
		{after{of: 9}, 9, 1, false, true},
	} {
		there, seeds := after{of: c.of}, []uint64{}
		d := drill.Drill{Runner: &c.here, Simulated: &there, Tries: 5, Progress: func(reports.LiveRun) {}, Suits: func(deploy.Setup) error { return nil },
			Found: func(o *scenarios.Outcome) (string, error) { seeds = append(seeds, o.Case.Seed); return "x.repro", nil }}
		l, err := d.Run(t.Context(), []drill.Exercise{{Name: "one", Case: scenarios.Case{Scenario: all[0], Engine: reference.Engine(), Seed: 7}}})
		if err != nil {
			t.Fatal(err)
		}
		s := l.Runs[0].Simulated
		if s.Tried != c.tried || s.Agrees != c.same || (s.Repro != "") != c.found || there.runs != c.tried || c.found && !slices.Equal(seeds, []uint64{7 + uint64(c.tried) - 1}) {
			t.Errorf("%+v: %+v after %d runs, seeds %d", c, s, there.runs, seeds)
		}
	}
}

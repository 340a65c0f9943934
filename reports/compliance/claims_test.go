package compliance

import (
	"slices"
	"strings"
	"testing"

	"pawl/reports"
	"pawl/reports/controls"
)

// Where everything is behind them all claims are printed, filled in; that is the only case.
func TestClaimsHoldWithRunsBehindThem(t *testing.T) {
	s := green(t)
	text := section(t, Compose(s), "claims")
	if strings.Contains(text, noRunBehind) || strings.Contains(text, "Not claimed") {
		t.Error(text)
	}
	wants(t, text, "Change 0123456789ab: in 503 runs within the assumptions, under fault model fedcba987654,", "| That the change was approved")
	if strings.ContainsAny(text, "{}") {
		t.Errorf("something is not filled in:\n%s", text)
	}
	text = section(t, Compose(s), "map")
	wants(t, text, "S15, judged in 503 runs", "scenario called-off-while-draining, 3 runs",
		"./mine check --with older --seed 7 --runs 3 --scenario due-and-restarted --scenario old-and-never-gone --scenario back-with-yesterdays-keys\n")
}

// Each thing that a claim stands on is needed: without it, or against it, it is not printed.
func TestEachClaimNeedsAllThatIsBehindIt(t *testing.T) {
	printed := func(s Set, r *controls.Relation) bool {
		text, _ := claimed(&s, r)
		return text == r.Filled(filler(s.check(), r))
	}
	for _, r := range relations(t) {
		if r.Strength == controls.None {
			continue
		}
		if !printed(green(t), &r) {
			t.Errorf("%s is not claimed where all is behind it", &r)
		}
		for name, take := range changes(&r) {
			s := green(t)
			take(&s)
			if printed(s, &r) {
				t.Errorf("%s is claimed, though %s", &r, name)
			}
		}
	}
}

// changes each take away one thing that a claim stands on.
func changes(r *controls.Relation) map[string]func(*Set) {
	all := map[string]func(*Set){
		"nothing ran":        func(s *Set) { s.Check = nil },
		"a process panicked": func(s *Set) { s.Check.Violations = []reports.Failure{{Invariant: "panic"}} },
		"single faults are not deterministic": func(s *Set) {
			s.Exhausts = []*reports.Exhaust{{Determinism: reports.Determinism{Different: []string{"cell 1"}}}}
		},
		"the runs are not deterministic": func(s *Set) { s.Check.Determinism.Different = []string{"run 1"} },
	}
	judged := func(s *Set, id string) *reports.Judged {
		return &s.Check.Invariants[slices.IndexFunc(s.Check.Invariants, func(j reports.Judged) bool { return j.ID == id })]
	}
	for _, id := range r.Invariants {
		all[id+" was not judged"] = func(s *Set) { judged(s, id).Runs = 0 }
		all[id+" was violated"] = func(s *Set) { judged(s, id).Violated = 1 }
		all[id+" was violated by a single fault"] = func(s *Set) { s.Exhausts = []*reports.Exhaust{{Violations: []reports.Failure{{Invariant: id}}}} }
	}
	for _, name := range r.Scenarios {
		run := func(s *Set) *reports.ScenarioRuns {
			return &s.Check.Scenarios[slices.IndexFunc(s.Check.Scenarios, func(x reports.ScenarioRuns) bool { return x.Name == name })]
		}
		all[name+" was not run"] = func(s *Set) { run(s).Runs = 0 }
		all[name+" is not there"] = func(s *Set) { run(s).Name = "x" }
		all[name+" did not pass"] = func(s *Set) { run(s).Verdict = reports.CriterionMissed }
	}
	for _, figure := range r.Figures {
		all[figure+" was not measured"] = map[string]func(*Set){
			"bound": func(s *Set) { s.Check.RandomRuns = 0 }, "matrix": func(s *Set) { s.Check.Matrix = nil },
			"single-faults": func(s *Set) { s.Check.Exhaust = nil }, "wrong-engines": func(s *Set) { s.Check.Planted = nil },
			"determinism": func(s *Set) { s.Check.Determinism.Twice = 0 }, "identity": func(s *Set) { s.Check.Identity = nil },
		}[figure]
	}
	if r.Passed {
		all["the campaign did not pass"] = func(s *Set) { s.Check.Verdict = reports.Inconclusive }
	}
	return all
}

// What can stand behind a claim, or be filled in, is known here too.
func TestFiguresAndPlaceholdersAreKnown(t *testing.T) {
	s := green(t)
	for _, f := range controls.Figures {
		if measured(&s, f.Name) == "" {
			t.Errorf("figure %s is never measured", f.Name)
		}
		if m := measured(&Set{}, f.Name); m != "" {
			t.Errorf("figure %s of nothing is %q", f.Name, m)
		}
	}
	for _, p := range controls.Placeholders {
		if filler(s.Check, &controls.Relation{})(p.Name) == notKnown {
			t.Errorf("nobody fills in {%s}", p.Name)
		}
	}
}

// What is never claimed has no runs behind it, however many there are.
func TestNothingIsClaimedOfX(t *testing.T) {
	wants(t, section(t, Compose(green(t)), "claims"), "PCI DSS 4.0.1 11 | none | Nothing is claimed. | ", "FIPS 140-3 zeroization | none | Nothing is claimed. | ")
}

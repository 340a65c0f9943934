package reports

import (
	"encoding/base64"
	"strings"
	"testing"
)

// part is one of two of a check of two scenarios, which have their turn twice, and four random
// runs.
func part(path string, n int) Given {
	c := &Check{Engine: "reference", Seed: "1", Runs: 4, RunsMeant: 4, Policy: []PolicyLine{}, LeftOut: []string{}, Exhaust: &Exhausted{Cells: 9, Run: 4}}
	c.Part = &Part{Number: n, Of: 2, First: 1, Whole: 8, Random: 4, Prints: []Fingerprint{}, Felt: []FeltRuns{}}
	c.Identity = &Identity{Engine: "e"}
	c.Scenarios = []ScenarioRuns{{Name: "a", Runs: 2}, {Name: "b", Runs: 2}}
	if n == 2 {
		c.Scenarios = []ScenarioRuns{{Name: "a"}, {Name: "b"}}
		c.Part.First, c.RandomRuns, c.Exhaust.Run = 5, 4, 5
		c.Part.Prints = []Fingerprint{{"x", 3}, {"y", 1}}
		c.Part.Felt = []FeltRuns{{Kind: "crash", Role: "node", Phase: "IDLE", Runs: 5, Random: 4}}
	}
	c.RunHashes, c.TraceHash = base64.StdEncoding.EncodeToString(make([]byte, c.Runs*HashBytes)), Digest(make([]byte, c.Runs*HashBytes))
	return Given{path, c}
}

// TestPartsThatDoNotBelongTogether: missing, doubled or foreign ones, and those that have other
// runs than a part of their number has, are refused by name.
func TestPartsThatDoNotBelongTogether(t *testing.T) {
	if all, err := Parts([]Given{part("b", 2), part("a", 1)}); err != nil || all[0].Path != "a" {
		t.Fatal(err)
	}
	for want, parts := range map[string][]Given{
		"these are missing: 2":             {part("a", 1)},
		"a and b are both part 1 of 2":     {part("a", 1), part("b", 1)},
		"b and c are both part 2 of 2":     {part("a", 1), part("b", 2), part("c", 2)},
		"no part of a check: want the res": {},
	} {
		if _, err := Parts(parts); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	for want, spoil := range map[string]func(c *Check){
		"another engine":                  func(c *Check) { c.Engine = "x" },
		"another seed":                    func(c *Check) { c.Seed = "2" },
		"another number of parts":         func(c *Check) { c.Part.Of = 3 },
		"another number of runs":          func(c *Check) { c.Part.Whole = 9 },
		"another contract":                func(c *Check) { c.Contract = "lax" },
		"another set of scenarios left":   func(c *Check) { c.LeftOut = []string{"x"} },
		"another policy":                  func(c *Check) { c.Policy = []PolicyLine{{Name: "x"}} },
		"another boundary of assumptions": func(c *Check) { c.Assumptions = []string{"x"} },
		"another number of failures kept": func(c *Check) { c.KeptOfEach = 9 },
		"another plan of single faults":   func(c *Check) { c.Exhaust.Cells = 10 },
		"another source of the engine":    func(c *Check) { c.Identity.Engine = "x" },
		"b: identity is null":             func(c *Check) { c.Identity = nil },
		"b is no part of a check":         func(c *Check) { c.Part = nil },
		"b is not complete, 3 of 4 runs":  func(c *Check) { c.Runs = 3 },
		"part.number is 0 of 2":           func(c *Check) { c.Part.Number = 0 },
		"part.number is 3 of 2":           func(c *Check) { c.Part.Number = 3 },
		"which are at most 10000":         func(c *Check) { c.Part.Of = 1 << 40 },
		"all parts have 9 runs together":  func(c *Check) { c.Runs, c.RunsMeant = 5, 5 },
		"b: it has 4 runs from number 4":  func(c *Check) { c.Part.First = 4 },
		"b: random_runs is 3, and 4":      func(c *Check) { c.RandomRuns = 3 },
		`scenarios #1 ("a") has 1 runs`:   func(c *Check) { c.Scenarios[0].Runs = 1 },
		"of the whole are of 3 scenarios": func(c *Check) { c.Scenarios = append(c.Scenarios, ScenarioRuns{}) },
		"violations #1 is of run 4":       func(c *Check) { c.Violations = []Failure{{Run: 4, Scenario: "standard"}} },
		"part.fingerprints are of 3 runs": func(c *Check) { c.Part.Prints[0].Runs = 2 },
		`part has "x" twice`:              func(c *Check) { c.Part.Prints[1].Print = "x" },
		`part has "crash, node, IDLE" tw`: func(c *Check) { c.Part.Felt = append(c.Part.Felt, c.Part.Felt[0]) },
		"runs of crash, node, IDLE is 11": func(c *Check) { c.Part.Felt[0].Runs = 11 },
		"exhaust.run is more than this":   func(c *Check) { c.Exhaust.Run = 6 },
		"made_twice is more than runs":    func(c *Check) { c.Determinism.Twice = 5 },
		"have both planted cron":          func(c *Check) { c.Planted = []Planted{{Engine: "cron"}} },
	} {
		a, b := part("a", 1), part("b", 2)
		a.Planted = []Planted{{Engine: "cron"}}
		spoil(b.Check)
		if _, err := Parts([]Given{a, b}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	a, b := part("a", 1), part("b", 2)
	for _, g := range []Given{a, b} {
		g.Part.Named = true
	}
	if _, err := Parts([]Given{a, b}); err == nil || !strings.Contains(err.Error(), "part.named is true") {
		t.Errorf("of scenarios that were named: %v", err)
	}
	a.Identity.Engine, b.Identity.Engine, b.Identity.Executable = "", "", "other"
	if _, err := Parts([]Given{a, b}); err == nil || !strings.Contains(err.Error(), "another program") {
		t.Errorf("of programs of which nothing is known: %v", err)
	}
}

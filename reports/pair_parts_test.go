package reports

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// pairPart is the n-th of two parts of a sample, in which some pairs are violated.
func pairPart(n int, violated ...int) GivenPairs {
	h := Head{SchemaVersion: SchemaVersion, Command: "exhaust", Identity: &Identity{Engine: "source", Executable: fmt.Sprint("of ", n), Began: fmt.Sprint(n), Ended: fmt.Sprint(n + 5)}}
	x := pairs(h, Failure{})
	x.Again = fmt.Sprintf("pawl exhaust --faults 2 --resume 'it is.state' --seed 1 --shard %d/2 small", n)
	x.Violations = nil
	p := x.Pairs
	p.Part, p.Run, p.Passed, p.Violated, p.Inconclusive, p.DidNotBite, p.Listed = n, 500, 482-len(violated), len(violated), 0, 18, nil
	p.Audit = PairAudit{Drawn: 10, Runs: 30, One: 4, Both: 6, Same: 10}
	for _, v := range violated {
		x.Violations = append(x.Violations, Failure{Invariant: "S2", Run: v, Scenario: ExhaustingPairs("small")})
		p.Listed = append(p.Listed, ListedPair{Pair: v})
	}
	return GivenPairs{Path: fmt.Sprintf("%d.json", n), Exhaust: x}
}

// TestPairsMerge: the pairs of all parts count, and first events once; of what was violated the
// first few are kept, as the whole would have.
func TestPairsMerge(t *testing.T) {
	parts, err := PairParts([]GivenPairs{pairPart(2, 90, 95), pairPart(1, 7, 17)})
	if err != nil {
		t.Fatal(err)
	}
	x := MergedPairs(parts)
	p := x.Pairs
	if wrong := p.disagreement(); wrong != "" || p.Run != 1000 || p.Meant != 1000 || p.Parts != 0 || p.Violated != 4 || x.Run != x.Cells || x.Cells != parts[0].Cells {
		t.Errorf("%s; %s; %s", wrong, &x.Exhausted, p)
	}
	if p.Audit.Drawn != 20 || p.Audit.Runs != 60 || x.Determinism.Twice != 7 {
		t.Errorf("%+v, %d made twice", p.Audit, x.Determinism.Twice)
	}
	var kept, listed []int
	for _, f := range x.Violations {
		kept = append(kept, f.Run)
	}
	for _, l := range p.Listed {
		listed = append(listed, l.Pair)
	}
	if !slices.Equal(kept, []int{7, 17, 90}) || !slices.Equal(listed, []int{7, 17, 90, 95}) {
		t.Errorf("kept %v, listed %v", kept, listed)
	}
	if x.Again != "pawl exhaust --faults 2 --seed 1 small" || x.Identity.Executable != "" || x.Identity.Began != "1" || x.Identity.Ended != "7" {
		t.Errorf("%s, of %+v", x.Again, x.Identity)
	}
}

// TestPairPartsThatDoNotFit are refused by name.
func TestPairPartsThatDoNotFit(t *testing.T) {
	for want, spoil := range map[string]func(x *Exhaust){
		"2.json is of single faults":      func(x *Exhaust) { x.Pairs = nil },
		"2.json is no part":               func(x *Exhaust) { x.Pairs.Part, x.Pairs.Parts = 0, 0 },
		"pairs.part is 3 of 2":            func(x *Exhaust) { x.Pairs.Part = 3 },
		"identity is null":                func(x *Exhaust) { x.Identity = nil },
		"by --resume left.state":          func(x *Exhaust) { x.State = "left.state" },
		"499 of 500 pairs: make part 2":   func(x *Exhaust) { x.Pairs.Run-- },
		"are both part 1 of 2":            func(x *Exhaust) { x.Pairs.Part = 1 },
		"another engine":                  func(x *Exhaust) { x.Engine = "cron" },
		"another seed":                    func(x *Exhaust) { x.Seed = "2" },
		"another plan of first events":    func(x *Exhaust) { x.Plan = "cd" },
		"another outcome of first events": func(x *Exhaust) { x.Bit-- },
		"another number of parts":         func(x *Exhaust) { x.Pairs.Parts = 3 },
		"another set of kinds":            func(x *Exhaust) { x.Pairs.Kinds = []string{"crash"} },
		"another set of pairs":            func(x *Exhaust) { x.Pairs.Classes++ },
		"another sample":                  func(x *Exhaust) { x.Pairs.Sample++ },
		"another source of the engine":    func(x *Exhaust) { x.Identity.Engine = "other" },
	} {
		part := pairPart(2)
		spoil(part.Exhaust)
		if _, err := PairParts([]GivenPairs{pairPart(1), part}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, err := PairParts([]GivenPairs{pairPart(2)}); err == nil || !strings.Contains(err.Error(), "these are missing: 1") {
		t.Errorf("one of two: %v", err)
	}
	if _, err := PairParts(nil); err == nil {
		t.Error("none of any")
	}
}

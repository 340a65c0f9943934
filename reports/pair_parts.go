package reports

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A GivenPairs is the result of one part of pairs, and where it was.
type GivenPairs struct {
	Path string
	*Exhaust
}

// PairParts puts the parts of one exhaust in order, or says by name which of them is missing, there
// twice, or of something else.
func PairParts(all []GivenPairs) ([]GivenPairs, error) {
	if len(all) == 0 {
		return nil, errors.New("no part of pairs: want the results of exhaust --faults 2 --shard 1/N to N/N")
	}
	for _, g := range all {
		if err := g.complete(); err != nil {
			return nil, err
		}
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(x, y GivenPairs) int { return cmp.Compare(x.Pairs.Part, y.Pairs.Part) })
	first, numbers := all[0], []int{all[0].Pairs.Part}
	for i, g := range all[1:] {
		if why := first.foreign(g.Exhaust); why != "" {
			return nil, fmt.Errorf("%s and %s are of two exhausts: another %s", first.Path, g.Path, why)
		}
		if before := all[i]; before.Pairs.Part == g.Pairs.Part {
			return nil, fmt.Errorf("%s and %s are both part %d of %d", before.Path, g.Path, g.Pairs.Part, g.Pairs.Parts)
		}
		numbers = append(numbers, g.Pairs.Part)
	}
	if len(all) < first.Pairs.Parts {
		return nil, fmt.Errorf("of %d parts these are missing: %s", first.Pairs.Parts, missing(numbers, first.Pairs.Parts))
	}
	return all, nil
}

// complete says why a result is not all of a part.
func (g *GivenPairs) complete() error {
	switch p := g.Pairs; {
	case p == nil:
		return fmt.Errorf("%s is of single faults, which have no parts but those of check --shard", g.Path)
	case p.Parts == 0:
		return fmt.Errorf("%s is no part: it is whole", g.Path)
	case p.Part < 1 || p.Part > p.Parts || p.Parts > MostParts:
		return fmt.Errorf("%s: pairs.part is %d of %d; want 1 to how many there are, which are at most %d", g.Path, p.Part, p.Parts, MostParts)
	case g.Identity == nil:
		return fmt.Errorf("%s: identity is null, so that nobody can say what was tested, nor that it is what the other parts have tested", g.Path)
	case g.State != "":
		return fmt.Errorf("%s is not complete, %d of %d pairs: go on with it, by --resume %s", g.Path, p.Run, p.Meant, g.State)
	case g.Interrupted || g.Run < g.Cells || p.Run < p.Meant:
		return fmt.Errorf("%s is not complete, %d of %d pairs: make part %d again", g.Path, p.Run, p.Meant, p.Part)
	}
	return nil
}

// foreign is by what a part is of something else; "" if it is of the same.
func (x *Exhaust) foreign(y *Exhaust) string {
	a, b := x.Pairs, y.Pairs
	for _, differs := range []struct {
		what string
		so   bool
	}{
		{"engine", x.Engine != y.Engine},
		{"seed", x.Seed != y.Seed},
		{"plan of first events", x.Plan != y.Plan},
		{"outcome of first events", x.Exhausted != y.Exhausted},
		{"number of parts", a.Parts != b.Parts},
		{"set of kinds", !slices.Equal(a.Kinds, b.Kinds) || a.Repeated != b.Repeated},
		{"set of pairs", a.Only != b.Only || a.Product != b.Product || a.Classes != b.Classes || a.Pairs != b.Pairs},
		{"sample", a.Sample != b.Sample || a.Chosen != b.Chosen},
		{"number of failures kept of each invariant", x.KeptOfEach != y.KeptOfEach},
	} {
		if differs.so {
			return differs.what
		}
	}
	if x.Identity.Engine == "" && x.Identity.Executable != y.Identity.Executable {
		return "program, and of its engine's source neither says which it is"
	}
	return x.Identity.Differs(y.Identity)
}

// MergedPairs adds up parts that [PairParts] has put in order. Each of them has tried every first
// event, which counts once. The verdict is left open.
func MergedPairs(parts []GivenPairs) *Exhaust {
	first := parts[0].Exhaust
	sum, p := *first, *first.Pairs
	sum.Pairs, sum.Identity = &p, pairsIdentity(parts)
	sum.Error, sum.Closing, sum.Next = nil, "", ""
	sum.Again = without(without(first.Again, "--shard"), "--resume")
	for _, g := range parts[1:] {
		sum.WallSeconds += g.WallSeconds
		sum.Determinism.Twice += g.Determinism.Twice - 1 // the run without a fault, of which each has made one twice
		sum.Determinism.Different = concat(sum.Determinism.Different, g.Determinism.Different)
		p.add(g.Pairs)
	}
	p.Part, p.Parts, p.Meant, p.Resumed, sum.Resumed = 0, 0, p.Chosen, 0, 0
	slices.SortStableFunc(p.Listed, func(x, y ListedPair) int { return cmp.Compare(x.Pair, y.Pair) })
	p.Listed = p.Listed[:min(len(p.Listed), MostListedPairs)]
	sum.Violations = firstPairs(parts)
	return &sum
}

func pairsIdentity(parts []GivenPairs) *Identity {
	sum := *parts[0].Identity
	for _, g := range parts[1:] {
		sum.join(g.Identity)
	}
	return &sum
}

// MostListedPairs is how many pairs that did not pass are listed. The rest is counted.
const MostListedPairs = 100

// add adds the pairs of another part of the same plan. The speed is that of one machine.
func (x *PairsTried) add(y *PairsTried) {
	all := x.HoursForAll * x.RunsPerSecond // in runs, or nearly
	if x.RunsPerSecond > 0 && y.RunsPerSecond > 0 {
		x.RunsPerSecond = float64(x.Run+y.Run) / (float64(x.Run)/x.RunsPerSecond + float64(y.Run)/y.RunsPerSecond)
		x.HoursForAll = all / x.RunsPerSecond
	}
	x.Run, x.Alike, x.Passed, x.Violated = x.Run+y.Run, x.Alike+y.Alike, x.Passed+y.Passed, x.Violated+y.Violated
	x.Inconclusive, x.Invalid = x.Inconclusive+y.Inconclusive, x.Invalid+y.Invalid
	x.NotInjected, x.DidNotBite = x.NotInjected+y.NotInjected, x.DidNotBite+y.DidNotBite
	x.Listed = concat(x.Listed, y.Listed)
	a, b := &x.Audit, &y.Audit
	a.Drawn, a.Runs, a.LeftOut, a.Same = a.Drawn+b.Drawn, a.Runs+b.Runs, a.LeftOut+b.LeftOut, a.Same+b.Same
	a.Neither, a.One, a.Both = a.Neither+b.Neither, a.One+b.One, a.Both+b.Both
	a.Different = concat(a.Different, b.Different)
}

// firstPairs are the failures that the whole would have kept: those of first events alone, which
// each part has, and then of pairs.
func firstPairs(parts []GivenPairs) []Failure {
	var alone, pairs []Failure
	for i, g := range parts {
		for _, f := range g.Violations {
			switch {
			case strings.HasSuffix(f.Scenario, ofPairs):
				pairs = append(pairs, f)
			case i == 0:
				alone = append(alone, f)
			}
		}
	}
	times := map[string]int{} // looked up only
	most := parts[0].KeptOfEach
	return concat(keptAfter(times, alone, most), keptAfter(times, pairs, most))
}

package explain

import (
	"context"
	"slices"
	"sort"

	"pawl/engine"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim"
)

const (
	otherDraws = 40 // among which others that fail are looked for
	otherFails = 7  // of which so many are enough
)

// A guard is one thing put right in an engine.
type guard struct {
	name string // as the code has it
	text string // in words
	kind string // one of reports'
	size int    // how much it puts right
	in   func(engine.Engine) engine.Engine
}

// othersThatFail looks for the same events with other draws that fail too: a guard has to
// hold in these as well. They are continuations from before the first decision, so the curve
// begins with them.
func (a *answer) othersThatFail(ctx context.Context) {
	for a.point(0).runs < otherDraws && len(a.alsoFail) < otherFails {
		if !a.branch(ctx, a.point(0).runs+eachPoint/2, 0) {
			a.cut("by how many other draws it fails")
			return
		}
	}
}

// failures are runs that a guard should make pass: that of the repro first, if its seed makes
// it, then the others that were found.
func (a *answer) failures() (all []scenarios.Case) {
	if a.r.BySeed {
		all = append(all, a.base)
	}
	for _, c := range a.alsoFail[:min(len(a.alsoFail), otherFails)] {
		c.Replay = nil // what an engine that is put right decides is another log
		c.Branch = &sim.Branch{Seed: c.Branch.Seed}
		all = append(all, c)
	}
	return all
}

// tellGuards puts guards into the engine, one at a time.
func (a *answer) tellGuards(ctx context.Context) {
	failures := a.failures()
	if len(failures) == 0 {
		return
	}
	own := a.changes(ctx, failures[0])
	tried := a.tryGuards(ctx, failures, own)
	if !slices.ContainsFunc(tried, mends) {
		tried = append(tried, a.tryGuards(ctx, failures, together(own))...)
	}
	if !slices.ContainsFunc(tried, mends) {
		tried = append(tried, a.tryGuards(ctx, failures, guardsAtPorts())...)
	}
	rank(tried)
	a.r.Guards = append(a.r.Guards, tried...)
}

// tryGuards makes the run that failed with each guard, and with those by which that passes
// the others too.
func (a *answer) tryGuards(ctx context.Context, failures []scenarios.Case, guards []guard) (all []reports.Guard) {
	first := make([]scenarios.Case, len(guards))
	for i := range guards {
		first[i] = guards[i].put(failures[0])
	}
	fates, whole := a.lab.try(ctx, false, first...)
	for i := range fates {
		g := guards[i].told()
		count(&g, &fates[i])
		if fates[i].gone() {
			var more []scenarios.Case
			for _, c := range failures[1:] {
				more = append(more, guards[i].put(c))
			}
			others, all := a.lab.try(ctx, false, more...)
			whole = whole && all
			for n := range others {
				count(&g, &others[n])
			}
		}
		all = append(all, g)
	}
	if !whole {
		a.cut(reports.LeftGuards)
	}
	return all
}

// put is a run of the engine with the guard in it.
func (g *guard) put(c scenarios.Case) scenarios.Case {
	c.Engine = g.in(c.Engine)
	return c
}

func (g *guard) told() reports.Guard {
	return reports.Guard{Name: g.name, Text: g.text, Kind: g.kind, Size: g.size, Others: []string{}}
}

// count adds what became of one run with a guard.
func count(g *reports.Guard, f *fate) {
	g.Runs++
	switch {
	case f.fails:
	case !f.judged:
		g.Undecided++
	default:
		g.Gone++
		if len(f.fired) > 0 {
			g.Otherwise++
			for _, id := range f.fired {
				if !slices.Contains(g.Others, id) {
					g.Others = append(g.Others, id)
				}
			}
		}
	}
}

func mends(g reports.Guard) bool { return g.Mends() }

// rank puts those first by which the failure goes away most often; of these, those with which
// the fewest runs fail in another way, and then the smallest.
func rank(all []reports.Guard) {
	share := func(n int, g *reports.Guard) float64 {
		if g.Runs == 0 {
			return 0
		}
		return float64(n) / float64(g.Runs)
	}
	sort.SliceStable(all, func(i, j int) bool {
		x, y := &all[i], &all[j]
		switch gx, gy := share(x.Gone, x), share(y.Gone, y); {
		case gx != gy:
			return gx > gy
		case share(x.Otherwise, x) != share(y.Otherwise, y):
			return share(x.Otherwise, x) < share(y.Otherwise, y)
		}
		return x.Size < y.Size
	})
}

// together are guards that are not enough one by one, all at once.
func together(some []guard) []guard {
	if len(some) < 2 {
		return nil
	}
	all := guard{name: some[0].name, text: "all of these together: " + some[0].text, kind: reports.Together, size: 0}
	for i, g := range some {
		all.size += g.size
		if i > 0 {
			all.name += " + " + g.name
			all.text += "; " + g.text
		}
	}
	all.in = func(e engine.Engine) engine.Engine {
		for _, g := range some {
			e = g.in(e)
		}
		return e
	}
	return []guard{all}
}

// changes are the parts in which the engine is not the reference, each put back, and the
// fields in which its view is not honest. It takes a run to see them.
func (a *answer) changes(ctx context.Context, c scenarios.Case) []guard {
	s := &spied{}
	c.Engine, c.NoLog, c.Most = s.in(c.Engine), true, a.lab.longest
	if a.lab.left == 0 {
		a.cut(reports.LeftGuards)
		return nil
	}
	o, err := a.lab.runner.Run(ctx, c)
	if err != nil {
		a.cut(reports.LeftGuards)
		return nil
	}
	o.LetGo()
	a.lab.made++
	a.lab.left--
	return slices.Concat(s.compares(), s.guards(), s.views())
}

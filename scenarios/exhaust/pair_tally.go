package exhaust

import (
	"context"
	"fmt"
	"time"

	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios/campaign"
)

// counts is what pairs came to.
type counts struct {
	done    int
	of      [len(letters)]int // by mark, in the order of letters
	alike   int               // that left the trace of another one next to it
	twice   int               // that were made twice
	differs []string
}

// letters are all marks, in the order in which they are counted.
const letters = "pbnvix"

func (c *counts) count(u Mark) {
	c.done++
	for i := range len(letters) {
		if letters[i] == byte(u) {
			c.of[i]++
		}
	}
}

// is how many came to a mark.
func (c *counts) is(u Mark) int {
	for i := range len(letters) {
		if letters[i] == byte(u) {
			return c.of[i]
		}
	}
	return 0
}

func (c *counts) add(x *counts) {
	c.done += x.done
	for i := range c.of {
		c.of[i] += x.of[i]
	}
	c.alike, c.twice, c.differs = c.alike+x.alike, c.twice+x.twice, append(c.differs, x.differs...)
}

// A pairTally adds up first events, and then pairs, in their order.
type pairTally struct {
	tally
	pairs   counts
	resumed int
	opened  int // rows, since it was taken up
	chosen  chosen
	hash    string // of what pairs are made of
	kept    []told // without what came of them
}

// whole says that every first event was tried, and that there is something to tell of pairs.
func (t *pairTally) whole() bool { return len(t.marks) == len(t.plan.Cells) && len(t.marks) > 0 }

// over says that nothing is left to be made.
func (t *pairTally) over() bool { return t.whole() && t.pairs.done >= t.chosen.meant() }

// name says of a failure which run it is: of a first event alone, or of a pair by its number.
func (t *pairTally) name(f *reports.Failure, arg string) {
	f.Scenario = reports.Exhausting(arg)
	if at := f.Run - 1 - len(t.marks); at >= 0 {
		f.Scenario, f.Run = reports.ExhaustingPairs(arg), t.chosen.number(at)+1
	}
}

// take takes in the next stretch.
func (t *pairTally) take(s *stretchOf) {
	t.pairs.add(&s.counts)
	t.opened += s.opened
	for i := range s.kept {
		t.keep(&s.kept[i])
	}
}

// keep takes in a pair that may have to be told.
func (t *pairTally) keep(x *told) {
	before := len(t.failures.Failures)
	if x.outcome != nil {
		t.failures.Add(len(t.marks)+x.at, x.outcome)
	}
	if len(t.failures.Failures) == before && len(t.kept) >= reports.MostListedPairs {
		return
	}
	kept := *x
	kept.outcome = nil // the shortlist has it, or nobody
	t.kept = append(t.kept, kept)
}

// takeUp makes again what a state has to tell, and counts the rest as it says.
func (t *pairTally) takeUp(ctx context.Context, p *pairPlan, s *PairState) error {
	t.pairs = s.counts
	t.resumed = s.done
	runner := simulated()
	var open *opened
	for _, k := range s.Told {
		pair := t.chosen.number(k.At)
		var err error
		if w := p.find(pair); open == nil || open.row != w {
			if open, err = p.open(ctx, runner, w); err != nil {
				return err
			}
		}
		if len(open.second) != open.pairs() {
			t.differs = append(t.differs, fmt.Sprintf("%s: its run came out in two ways", open.event))
			return nil
		}
		x := told{at: k.At, first: open.event, second: open.second[pair-open.before], mark: k.Mark}
		o, err := p.told(ctx, runner, &x)
		if err != nil {
			return err
		}
		x.why = why(o)
		if u := markOf(&campaign.Making{Outcome: *o}); u != k.Mark {
			t.differs = append(t.differs, fmt.Sprintf("pair %d, %s; %s: %s, then %s", k.At+1, x.first, x.second, k.Mark, u))
		}
		if x.mark == Violated {
			x.outcome = o
		}
		t.keep(&x)
	}
	return nil
}

// report says what was covered, and what it came to.
func (t *pairTally) report(p *pairPlan, a *audit, took time.Duration) *reports.PairsTried {
	c := &t.pairs
	n := len(p.Cells)
	r := &reports.PairsTried{Kinds: p.kindNames(), Repeated: !p.of.once, Product: n * (n - 1) / 2, Classes: len(p.rows),
		Pairs: t.chosen.of, Sample: t.chosen.sample, Chosen: t.chosen.all(), Meant: t.chosen.meant(), Part: t.chosen.shard.Number, Parts: t.chosen.shard.Of,
		Run: c.done, Resumed: t.resumed, Alike: c.alike,
		Passed: c.is(Passed), DidNotBite: c.is(DidNotBite), NotInjected: c.is(NotInjected), Violated: c.is(Violated), Inconclusive: c.is(Inconclusive), Invalid: c.is(Invalid),
		Listed: []reports.ListedPair{}, Audit: a.report()}
	rows := len(p.rows)
	if p.only >= 0 {
		r.Product, r.Classes, rows = n-1, 0, 1
		if r.Pairs > 0 {
			r.Classes, r.Stands = 1, p.Cells[p.rows[p.stands[p.only]].cell].String()
		}
	}
	if made := c.done - t.resumed + t.opened; made > 0 && took > 0 {
		r.RunsPerSecond = float64(made) / took.Seconds()
		all := r.Pairs + r.Pairs/atOnce + rows // rows are opened for each stretch of them
		r.HoursForAll = float64(all) / r.RunsPerSecond / 3600
	}
	for i := range t.kept {
		if k := &t.kept[i]; i < reports.MostListedPairs {
			r.Listed = append(r.Listed, reports.ListedPair{Pair: t.chosen.number(k.at) + 1, First: k.first.String(), Second: k.second.String(), Upshot: k.mark.String(), Why: k.why})
		}
	}
	return r
}

// kindNames are the kinds of events that pairs are made of.
func (p *pairPlan) kindNames() (names []string) {
	if p.of.kinds != nil {
		return p.of.kinds
	}
	for i := range faults.All {
		names = append(names, faults.All[i].Name)
	}
	return names
}

func (t *pairTally) state(x *Pairs, p *pairPlan) *PairState {
	s := &PairState{Scenario: x.Subject.Name, Engine: x.Engine.Name, Seed: x.Seed, Plan: t.hash, Cells: len(p.Cells), firsts: p.firsts,
		Pairs: t.chosen.meant(), counts: t.pairs}
	if g := x.GoOn; g != nil && (g.done > s.done || len(g.firsts) > len(s.firsts)) {
		return g // it was ended again before it came to where it was
	}
	for _, k := range t.kept {
		s.Told = append(s.Told, ToldPair{k.at, k.mark})
	}
	return s
}

package ledger

import (
	"fmt"
	"slices"
	"time"

	"pawl/reports"
)

// Engines are the names of the engines that a ledger speaks of, in the order in which it came to
// them.
func Engines(lines []Line) (names []string) {
	for i := range lines {
		if !slices.Contains(names, lines[i].Engine) {
			names = append(names, lines[i].Engine)
		}
	}
	return names
}

// Over sums up what a ledger says of the engine of a name from one time, which is part of it,
// to another, which is not. What is open at the end may have been found before.
func Over(lines []Line, waivers []Waiver, engine string, from, to time.Time) reports.Period {
	p := sums{harnesses: order(lines), Period: reports.Period{Engine: engine, From: from.UTC().Format(time.RFC3339), To: to.UTC().Format(time.RFC3339),
		Changes: []reports.EngineChange{}, Open: []reports.Counterexample{}, Closed: []reports.Counterexample{},
		Waivers: []reports.Waiver{}, Expired: []reports.Waiver{}}}
	seeds := map[string]Line{} // looked up only
	was := ""
	for i := range lines {
		l := &lines[i]
		at, err := time.Parse(time.RFC3339, l.Time)
		if l.Engine != engine || err != nil || !at.Before(to) {
			continue
		}
		within := !at.Before(from)
		if within {
			p.count(l)
		}
		if l.EngineDigest != was && within {
			p.Changes = append(p.Changes, reports.EngineChange{Time: l.Time, Was: was, Is: l.EngineDigest})
		}
		was = l.EngineDigest
		if l.EngineDigest != p.Since.Engine || l.Harness != p.Since.Harness {
			p.Since = reports.SinceChange{Engine: l.EngineDigest, Harness: l.Harness}
			clear(seeds)
		}
		p.since(l, seeds)
		p.settle(l, within)
	}
	for i := range p.open {
		p.Open = append(p.Open, p.open[i].Counterexample)
	}
	for i := range waivers {
		if last := to.Add(-time.Nanosecond); waivers[i].Expired(last) {
			p.Expired = append(p.Expired, reports.Waiver(waivers[i]))
		} else {
			p.Waivers = append(p.Waivers, reports.Waiver(waivers[i]))
		}
	}
	return p.Period
}

// sums are a period in the making.
type sums struct {
	reports.Period
	harnesses map[string]int // when each was first seen; looked up only
	open      []opened
}

// An opened is a counterexample with all campaigns that came to it.
type opened struct {
	reports.Counterexample
	by []*Line
}

// order says of each harness when it was first seen: digests do not say which one is newer.
func order(lines []Line) map[string]int {
	first := map[string]int{}
	for i := range lines {
		if _, seen := first[lines[i].Harness]; !seen {
			first[lines[i].Harness] = i
		}
	}
	return first
}

func (p *sums) count(l *Line) {
	p.Campaigns++
	p.Runs += l.Runs
	if l.Verdict == reports.Pass {
		p.Passed++
	}
}

// since counts a campaign of the engine as it is; of several with one seed, the longest.
func (p *sums) since(l *Line, seeds map[string]Line) {
	s := &p.Since
	s.Campaigns++
	if l.Verdict == reports.Pass {
		s.Passed++
	}
	was, known := seeds[l.Seed]
	if known && was.RandomRuns >= l.RandomRuns {
		return
	}
	s.RandomRuns += l.RandomRuns - was.RandomRuns
	s.ViolatedRuns += l.ViolatedRuns - was.ViolatedRuns
	s.UnjudgedRuns += l.UnjudgedRuns - was.UnjudgedRuns
	seeds[l.Seed] = *l
}

// settle opens what a campaign found, and closes what it shows to be mended.
func (p *sums) settle(l *Line, within bool) {
	for _, id := range l.Violated {
		at := slices.IndexFunc(p.open, func(c opened) bool { return c.Invariant == id && c.Engine == l.EngineDigest })
		if at < 0 {
			p.open = append(p.open, opened{reports.Counterexample{Invariant: id, Engine: l.EngineDigest, Found: l.Time, By: l.ran(), Result: l.Result}, []*Line{l}})
		} else {
			p.open[at].by = append(p.open[at].by, l)
		}
	}
	if l.Verdict != reports.Pass {
		return
	}
	p.open = slices.DeleteFunc(p.open, func(c opened) bool {
		mended := p.mends(l, &c)
		if mended && within {
			c.Closed = l.Time
			p.Closed = append(p.Closed, c.Counterexample)
		}
		return mended
	})
}

// mends says whether a campaign that passed would have come to a counterexample again: that is
// so of another engine, in all that found it, and in a harness that is no older.
func (p *sums) mends(l *Line, c *opened) bool {
	for _, found := range c.by {
		if c.Engine == l.EngineDigest || !l.covers(found) || p.harnesses[l.Harness] < p.harnesses[found.Harness] {
			return false
		}
	}
	return true
}

// covers says whether as much was run as in another campaign.
func (l *Line) covers(x *Line) bool {
	if x.Whole && !l.Whole || l.RandomRuns < x.RandomRuns || l.Each < x.Each {
		return false
	}
	return !slices.ContainsFunc(x.Scenarios, func(name string) bool { return !slices.Contains(l.Scenarios, name) })
}

// ran is what was run, in words.
func (l *Line) ran() string {
	each := fmt.Sprintf("%s, each at least %s", reports.Count(len(l.Scenarios), "scenario"), reports.Count(l.Each, "time"))
	if l.Whole {
		return fmt.Sprintf("a whole check: %s and %s", reports.Count(l.RandomRuns, "random run"), each)
	}
	if len(l.Scenarios) == 1 {
		return fmt.Sprintf("%s of the scenario %s", reports.Count(l.Each, "run"), l.Scenarios[0])
	}
	return "named scenarios: " + each
}

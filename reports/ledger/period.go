package ledger

import (
	"slices"
	"time"

	"pawl/reports"
)

// Over sums up what a ledger says of the engine of a name from one time, which is part of it,
// to another, which is not. What is open at the end may have been found before.
func Over(lines []Line, waivers []Waiver, engine string, from, to time.Time) reports.Period {
	p := sums{reports.Period{Engine: engine, From: from.UTC().Format(time.RFC3339), To: to.UTC().Format(time.RFC3339),
		Changes: []reports.EngineChange{}, Open: []reports.Counterexample{}, Closed: []reports.Counterexample{},
		Waivers: []reports.Waiver{}, Expired: []reports.Waiver{}}}
	seeds := map[string]Line{} // looked up only
	was := ""
	for _, l := range lines {
		at, err := time.Parse(time.RFC3339, l.Time)
		if l.Engine != engine || err != nil || !at.Before(to) {
			continue
		}
		within := !at.Before(from)
		if within {
			p.count(&l)
		}
		if l.EngineDigest != was && within {
			p.Changes = append(p.Changes, reports.EngineChange{Time: l.Time, Was: was, Is: l.EngineDigest})
		}
		was = l.EngineDigest
		if l.EngineDigest != p.Since.Engine || l.Harness != p.Since.Harness {
			p.Since = reports.SinceChange{Engine: l.EngineDigest, Harness: l.Harness}
			clear(seeds)
		}
		p.since(&l, seeds)
		p.settle(&l, within)
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
type sums struct{ reports.Period }

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
		if !slices.ContainsFunc(p.Open, func(c reports.Counterexample) bool { return c.Invariant == id && c.Engine == l.EngineDigest }) {
			p.Open = append(p.Open, reports.Counterexample{Invariant: id, Engine: l.EngineDigest, Found: l.Time, Result: l.Result})
		}
	}
	if l.Verdict != reports.Pass {
		return
	}
	p.Open = slices.DeleteFunc(p.Open, func(c reports.Counterexample) bool {
		mended := c.Engine != l.EngineDigest
		if mended && within {
			c.Closed = l.Time
			p.Closed = append(p.Closed, c)
		}
		return mended
	})
}

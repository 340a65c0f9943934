package ledger

import (
	"slices"
	"time"

	"pawl/reports"
)

// A Period is what a ledger says of one engine between two times.
type Period struct {
	Engine    string           `json:"engine"`
	From      string           `json:"from"`
	To        string           `json:"to"`
	Campaigns int              `json:"campaigns"`
	Passed    int              `json:"passed"` // of them, with the verdict pass
	Runs      int              `json:"runs"`
	Changes   []EngineChange   `json:"changes"`
	Since     SinceChange      `json:"since_change"`
	Open      []Counterexample `json:"open"`
	Closed    []Counterexample `json:"closed"`
	Waivers   []Waiver         `json:"waivers"` // that hold at the end
	Expired   []Waiver         `json:"expired"` // that do not
}

// EngineChange is the first campaign of another engine under the same name.
type EngineChange struct {
	Time string `json:"time"`
	Was  string `json:"was"` // digest; "" if it is the first
	Is   string `json:"is"`
}

// SinceChange is what was run of the engine as it is at the end: a bound speaks of these runs
// and no others. It begins again also with another harness, which draws other runs.
type SinceChange struct {
	Engine       string `json:"engine_digest"`
	Harness      string `json:"harness"`
	Campaigns    int    `json:"campaigns"`
	RandomRuns   int    `json:"random_runs"` // of different seeds: the runs of one seed are the same when they are made again
	ViolatedRuns int    `json:"violated_runs"`
	UnjudgedRuns int    `json:"unjudged_runs"`
}

// A Counterexample is an invariant that an engine violated. It is open until another engine
// under its name passes a campaign: that the same one passes with another seed says nothing.
type Counterexample struct {
	Invariant string `json:"invariant"`
	Engine    string `json:"engine_digest"`
	Found     string `json:"found"`
	Closed    string `json:"closed"` // "" if it is not
	Result    string `json:"result"` // SHA-256 of the result that tells of it
}

// Over sums up what a ledger says of the engine of a name from one time, which is part of it,
// to another, which is not. What is open at the end may have been found before.
func Over(lines []Line, waivers []Waiver, engine string, from, to time.Time) Period {
	p := Period{Engine: engine, From: from.UTC().Format(time.RFC3339), To: to.UTC().Format(time.RFC3339),
		Changes: []EngineChange{}, Open: []Counterexample{}, Closed: []Counterexample{}, Waivers: []Waiver{}, Expired: []Waiver{}}
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
			p.Changes = append(p.Changes, EngineChange{l.Time, was, l.EngineDigest})
		}
		was = l.EngineDigest
		if l.EngineDigest != p.Since.Engine || l.Harness != p.Since.Harness {
			p.Since = SinceChange{Engine: l.EngineDigest, Harness: l.Harness}
			clear(seeds)
		}
		p.Since.add(&l, seeds)
		p.settle(&l, within)
	}
	for i := range waivers {
		if last := to.Add(-time.Nanosecond); waivers[i].Expired(last) {
			p.Expired = append(p.Expired, waivers[i])
		} else {
			p.Waivers = append(p.Waivers, waivers[i])
		}
	}
	return p
}

func (p *Period) count(l *Line) {
	p.Campaigns++
	p.Runs += l.Runs
	if l.Verdict == reports.Pass {
		p.Passed++
	}
}

// add counts a campaign; of several with one seed, the longest.
func (s *SinceChange) add(l *Line, seeds map[string]Line) {
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
func (p *Period) settle(l *Line, within bool) {
	for _, id := range l.Violated {
		if !slices.ContainsFunc(p.Open, func(c Counterexample) bool { return c.Invariant == id && c.Engine == l.EngineDigest }) {
			p.Open = append(p.Open, Counterexample{id, l.EngineDigest, l.Time, "", l.Result})
		}
	}
	if l.Verdict != reports.Pass {
		return
	}
	p.Open = slices.DeleteFunc(p.Open, func(c Counterexample) bool {
		mended := c.Engine != l.EngineDigest
		if mended && within {
			c.Closed = l.Time
			p.Closed = append(p.Closed, c)
		}
		return mended
	})
}

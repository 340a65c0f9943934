package exhaust

import (
	"context"
	"fmt"

	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// A stretchOf pairs are those that one goroutine makes, one after the other.
type stretchOf struct {
	plan     *pairPlan
	runner   scenarios.Runner
	from, to int // of those that are made, by their place among them

	counts
	opened int    // rows: each is a run of its first event
	kept   []told // that may have to be told
	err    error
	seen   map[string]int // how often what has fired; looked up only
}

// A told pair is one that has to be told.
type told struct {
	at      int // its place
	first   faults.Event
	second  faults.Event
	mark    Mark
	why     []string
	outcome *scenarios.Outcome // of one that violates something
}

// make makes the runs of a stretch.
func (s *stretchOf) make(ctx context.Context, c *chosen) {
	var open *opened
	traces := map[[32]byte]bool{} // of the row; looked up only
	for n := s.from; n < s.to && s.err == nil; n++ {
		pair := c.number(n)
		if w := s.plan.find(pair); open == nil || open.row != w {
			if open, s.err = s.plan.open(ctx, s.runner, w); s.err != nil {
				return
			}
			s.opened++
			clear(traces)
			traces[open.trace] = true
		}
		if len(open.second) != open.pairs() {
			s.differs = append(s.differs, fmt.Sprintf("%s: its run came out in two ways", open.event))
			return
		}
		s.one(ctx, n, open, open.second[pair-open.before], traces)
	}
}

// one makes the run of a pair.
func (s *stretchOf) one(ctx context.Context, n int, w *opened, second faults.Event, traces map[[32]byte]bool) {
	c := s.plan.trying(w.event, second)
	o, err := s.runner.Run(ctx, c)
	if s.err = err; err != nil {
		return
	}
	m := campaign.Making{Outcome: o}
	u := markOf(&m)
	s.count(u)
	if traces[o.Hash] {
		s.alike++
	}
	traces[o.Hash] = true
	if n%againPairs == 0 {
		again, err := s.runner.Run(ctx, c)
		if s.err = err; err != nil {
			return
		}
		s.twice++
		if again.Hash != o.Hash {
			s.differs = append(s.differs, fmt.Sprintf("%s; %s: trace hash %x, then %x", w.event, second, o.Hash[:6], again.Hash[:6]))
		}
		again.LetGo()
	}
	if u.listed() {
		s.keep(ctx, told{at: n, first: w.event, second: second, mark: u, why: why(&o)}, &o)
	}
	o.LetGo()
}

// againPairs is how often a pair is made twice, to see that it is the same.
const againPairs = 1000

// keep keeps what may have to be told, of which there is never more than a few for each
// thing that is violated, and of the rest as many as are listed.
func (s *stretchOf) keep(ctx context.Context, t told, o *scenarios.Outcome) {
	telling := false
	if s.seen == nil {
		s.seen = map[string]int{}
	}
	for _, id := range o.Fired() {
		s.seen[id]++
		telling = telling || t.mark == Violated && s.seen[id] <= campaign.KeptFailures
	}
	if telling {
		if t.outcome, s.err = s.plan.told(ctx, s.runner, &t); s.err != nil {
			return
		}
		if u := markOf(&campaign.Making{Outcome: *t.outcome}); u != t.mark {
			s.differs = append(s.differs, fmt.Sprintf("%s; %s: %s, then %s", t.first, t.second, t.mark, u))
		}
	}
	if telling || len(s.kept) < reports.MostListedPairs {
		s.kept = append(s.kept, t)
	}
}

// told makes the run of a pair as it is told: with its texts, and its log.
func (p *Plan) told(ctx context.Context, r scenarios.Runner, t *told) (*scenarios.Outcome, error) {
	m := campaign.Make(ctx, r, p.Subject.with(p.Engine, p.Seed, t.first, t.second), false)
	if m.Err != nil {
		return nil, m.Err
	}
	return &m.Outcome, nil
}

package exhaust

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pawl/faults"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// A first is what a cell came to alone, as far as pairs ask.
type first struct {
	mark  Mark
	trace [32]byte      // of its run, without the text of its event
	from  time.Duration // when it struck
	bites time.Duration // when it first changed something; before that its run is the fault-free one
	to    time.Duration // when it was over
	left  string        // what it may do besides, from then on: see rest
	after int           // second events at moments of its run
	bit   bool          // it bit
}

// leads says that something may be second to it: it has made another run of the fault-free
// one, and nothing speaks against that.
func (f *first) leads() bool { return f.bit && !f.mark.listed() }

// rest says what an event that has bitten is still up to, and with that what a second one
// may meet: nothing, if it was one message's and has had that.
func rest(in *faults.Injection) string {
	e := &in.Event
	if e.For == 0 && e.Amount == 1 && in.Bit == 1 && in.To == in.Bites[0] && in.Between[0] != [2]string{} {
		return ""
	}
	return fmt.Sprintf("%s %s %d %s %s %s %s %s %s", e.Kind, e.Word, e.Amount, e.Key, e.By, e.For, strings.Join(in.Machines, ","), strings.Join(in.Peers, ","), in.To)
}

// trying is the run of a cell or of a pair, without its texts in the trace.
func (p *Plan) trying(events ...faults.Event) scenarios.Case {
	c := p.Subject.with(p.Engine, p.Seed, events...)
	c.Untold, c.NoLog = true, true
	return c
}

// alone makes the run of a cell, and counts what could follow in it.
func (p *Plan) alone(ctx context.Context, r scenarios.Runner, space *faults.Space, i int) (f first, m campaign.Making) {
	c := p.trying(p.Cells[i])
	c.Census = true
	o, err := r.Run(ctx, c)
	if err != nil {
		return f, campaign.Making{Err: err}
	}
	m.Outcome = o
	f.mark = markOf(&m)
	in := last(o.Injections)
	f.from, f.to = in.From, in.To
	switch {
	case faults.Ahead(in.Event.Kind):
		f.bit, f.from, f.bites, f.left = true, 0, 0, rest(&in)
	case in.Bit > 0:
		f.bit, f.bites, f.left = true, in.Bites[0], rest(&in)
	}
	if f.leads() {
		f.after = len(p.following(space, p.Cells[i], f.bites, o.Moments))
	}
	f.trace = o.Hash
	if f.mark == Violated { // it will be told, and that with its texts
		o.LetGo()
		return f, campaign.Make(ctx, r, p.Case(i), false)
	}
	m.Outcome.LetGo()
	m.Outcome.Moments = nil
	return f, m
}

// following are the second events at moments of the run of a first one: those that come
// when it has bitten. What is felt before its moment comes is second to nothing: the run of
// the first does not say when that moment will be.
func (p *Plan) following(space *faults.Space, e faults.Event, bites time.Duration, moments []faults.Occurrence) (all []faults.Event) {
	struck := faults.Ahead(e.Kind)
	for i := range moments {
		o := &moments[i]
		struck = struck || o.Place == e.When
		if !struck || o.Since < bites {
			continue
		}
		some, _ := p.at(space, o)
		for _, s := range some {
			if !faults.Ahead(s.Kind) {
				all = append(all, s)
			}
		}
	}
	return all
}

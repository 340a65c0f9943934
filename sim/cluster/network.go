package cluster

import (
	"slices"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim"
)

// links are the directed links between a machine and those that were there before it: to
// and from each of them, by its id, made on first use. Most machines of a large fleet talk
// with a few services only, which come first, so that they have short lists.
type links []struct{ there, back *sim.Source }

// A tap shows a fault what leaves from a machine and for it, until it is taken away.
type tap struct {
	show func(*faults.Passage) faults.Fate
}

// link is where latency is drawn for messages from one machine to another.
func (c *cluster) link(from, to *machine) *sim.Source {
	source := from.linkTo(to)
	if *source == nil {
		*source = c.w.Source("net/" + from.name + ">" + to.name)
	}
	return *source
}

// linkTo is the place of the link to a machine.
func (m *machine) linkTo(other *machine) **sim.Source {
	if other.id > m.id {
		return &other.links.with(m.id).back
	}
	return &m.links.with(other.id).there
}

// with is the pair of links with a machine.
func (l *links) with(id int) *struct{ there, back *sim.Source } {
	if id >= len(*l) {
		*l = append(*l, make(links, id+1-len(*l))...)
	}
	return &(*l)[id]
}

// delays is how many ways there are of how long a message takes.
const delays = 256

// delayOf is one of them: mostly a fraction of a millisecond to two, sometimes tens.
func delayOf(n int) time.Duration {
	if n >= 250 {
		return time.Duration(n-249) * 10 * time.Millisecond
	}
	return 200*time.Microsecond + time.Duration(n)*8*time.Microsecond
}

// delay is how long a message takes: as the link draws or, of one that contends with others, as
// the run's order has it.
func (c *cluster) delay(link *sim.Source, m *message) time.Duration {
	if n, contends := c.order.place(m, c.w.Now()); contends {
		return delayOf(link.Take(delays, n))
	}
	return delayOf(link.Choose(delays))
}

// depart lets a message leave, as what strikes it allows.
func (c *cluster) depart(m *message, from, to *machine) {
	link := c.link(from, to)
	if len(from.taps) == 0 && len(to.taps) == 0 {
		c.leaves(m, c.delay(link, m))
		return
	}
	fate := c.fate(m, from, to)
	if fate.Lost {
		return
	}
	m.fail(fate.Instead)
	c.leaves(m, c.delay(link, m)+later(fate, link))
	m.x.doubled = m.x.doubled || fate.Copies > 0
	for range fate.Copies {
		again := *m
		c.leaves(&again, c.delay(link, &again)+later(fate, link))
	}
}

// leaves has a message arrive after a time.
func (c *cluster) leaves(m *message, takes time.Duration) {
	c.order.left(m, c.w.Now()+takes)
	c.w.After(takes, m)
}

// excuses are what a service says that does not do what it is asked.
var excuses = map[faults.Excuse]error{
	faults.Rejected:    engine.ErrRejected,
	faults.Unavailable: engine.ErrUnavailable,
	faults.Unknown:     engine.ErrUnknown,
}

// fail puts an excuse in the place of what a message says, or is to bring about.
func (m *message) fail(f faults.Excuse) {
	switch {
	case f == "":
	case m.reply:
		m.value, m.err = nil, excuses[f]
	default:
		m.fails = excuses[f]
	}
}

// later is how much longer a message takes by its fate.
func later(f faults.Fate, link *sim.Source) time.Duration {
	if f.UpTo == 0 {
		return f.Later
	}
	return f.Later + link.Between(0, f.UpTo)
}

// fate adds up what all taps of both machines make of a message.
func (c *cluster) fate(m *message, from, to *machine) faults.Fate {
	p := faults.Passage{From: from.name, To: to.name, Verb: string(m.x.request.Verb()), Reply: m.reply}
	var sum faults.Fate
	show := func(taps []*tap) {
		for _, t := range slices.Clone(taps) { // one that is used up takes itself away
			sum = sum.And(t.show(&p))
		}
	}
	show(from.taps)
	if to != from {
		show(to.taps)
	}
	return sum
}

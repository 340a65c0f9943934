package film

import (
	"fmt"
	"slices"
)

// Agrees says what in a film does not fit the rest, so that whoever shows it can go by its
// numbers.
func (f *Film) Agrees() error {
	c := &consistency{f: f}
	c.whole()
	c.frames()
	c.messages()
	c.beside()
	c.lamps()
	c.knowings()
	return c.wrong
}

// A consistency is being looked at; the first thing that is wrong is kept.
type consistency struct {
	f     *Film
	wrong error
}

func (c *consistency) want(ok bool, format string, args ...any) {
	if !ok && c.wrong == nil {
		c.wrong = fmt.Errorf("%s; want the film as it was written", fmt.Sprintf(format, args...))
	}
}

func (c *consistency) whole() {
	f := c.f
	c.want(f.Version == Version, "film_version is %d, not %d", f.Version, Version)
	c.want(len(f.Texts) > 0 && f.Texts[0] == "", "texts does not begin with the empty one")
	c.want(f.Len() <= MostFrames, "there are %d frames, more than %d", f.Len(), MostFrames)
	c.want((f.First == 0) == (f.Len() == 0) && f.First >= 0, "first is %d, of %d frames", f.First, f.Len())
	c.want(len(f.Lanes) <= MostLanes, "there are %d lanes, more than %d", len(f.Lanes), MostLanes)
	for i := range f.Lanes {
		l := &f.Lanes[i]
		c.want(slices.Contains(laneKinds, l.Kind), "lane %d is of the kind %.40q, which there is not", i, l.Kind)
		for _, x := range l.Lives {
			c.want(x.From <= x.To, "lane %d lives from %d to %d", i, x.From, x.To)
		}
		for _, x := range l.Stands {
			c.want(x.From <= x.To, "lane %d stands still from %d to %d", i, x.From, x.To)
		}
	}
}

// column demands that a column has as many elements as the others.
func (c *consistency) column(name string, has, want int) {
	c.want(has == want, "%s has %d elements, not %d", name, has, want)
}

// within demands that each number is from 0 on and below a bound.
func (c *consistency) within(name string, all []int, below int) {
	for i, n := range all {
		if n < 0 || n >= below {
			c.want(false, "%s #%d is %d, of %d", name, i+1, n, below)
			return
		}
	}
}

// frame demands a frame that there is, or none.
func (c *consistency) frame(name string, id int) {
	c.want(id == 0 || c.f.Has(id), "%s is frame %d, which is not in the film", name, id)
}

func (c *consistency) frames() {
	f, x, n := c.f, &c.f.Frames, c.f.Len()
	c.column("frames.cause", len(x.Cause), n)
	c.column("frames.lane", len(x.Lane), n)
	c.column("frames.kind", len(x.Kind), n)
	c.column("frames.says", len(x.Says), n)
	c.column("frames.message", len(x.Message), n)
	c.column("frames.step", len(x.Step), n)
	c.within("frames.lane", x.Lane, len(f.Lanes))
	c.within("frames.kind", x.Kind, len(f.Texts))
	c.within("frames.says", x.Says, len(f.Texts))
	c.within("frames.step", x.Step, len(f.Texts))
	c.within("frames.message", x.Message, len(f.Messages.Sent)+1)
	if c.wrong != nil {
		return
	}
	for i := range n {
		id := f.First + i
		c.frame("frames.cause", x.Cause[i])
		c.want(x.Cause[i] < id, "frame %d follows from frame %d, which is no earlier", id, x.Cause[i])
		c.want(i == 0 || x.At[i] >= x.At[i-1], "frame %d is earlier than the one before it", id)
	}
}

func (c *consistency) messages() {
	f, m, n := c.f, &c.f.Messages, len(c.f.Messages.Sent)
	for _, x := range []struct {
		name string
		has  int
	}{{"from", len(m.From)}, {"to", len(m.To)}, {"label", len(m.Label)}, {"asked", len(m.Asked)}, {"answer", len(m.Answer)}, {"heard", len(m.Heard)},
		{"arrived", len(m.Arrived)}, {"answered", len(m.Answered)}, {"received", len(m.Received)}, {"fate", len(m.Fate)}} {
		c.column("messages."+x.name, x.has, n)
	}
	c.within("messages.from", m.From, len(f.Lanes))
	c.within("messages.to", m.To, len(f.Lanes))
	c.within("messages.label", m.Label, len(f.Texts))
	c.within("messages.fate", m.Fate, len(f.Texts))
	if c.wrong != nil {
		return
	}
	for i := range n {
		x := f.Message(i + 1)
		c.want(slices.Contains(fates, x.Fate), "message %d came to %.40q, which is no fate", i+1, x.Fate)
		c.frame("messages.asked", x.Asked)
		c.frame("messages.answer", x.Answer)
		c.frame("messages.heard", x.Heard)
		if c.wrong != nil {
			return
		}
		c.want(x.Asked == 0 || f.Frame(x.Asked).Lane == x.From && f.Frame(x.Asked).Message == i+1, "message %d is not sent by the frame that says so", i+1)
		c.want(x.Answer == 0 || f.Frame(x.Answer).Lane == x.To && f.Frame(x.Answer).Message == i+1, "message %d is not answered by the frame that says so", i+1)
		c.want(x.Heard == 0 || f.Frame(x.Heard).Lane == x.From && x.Answer != 0 && x.Heard > x.Answer, "message %d is not heard of by the frame that says so", i+1)
		c.want(x.Arrived == 0 || x.Arrived >= x.Sent, "message %d arrived before it was sent", i+1)
		c.want(x.Answered == 0 || x.Answered >= x.Sent, "message %d was answered before it was sent", i+1)
		c.want(x.Received == 0 || x.Received >= x.Sent, "the answer to message %d was received before it was sent", i+1)
	}
}

func (c *consistency) beside() {
	f := c.f
	lane := func(name string, n int) { c.within(name, []int{n}, len(f.Lanes)) }
	span := func(name string, from, to int64) { c.want(from <= to, "%s goes from %d to %d", name, from, to) }
	for i := range f.Bands {
		b := &f.Bands[i]
		c.want(slices.Contains(bandKinds, b.Kind), "band %d is of the kind %.40q, which there is not", i+1, b.Kind)
		c.want(slices.Contains(f.Keys, b.Key), "band %d is of the key %.40q, which is none of the run's", i+1, b.Key)
		c.frame("bands.frame", b.Frame)
		span("a band", b.From, b.To)
	}
	for i := range f.Events {
		x := &f.Events[i]
		c.frame("events.frame", x.Frame)
		c.want(len(x.Between) == len(x.Bites), "event %d bit %d times, between %d machines", i+1, len(x.Bites), len(x.Between))
		for _, pair := range x.Between {
			c.want(len(pair) == 0 || len(pair) == 2, "event %d bit between %d machines", i+1, len(pair))
			c.within("events.between", pair, len(f.Lanes))
		}
		span("an event", x.From, x.To)
	}
	for i := range f.Leases {
		lane("leases.lane", f.Leases[i].Lane)
		span("a lease", f.Leases[i].Granted, f.Leases[i].Ended)
	}
	for i := range f.Stamps {
		lane("stamps.lane", f.Stamps[i].Lane)
		c.frame("stamps.frame", f.Stamps[i].Frame)
		span("a stamp", f.Stamps[i].From, f.Stamps[i].To)
	}
	for i := range f.Tenures {
		lane("tenures.lane", f.Tenures[i].Lane)
		c.frame("tenures.frame", f.Tenures[i].Frame)
		span("a tenure", f.Tenures[i].From, f.Tenures[i].To)
	}
	for i := range f.Margins {
		m := &f.Margins[i]
		lane("margins.lane", m.Lane)
		c.want(slices.Contains(marginKinds, m.Kind), "margin %d is of the kind %.40q, which there is not", i+1, m.Kind)
		span("a margin", m.From, m.To)
		c.want(m.Left <= m.Bound, "of margin %d more is left than there is", i+1)
	}
}

func (c *consistency) lamps() {
	for i := range c.f.Lamps {
		l := &c.f.Lamps[i]
		c.want(slices.Contains(lampStates, l.State), "lamp %s is in the state %.40q, which there is not", l.ID, l.State)
		c.want((l.State == Violated) == (l.Count > 0) && len(l.Broken) <= l.Count, "lamp %s is %s, of %d violations", l.ID, l.State, l.Count)
		c.frame("lamps.frame", l.Frame)
		for _, v := range l.Broken {
			c.frame("violations.frame", v.Frame)
			for _, x := range v.Cites {
				c.frame("cites.frame", x.Frame)
			}
		}
	}
}

func (c *consistency) knowings() {
	f, k, n := c.f, &c.f.Knowings, len(c.f.Knowings.Frame)
	for _, x := range []struct {
		name string
		has  int
	}{{"lane", len(k.Lane)}, {"key", len(k.Key)}, {"revision", len(k.Revision)}, {"phase", len(k.Phase)}, {"fence", len(k.Fence)}, {"owns", len(k.Owns)}, {"seals", len(k.Seals)}, {"opens", len(k.Opens)}} {
		c.column("knowings."+x.name, x.has, n)
	}
	c.within("knowings.lane", k.Lane, len(f.Lanes))
	c.within("knowings.key", k.Key, len(f.Keys))
	c.within("knowings.phase", k.Phase, len(f.Texts))
	c.within("knowings.opens", k.Opens, len(f.Texts))
	for i, id := range k.Frame {
		c.want(f.Has(id), "knowings.frame #%d is %d, which is not in the film", i+1, id)
		c.want(i == 0 || id >= k.Frame[i-1], "knowings.frame #%d is earlier than the one before it", i+1)
	}
}

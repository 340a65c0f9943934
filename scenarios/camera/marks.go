package camera

import (
	"slices"
	"time"

	"pawl/reports/film"
)

func durationOf(ns int64) time.Duration { return time.Duration(ns) }

// marks are what was planned and what became of it, the leases, and the stamps.
func (c *camera) marks() {
	c.planned()
	c.leases()
	c.stamps()
}

func (c *camera) planned() {
	c.f.Events = []film.EventMark{}
	for i := range c.o.Injections {
		in := &c.o.Injections[i]
		x := film.EventMark{Kind: in.Event.Kind, Text: in.Event.String(), Asked: !in.Event.IsFault(), Injected: in.Injected, WhyNot: in.WhyNot,
			From: int64(in.From), To: int64(max(in.From, in.To)), On: append([]string{}, in.Machines...), Bites: nanoseconds(in.Bites), Between: [][]int{}}
		if in.Injected {
			x.Frame = c.f.FrameAt(x.From)
		}
		for n := range in.Bites {
			pair := []int{}
			if n < len(in.Between) && in.Between[n] != [2]string{} {
				pair = []int{c.laneOf(in.Between[n][0]), c.laneOf(in.Between[n][1])}
			}
			x.Between = append(x.Between, pair)
		}
		c.f.Events = append(c.f.Events, x)
	}
}

func nanoseconds(all []time.Duration) []int64 {
	ns := make([]int64, len(all))
	for i, d := range all {
		ns[i] = int64(d)
	}
	return ns
}

func (c *camera) leases() {
	c.f.Leases = []film.LeaseMark{}
	for i := range c.p.Leases {
		l := &c.p.Leases[i]
		c.lease[l.ID] = len(c.f.Leases)
		c.f.Leases = append(c.f.Leases, film.LeaseMark{ID: l.ID, Lane: c.laneOf(l.By), Self: l.By, TTL: int64(l.TTL), Granted: int64(l.Granted),
			Extended: nanoseconds(l.Extended), Ended: int64(l.Ended), Ending: string(l.Ending)})
	}
}

func (c *camera) stamps() {
	c.f.Stamps = []film.StampMark{}
	for i := range c.p.Stamps {
		g := &c.p.Stamps[i]
		s := film.StampMark{Key: g.Key, Lane: c.laneOf(g.Node), Self: g.Incarnation, Sealing: g.Sealing, Rev: g.Rev, Seal: int(g.Seal), Opens: []int{},
			Kept: g.Kept, Lease: g.Lease, TTL: int64(g.TTL), Ends: c.runsOut(g.Lease, int64(g.At)), Frame: c.writes[write{stood{g.Revision, g.At}, g.Object}], From: int64(g.At), To: int64(max(g.At, g.Until))}
		for _, n := range g.Opens {
			s.Opens = append(s.Opens, int(n))
		}
		c.f.Stamps = append(c.f.Stamps, s)
	}
	slices.SortStableFunc(c.f.Stamps, func(a, b film.StampMark) int { return int(min(max(a.From-b.From, -1), 1)) })
}

// runsOut is when a lease ends as it stood at a time, if nobody extends it: by true time, which the
// store's clock may be off from. 0: there is no such lease.
func (c *camera) runsOut(id, at int64) int64 {
	i, known := c.lease[id]
	if !known {
		return 0
	}
	l := &c.f.Leases[i]
	since := l.Granted
	for _, x := range l.Extended {
		if x <= at {
			since = x
		}
	}
	return since + l.TTL
}

package camera

import (
	"slices"

	"pawl/checker"
	"pawl/reports/film"
)

// margins are how much was left of what may run out.
func (c *camera) margins() {
	c.f.Margins = []film.Margin{}
	for i := range c.f.Tenures {
		c.ownerLease(&c.f.Tenures[i])
	}
	for _, key := range c.p.Keys {
		c.nearest(film.SealStamp, key, func(s *film.StampMark) bool { return s.Sealing && s.Seal != 0 })
		c.nearest(film.OpenStamp, key, func(s *film.StampMark) bool { return !s.Sealing && len(s.Opens) > 0 })
		views := c.viewsOf(key)
		c.deadline(film.PublishDeadline, checker.Published, int64(c.p.Policy.PublishDeadline), views)
		c.deadline(film.DrainDeadline, checker.Draining, int64(c.p.Policy.DrainDeadline), views)
		c.settles(views)
	}
}

func (c *camera) margin(m film.Margin) {
	if m.To > m.From && m.Bound > 0 {
		m.Left = max(0, m.Left)
		c.f.Margins = append(c.f.Margins, m)
	}
}

// ownerLease is that of one tenure: full whenever its lease is granted or extended.
func (c *camera) ownerLease(t *film.TenureMark) {
	i, known := c.lease[t.Lease]
	if !known {
		return
	}
	l := &c.f.Leases[i]
	from, end := t.From, min(t.To, l.Ended)
	add := func(to int64) {
		c.margin(film.Margin{Kind: film.OwnerLease, Key: t.Key, Lane: t.Lane, Bound: l.TTL, Left: c.runsOut(l.ID, from) - from, From: from, To: to})
	}
	for _, x := range l.Extended {
		if x > from && x < end {
			add(x)
			from = x
		}
	}
	add(end)
}

// nearest is what is left of the stamp that runs out next, of those of a kind.
func (c *camera) nearest(kind, key string, counts func(*film.StampMark) bool) {
	var all []*film.StampMark
	var times []int64
	for i := range c.f.Stamps {
		if s := &c.f.Stamps[i]; s.Key == key && s.Ends != 0 && counts(s) {
			all = append(all, s) // in the order in which they begin
			times = append(times, s.From, s.To)
		}
	}
	slices.Sort(times)
	times = slices.Compact(times)
	var stand []*film.StampMark
	next, since := 0, -1
	var was *film.StampMark
	flush := func(to int64) {
		if was != nil {
			c.margin(film.Margin{Kind: kind, Key: key, Lane: was.Lane, Bound: was.TTL, Left: min(was.TTL, was.Ends-times[since]), From: times[since], To: to})
		}
	}
	for i, now := range times {
		for ; next < len(all) && all[next].From <= now; next++ {
			stand = append(stand, all[next])
		}
		stand = slices.DeleteFunc(stand, func(s *film.StampMark) bool { return s.To <= now })
		var first *film.StampMark
		for _, s := range stand {
			if first == nil || s.Ends < first.Ends {
				first = s
			}
		}
		if first != was {
			flush(now)
			was, since = first, i
		}
	}
	if len(times) > 0 {
		flush(times[len(times)-1])
	}
}

// deadline is what is left of the time that policy gives a phase: from when the rotation came to
// it, was resumed in it, or let another pool in.
func (c *camera) deadline(kind string, phase checker.Phase, bound int64, views []*checker.View) {
	since := -1
	flush := func(to int64) {
		if since >= 0 {
			from := int64(views[since].At)
			c.margin(film.Margin{Kind: kind, Key: views[since].Key, Lane: c.laneOf(views[since].By), Bound: bound, Left: bound, From: from, To: to})
		}
	}
	for i, v := range views {
		if since >= 0 && v.Phase == phase && v.Rotation == views[since].Rotation && len(v.Reached) == len(views[since].Reached) {
			continue
		}
		flush(int64(v.At))
		if since = -1; v.Phase == phase {
			since = i
		}
	}
	flush(int64(c.p.End))
}

// settles is what is left of the time within which a rotation has to come to rest; it begins anew
// with a resume.
func (c *camera) settles(views []*checker.View) {
	bound, since := int64(c.p.SettleBound()), -1
	flush := func(to int64) {
		if since >= 0 {
			from := int64(views[since].At)
			c.margin(film.Margin{Kind: film.SettleBound, Key: views[since].Key, Lane: c.laneOf(views[since].By), Bound: bound, Left: bound, From: from, To: to})
		}
	}
	for i, v := range views {
		moves := v.Rotation != "" && v.Phase != checker.Idle && v.Phase != checker.Halted
		if since >= 0 && moves && v.Rotation == views[since].Rotation {
			continue
		}
		flush(int64(v.At))
		if since = -1; moves {
			since = i
		}
	}
	flush(int64(c.p.End))
}

package faults

import (
	"time"
)

// How the values of slots are drawn.

func (d *draw) side(w When) (target, peer string) {
	groups := d.k.sides(d.s, w)
	group := groups[d.choose("group", len(groups))]
	sd := group[d.choose("target", len(group))]
	return sd.target, sd.peer
}

// duration mixes three sizes: a hiccup, about a lease, and long.
func (d *draw) duration() time.Duration {
	longest := d.s.longest(d.k)
	least, most := 10, 90
	switch lease := d.s.lease(); d.choose("size", 3) {
	case 1:
		least, most = lease/2, lease+lease/2
	case 2:
		least, most = lease, longest
	}
	return d.between("length", least, min(most, longest))
}

// lag mixes three sizes too: about that of a message, enough to be overtaken by
// a retry, and a good part of a lease.
func (d *draw) lag() time.Duration {
	least, most := 10, 90
	switch lease := d.s.lease(); d.choose("lag-size", 3) {
	case 1:
		least, most = 100, lease/10
	case 2:
		least, most = lease/10, lease/2
	}
	return d.between("lag", least, most)
}

func (d *draw) between(what string, least, most int) time.Duration {
	return between(func(n int) int { return d.choose(what, n) }, least, most)
}

// between is a time in milliseconds, from at least one.
func between(choose func(n int) int, least, most int) time.Duration {
	most = max(1, most)
	least = max(1, min(least, most))
	return time.Duration(least+choose(most-least+1)) * time.Millisecond
}

// rate is as likely at the bound as anywhere within it.
func (d *draw) rate(bound int) int {
	ppm := bound
	if d.choose("bound", 2) == 1 {
		ppm = 1 + d.choose("rate", bound)
	}
	if d.choose("sign", 2) == 1 {
		return -ppm
	}
	return ppm
}

// jump is as likely at the bound as within it, in whole milliseconds: anywhere, or by so little
// that times come again which have been in the run. Where days are longer than that nothing is so little.
func (d *draw) jump(bound time.Duration) time.Duration {
	by, ways := bound, 4
	if len(d.s.Steps) > 0 {
		ways = 2
	}
	switch d.choose("jump-bound", ways) {
	case 1:
		by = d.between("jump", 1, milliseconds(bound))
	case 3:
		by = d.between("jump", 1, min(milliseconds(bound), d.s.lease()))
	}
	if d.choose("jump-sign", 2) == 1 {
		return -by
	}
	return by
}

// when is half of the time by meaning, unless there is no choice.
func (d *draw) when(length time.Duration) When {
	if d.on != 0 {
		return d.occurrence(d.on)
	}
	moments := d.s.meanings(d.k)
	if d.k.neverAt || len(moments) > 0 && d.choose("placed-by", 2) == 1 {
		return d.occurrence(d.moment(moments))
	}
	return When{At: d.at(length)}
}

// at leaves enough time for the event to be healed.
func (d *draw) at(length time.Duration) time.Duration {
	latest := milliseconds(d.s.Until - d.s.From - length)
	return d.s.From + time.Duration(d.choose("at", max(1, latest)))*time.Millisecond
}

func (d *draw) moment(some []Moment) Moment {
	if d.choose("pivotal", 2) == 1 {
		some = pivotal(some)
	}
	return some[d.choose("meaning", len(some))]
}

// occurrence is of one key or, as likely as of any, of the first that comes.
func (d *draw) occurrence(m Moment) When {
	w := When{On: m.String()}
	w.Nth = 1 + d.choose("nth", occurrences(w.On))
	if len(d.s.Keys) > 1 && w.tellsKey() {
		if i := d.choose("whose", len(d.s.Keys)+1); i > 0 {
			w.Key = d.s.Keys[i-1]
		}
	}
	return w
}

// occurrences is how often a meaning can be counted on to be reached, roughly.
func occurrences(meaning string) int {
	if stepOf(meaning).Often {
		return 20
	}
	return 2
}

// pivotal keeps the moments that are; all if there are none.
func pivotal(some []Moment) []Moment {
	var kept []Moment
	for _, m := range some {
		if m.pivotal() {
			kept = append(kept, m)
		}
	}
	if len(kept) == 0 {
		return some
	}
	return kept
}

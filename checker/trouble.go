package checker

import (
	"cmp"
	"slices"
	"sort"
	"time"
)

// An interval is a stretch of time, its two ends included.
type interval struct{ from, to time.Duration }

// A touch is an interval in which a fault kept something from going as it should: all that some
// machines do, or one message.
type touch struct {
	interval
	on      []string  // machines that it struck, each by itself
	message [2]string // or from where to where what it changed went; empty: it struck machines
	byHand  bool      // it is what somebody did past the engine, and keeps nobody from telling of it
}

// wallJump is the kind of fault that keeps nobody from anything: no right and no wait may hang
// on the time of day, and what ends by it ends with a margin.
const wallJump = "wall-jump"

// touches are what the faults did and to whom, in the order in which they began. What
// strikes a message touches for the moment in which it was sent; what strikes a machine,
// for as long as it is in force. A fault that bit nothing has touched nothing.
func touches(p *Past) []touch {
	var all []touch
	for i := range p.Faults {
		f := &p.Faults[i]
		if f.Kind == wallJump {
			continue
		}
		whole := false
		for k, at := range f.Bites {
			if k < len(f.Between) && f.Between[k] != [2]string{} {
				all = append(all, touch{interval: interval{at, at}, message: f.Between[k]})
			} else {
				whole = true
			}
		}
		if whole {
			all = append(all, touch{interval: interval{f.From, max(f.From, f.To)}, on: f.On})
		}
	}
	for i := range p.Stands {
		s := &p.Stands[i]
		all = append(all, touch{interval: interval{s.From, s.To}, on: []string{s.Machine}})
	}
	all = append(all, p.meddlings()...)
	slices.SortStableFunc(all, func(a, b touch) int { return cmp.Compare(a.from, b.from) })
	return all
}

// among says that a touch is of one of the machines; a message is when both its ends are.
func (t *touch) among(needed func(machine string) bool) bool {
	if t.message != [2]string{} {
		return needed(t.message[0]) && needed(t.message[1])
	}
	return slices.ContainsFunc(t.on, needed)
}

// trouble is a list of spans that do not meet, in the order of time.
type trouble []interval

// heldBack says that something on a machine may have been decided before one time and done
// at a later one: in between a fault kept the machine, or a process of it, from going on.
func (p *Past) heldBack(machine string, decided, done time.Duration) bool {
	return slices.ContainsFunc(p.touches, func(t touch) bool {
		return t.message == [2]string{} && slices.Contains(t.on, machine) && t.to >= decided && t.from <= done && done <= t.to+p.CallTimeout
	})
}

// kept is from when on what came to a machine may have been left for a time: the earlier one,
// or when a fault began that kept the machine from going on at that one or later.
func (p *Past) kept(machine string, from time.Duration) time.Duration {
	for i := range p.touches {
		t := &p.touches[i]
		if t.message == [2]string{} && slices.Contains(t.on, machine) && t.from < from && t.to >= from {
			from = t.from
		}
	}
	return from
}

// troubleOf joins the touches of some machines.
func (p *Past) troubleOf(needed func(machine string) bool) trouble {
	var all trouble
	for i := range p.touches {
		if t := &p.touches[i]; t.among(needed) {
			all = all.and(t.interval)
		}
	}
	return all
}

// troubleOn joins the touches of all machines that are for one of some things.
func (p *Past) troubleOn(duties ...Duty) trouble {
	return p.troubleOf(func(m string) bool { return slices.Contains(duties, p.duty[m]) })
}

// and joins an interval that begins no earlier than the last one did.
func (ts trouble) and(s interval) trouble {
	if n := len(ts); n > 0 && s.from <= ts[n-1].to {
		ts[n-1].to = max(ts[n-1].to, s.to)
		return ts
	}
	return append(ts, s)
}

// last is when there was trouble for the last time by t.
func (ts trouble) last(t time.Duration) (at time.Duration, ever bool) {
	i := sort.Search(len(ts), func(i int) bool { return ts[i].from > t })
	if i == 0 {
		return 0, false
	}
	return min(ts[i-1].to, t), true
}

// within says that there was trouble between two times.
func (ts trouble) within(from, to time.Duration) bool {
	at, ever := ts.last(to)
	return ever && at >= from
}

// quiet lists the stretches of an interval without trouble.
func (ts trouble) quiet(from, to time.Duration) []interval {
	var all []interval
	for _, s := range ts {
		if s.from > to {
			break
		}
		if s.from > from {
			all = append(all, interval{from, s.from})
		}
		from = max(from, s.to)
	}
	if from < to {
		all = append(all, interval{from, to})
	}
	return all
}

// duties says of each machine what it is for.
func (h *History) duties() map[string]Duty {
	all := make(map[string]Duty, len(h.Machines))
	for _, m := range h.Machines {
		all[m.Name] = m.Duty
	}
	return all
}

// deadline is the latest moment for something that is to be within a bound of from. Each
// trouble that begins before it is over gives it the bound anew.
func (h *Past) deadline(ts trouble, from, bound time.Duration) time.Duration {
	by := from + bound
	for _, s := range ts {
		if s.to >= from && s.from <= by {
			by = max(by, s.to+bound)
		}
	}
	return by
}

// withAll joins other intervals to the trouble.
func (ts trouble) withAll(more []interval) trouble {
	all := append(slices.Clone(ts), more...)
	slices.SortStableFunc(all, func(a, b interval) int { return int(sign(a.from - b.from)) })
	joined := trouble{}
	for _, s := range all {
		joined = joined.and(s)
	}
	return joined
}

// clock runs from one time to another and begins anew when trouble is over. It has run
// for spent before. Longest is what it showed at most, left what it shows at the end.
func (ts trouble) clock(spent, from, to time.Duration) (longest, left time.Duration) {
	for _, s := range ts {
		if s.to < from || s.from > to {
			continue
		}
		longest = max(longest, spent+max(0, s.from-from))
		spent, from = 0, max(from, min(s.to, to))
	}
	spent += to - from
	return max(longest, spent), spent
}

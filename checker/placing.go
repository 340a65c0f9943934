package checker

import (
	"slices"
	"sort"
	"time"
)

// What an observer knows of a record is its writes, in the order of the store's
// revisions, each of which took effect at some moment of a stretch of time. Who asked
// about it was told how it stood at some moment of the call. So all objects here are
// checked alike: a moment is looked for, for each write, so that all answers fit.
//
// That is decided exactly and without a search. Each answer demands that a write comes
// no later than its return, or no earlier than its call, or one of both: it stood so
// before a gap that had not begun, or after one that was over. If two choices of moments
// satisfy such demands, so does the later moment of each pair; hence there is a latest
// choice of all, and it is found by lowering what is too late, never by trying.

// A moment is what is known of when one write took effect.
type moment struct {
	of               *View
	earliest, latest time.Duration
	after, before    *told // what says so: an answer; nil: the write itself, or one beside it
	low, high        *View // that one
	chained          bool  // latest follows from more than what before says
}

// A row is the writes of one object in their order. Position p of it is how the object
// stands after p of them.
type row []moment

func (r *row) write(v *View) {
	from, to := v.stretch()
	*r = append(*r, moment{of: v, earliest: from, latest: to, low: v, high: v})
}

// stretch is when a view was written, as close as it is known.
func (v *View) stretch() (from, to time.Duration) { return max(v.Sent, v.Early), v.At }

// A stand is a stretch of positions, the last included.
type stand struct{ from, to int }

// A told is an answer, and what it says: at some moment of the call the object stood at
// one of some positions.
type told struct {
	called, returned time.Duration
	of               citable
	at               stand   // where it stood
	when             []stand // instead of at: some, in order, apart from each other
	but              int     // the place in when of one that does not count; -1: none
}

// outer is the first and the last stretch that counts.
func (t *told) outer() (first, last stand, any bool) {
	if t.when == nil {
		return t.at, t.at, true
	}
	i, j := 0, len(t.when)-1
	if t.but == i {
		i++
	}
	if t.but == j {
		j--
	}
	if i > j {
		return stand{}, stand{}, false
	}
	return t.when[i], t.when[j], true
}

// any says that one of the stretches that count is such.
func (t *told) any(is func(stand) bool) bool {
	if t.when == nil {
		return is(t.at)
	}
	for i, s := range t.when {
		if i != t.but && is(s) {
			return true
		}
	}
	return false
}

// always says that an answer fits wherever the writes lie.
func (r row) always(t *told) bool {
	return t.any(func(s stand) bool {
		begun := s.from == 0 || r[s.from-1].latest <= t.returned
		stands := s.to == len(r) || r[s.to].earliest >= t.called
		return begun && stands
	})
}

// and adds an answer to others, unless it fits wherever the writes lie: then it forbids
// nothing. Most do.
func (r row) and(all []told, t told) []told {
	if r.always(&t) {
		return all
	}
	return append(all, t)
}

// several says that an answer leaves a choice of stretches.
func (t *told) several() bool { return len(t.when) > 2 || len(t.when) == 2 && t.but < 0 }

// A conflict is what leaves a write no moment.
type conflict struct {
	after, before citable // a write would have to come after what the one says, and before what the other does
	gap           []citable
	chained       bool // it takes more than these
}

// place finds moments for all writes, or else what leaves one none. It narrows down what
// is known of them.
func (r row) place(all []told) *conflict {
	for i := range all {
		t := &all[i]
		first, last, any := t.outer()
		if !any {
			return &conflict{after: t.of, before: t.of}
		}
		if first.from > 0 {
			r[first.from-1].noLater(t.returned, t, nil)
		}
		if last.to < len(r) {
			r[last.to].noEarlier(t.called, t, nil)
		}
	}
	if c := r.inOrder(); c != nil {
		return c
	}
	return r.betweenGaps(all)
}

func (m *moment) noLater(t time.Duration, by *told, v *View) {
	if t < m.latest {
		m.latest, m.before, m.high = t, by, v
	}
}

func (m *moment) noEarlier(t time.Duration, by *told, v *View) {
	if t > m.earliest {
		m.earliest, m.after, m.low = t, by, v
	}
}

// says is what keeps a write from being later, or earlier.
func says(t *told, v *View) citable {
	if t != nil {
		return t.of
	}
	return v
}

// inOrder carries what is known of a write to those after and before it.
func (r row) inOrder() *conflict {
	for i := 1; i < len(r); i++ {
		r[i].noEarlier(r[i-1].earliest, r[i-1].after, r[i-1].low)
	}
	for i := len(r) - 2; i >= 0; i-- {
		r[i].noLater(r[i+1].latest, r[i+1].before, r[i+1].high)
	}
	for i := range r {
		if m := &r[i]; m.earliest > m.latest {
			return &conflict{after: says(m.after, m.low), before: says(m.before, m.high)}
		}
	}
	return nil
}

// betweenGaps takes the answers that leave a choice, in the order of their calls. One
// that was asked for after a stretch had surely ended must have seen the next one begin.
// That lowers what begins it to no less than the call, so that no earlier answer has to
// be looked at again.
func (r row) betweenGaps(all []told) *conflict {
	var some []*told
	for i := range all {
		if all[i].several() {
			some = append(some, &all[i])
		}
	}
	slices.SortStableFunc(some, func(a, b *told) int { return int(sign(a.called - b.called)) })
	for _, t := range some {
		if c := r.between(t); c != nil {
			return c
		}
	}
	return nil
}

func (r row) between(t *told) *conflict {
	ended := func(s stand) bool { return s.to < len(r) && r[s.to].latest < t.called }
	k := sort.Search(len(t.when), func(i int) bool { return !ended(t.when[i]) })
	past := k - 1 // the last that had ended
	if k == t.but {
		k++
	}
	if k == len(t.when) {
		m := &r[t.when[k-1].to]
		return &conflict{after: t.of, before: says(m.before, m.high), chained: true}
	}
	next := t.when[k]
	if next.from == 0 || r[next.from-1].latest <= t.returned {
		return nil
	}
	begins := &r[next.from-1]
	if begins.earliest > t.returned {
		c := &conflict{after: says(begins.after, begins.low), before: t.of}
		if past == t.but {
			past--
		}
		if past >= 0 {
			m := &r[t.when[past].to]
			c.gap = []citable{m.of, begins.of}
			c.chained = m.chained || m.before != nil && begins.after != nil
			if m.before != nil {
				c.after = m.before.of
			}
		}
		return c
	}
	for m := next.from - 1; m >= 0 && r[m].latest > t.returned; m-- {
		r[m].latest, r[m].before, r[m].chained = t.returned, t, true
	}
	return nil
}

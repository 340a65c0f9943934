package faults

import (
	"slices"
	"time"
)

// An Agenda calls what is placed in it when its time comes, or when the moment
// that it waits for has been reached often enough since it was placed.
type Agenda struct {
	d       Deployment
	now     func() time.Duration
	waiting [][]*entry // by Moment
}

// An entry waits for a moment.
type entry struct {
	when   When
	f      func(key, by string)
	seen   tallies
	moment Moment
}

type tally struct {
	key string
	n   int
}

// tallies are by key, in the order of their first.
type tallies []tally

// add counts once more for a key, and says how often that was by now.
func (all *tallies) add(key string) int {
	i := slices.IndexFunc(*all, func(t tally) bool { return t.key == key })
	if i < 0 {
		i = len(*all)
		*all = append(*all, tally{key: key})
	}
	(*all)[i].n++
	return (*all)[i].n
}

// NewAgenda makes an empty one. Now is true time since the start of the run.
func NewAgenda(d Deployment, now func() time.Duration) *Agenda {
	return &Agenda{d: d, now: now, waiting: make([][]*entry, len(Meanings)+1)}
}

// Place has f called at w, which must be valid: with the key that the moment is about and the machine
// that reached it, or with neither at a time. A time that is past is now.
func (a *Agenda) Place(w When, f func(key, by string)) { a.place(w, f) }

// place returns what waits for a moment, nil at a time.
func (a *Agenda) place(w When, f func(key, by string)) *entry {
	if w.On == "" {
		a.d.After(max(0, w.At-a.now()), func() { f("", "") })
		return nil
	}
	m, ok := MeaningOf(w.On)
	if !ok {
		panic("faults: " + w.String() + ": no such meaning")
	}
	e := &entry{when: w, f: f, moment: m}
	a.waiting[m] = append(a.waiting[m], e)
	return e
}

// Reached tells that a machine has reached a moment in what it does for a key,
// empty if it is for none, and calls what waits for that before it returns. It
// costs nothing while nothing waits for the moment.
func (a *Agenda) Reached(m Moment, key, by string) {
	if len(a.waiting[m]) == 0 {
		return
	}
	for _, e := range a.due(m, key) {
		e.f(key, by)
	}
}

// due counts one occurrence and takes out those whose turn it is. They are all
// taken before the first is called: that may reach another moment.
func (a *Agenda) due(m Moment, key string) []*entry {
	var due, left []*entry
	for _, e := range a.waiting[m] {
		if e.count(key) {
			due = append(due, e)
		} else {
			left = append(left, e)
		}
	}
	a.waiting[m] = left
	return due
}

// remove lets an entry wait no more.
func (a *Agenda) remove(e *entry) {
	a.waiting[e.moment] = slices.DeleteFunc(a.waiting[e.moment], func(other *entry) bool { return other == e })
}

// count counts an occurrence for a key, and says whether it is the one.
func (e *entry) count(key string) bool {
	if e.when.Key != "" && e.when.Key != key {
		return false
	}
	return e.seen.add(key) == e.when.Nth
}

// most is how often the moment was reached for the key that reached it most.
func (e *entry) most() int {
	most := 0
	for _, t := range e.seen {
		most = max(most, t.n)
	}
	return most
}

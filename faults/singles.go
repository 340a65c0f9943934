package faults

import (
	"slices"
	"time"
)

// Sizes are the amounts that single events are tried with, apart from what a [Space]
// says.
type Sizes struct {
	Lengths []time.Duration // the shortest first; each longer than some lease
	Lag     time.Duration   // longer than a call waits for its answer
	// Thorough has every kind tried at the steps that are repeated all the time, too:
	// else only those are by which most wrong engines fail, on whoever acts.
	Thorough bool
}

// An Omission is a kind that is not tried at a moment, and why.
type Omission struct{ Kind, Why string }

// Why a kind is not tried.
const (
	nothingThere = "there is nothing in this setup that it could happen to"
	notThen      = "at that moment there is nothing that it could happen to, or nothing is left"
	afterFaults  = "all faults have ended by then"
	repeated     = "the step is repeated all the time: only the kinds by which most wrong engines fail are tried there, on whoever acts"
)

// Singles are what is tried at an occurrence, one at a time: every kind that can
// wait for it, on whoever plays a part in it or serves it, with the usual amounts of
// each of its slots. Where a kind knows no roles it is on the first that it may strike.
func Singles(s Space, z Sizes, o *Occurrence) ([]Event, []Omission) { return All.singles(s, z, o) }

func (t Table) singles(s Space, z Sizes, o *Occurrence) (all []Event, left []Omission) {
	m, _ := MeaningOf(o.Place.On)
	possible := s.possible(t)
	for i := range t {
		k := &t[i]
		switch {
		case !slices.Contains(possible, k):
			left = append(left, Omission{k.Name, nothingThere})
		case k.awaits != nil && !k.awaits(m):
			left = append(left, Omission{k.Name, notThen})
		case k.IsFault() && o.Since >= s.Until:
			left = append(left, Omission{k.Name, afterFaults})
		default:
			u := usual{s: s, z: z, k: k, o: o, repeated: stepOf(o.Place.On).Often && !z.Thorough}
			u.pivotal = m.pivotal() && !u.repeated
			some := u.events()
			if all = append(all, some...); len(some) == 0 {
				left = append(left, Omission{k.Name, repeated})
			}
		}
	}
	return all, left
}

// usual is one kind at one occurrence.
type usual struct {
	s Space
	z Sizes
	k *Kind
	o *Occurrence

	pivotal  bool // engines go wrong here if they go wrong
	repeated bool // it is one of very many, and only what is likely to tell is tried
}

func (u *usual) events() (all []Event) {
	for _, sd := range u.sides() {
		all = append(all, u.on(sd, u.o.Place)...)
	}
	return all
}

// on are the events on one side and at a place, with each usual amount.
func (u *usual) on(sd side, place When) []Event {
	some := []Event{{Kind: u.k.Name, Target: sd.target, Peer: sd.peer, When: place}}
	for _, slot := range u.k.slots() {
		if slot.usual != nil {
			some = u.varied(slot, some)
		}
	}
	return some
}

// varied is each event with each of a slot's values.
func (u *usual) varied(slot *Slot, some []Event) (all []Event) {
	for _, e := range some {
		all = append(all, slot.usual(u, e)...)
	}
	return all
}

// each is an event with each of some amounts.
func (u *usual) each(e Event, amounts ...int) (all []Event) {
	for _, n := range amounts {
		e.Amount = int64(n)
		all = append(all, e)
	}
	return all
}

// sides are whoever acts, who owns the key if that is another, and the services; where
// the kind can happen to none of them, the first that it can.
func (u *usual) sides() []side {
	if u.repeated && !u.k.core {
		return nil
	}
	every := slices.Concat(u.k.sides(u.s, u.o.Place)...)
	var some []side
	for _, sd := range every {
		if u.plays(sd.target) && u.plays(sd.peer) && !slices.Contains(some, sd) {
			some = append(some, sd)
		}
	}
	if u.repeated {
		return slices.DeleteFunc(some, func(sd side) bool { return sd.target != actor && sd.peer != actor })
	}
	if len(some) == 0 && len(every) > 0 && !slices.ContainsFunc(every, func(sd side) bool { return isRole(sd.target) || isRole(sd.peer) }) {
		return every[:1]
	}
	return some
}

// plays says whether a target has a part of its own in the occurrence.
func (u *usual) plays(target string) bool {
	switch target {
	case owner:
		return u.o.Owner != "" && u.o.Owner != u.o.By
	case "", actor:
		return true
	}
	return slices.Contains(theServices, target)
}

// usualLengths are, at a moment at which engines go wrong, and of the kinds by which
// most of them do, one beyond each lease; else one beyond them all. Services are only
// tried with that.
func usualLengths(u *usual, e Event) (all []Event) {
	lengths := u.z.Lengths
	if !u.k.core || !u.pivotal || slices.Contains(theServices, e.Target) {
		lengths = lengths[max(0, len(lengths)-1):]
	}
	longest := time.Duration(u.s.longest(u.k)) * time.Millisecond
	for _, length := range lengths {
		e.For = min(length, longest)
		if !slices.Contains(all, e) {
			all = append(all, e)
		}
	}
	return all
}

// Everywhere are the events of one kind at an occurrence, waiting for it and by its time, on
// whatever it can strike then, each with the first of its usual amounts.
func Everywhere(kind string, s Space, z Sizes, o *Occurrence) (all []Event) {
	k := All.named(kind)
	if k == nil || o.Since >= s.Until {
		return nil
	}
	u := usual{s: s, z: z, k: k, o: o}
	if m, known := MeaningOf(o.Place.On); known && (k.awaits == nil || k.awaits(m)) {
		all = u.everywhere(o.Place)
	}
	if !k.neverAt {
		all = append(all, u.everywhere(When{At: o.Since.Round(time.Millisecond)})...)
	}
	return all
}

func (u *usual) everywhere(place When) (all []Event) {
	for _, sd := range slices.Concat(u.k.sides(u.s, place)...) {
		some := u.on(sd, place)
		all = append(all, some[:min(1, len(some))]...)
	}
	return all
}

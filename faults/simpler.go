package faults

import (
	"slices"
	"strings"
	"time"
)

// Simpler are events that say the same as e in less, each by one part of it: shorter, at a
// rounder time, at an earlier occurrence, less of it, on one machine in place of a group. Of one
// part the simplest comes first. A moment is never made a time: what it means is why it is there.
// None of them has a simpler that is e again.
func Simpler(s Space, e Event) (all []Event) {
	k := All.named(e.Kind)
	if k == nil {
		return nil
	}
	for _, slot := range k.slots() {
		if slot.simpler == nil || !slot.field.set(&e) {
			continue
		}
		for _, x := range slot.simpler(s, e) {
			if x != e && x.Validate() == nil && !slices.Contains(all, x) {
				all = append(all, x)
			}
		}
	}
	return all
}

// shortLengths are those that are simple: few, so that they can all be tried.
var shortLengths = []time.Duration{100 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second,
	20 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 10 * time.Hour}

// shorterThan are the simple lengths below one, and that one in whole seconds if that is less.
func shorterThan(d time.Duration) (all []time.Duration) {
	for _, short := range shortLengths {
		if short < d {
			all = append(all, short)
		}
	}
	if whole := d.Truncate(time.Second); whole > 0 && whole < d && !slices.Contains(all, whole) {
		all = append(all, whole)
	}
	return all
}

func simplerLengths(_ Space, e Event) (all []Event) {
	for _, d := range shorterThan(e.For) {
		e.For = d
		all = append(all, e)
	}
	return all
}

// simplerPlaces are rounder times, each no later, and earlier occurrences.
func simplerPlaces(_ Space, e Event) (all []Event) {
	at := func(w When) {
		e.When = w
		all = append(all, e)
	}
	w := e.When
	if w.On == "" {
		for _, grid := range []time.Duration{time.Second, 100 * time.Millisecond} {
			if round := w.At.Truncate(grid); round < w.At {
				at(When{At: round})
			}
		}
		return all
	}
	for _, nth := range []int{1, w.Nth - 1} {
		if earlier := w; nth > 0 && nth < w.Nth {
			earlier.Nth = nth
			at(earlier)
		}
	}
	return all
}

// amounts that are simple, where they count something.
var fewOf = []int64{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000}

// mostFewer is how many smaller amounts are tried: the nearest below, since less than a tenth of
// what it takes hardly ever does.
const mostFewer = 4

// simplerAmounts are smaller ones of the same sign.
func simplerAmounts(_ Space, e Event) (all []Event) {
	size, sign := e.Amount, int64(1)
	if size < 0 {
		size, sign = -size, -1
	}
	for _, n := range fewOf {
		if n < size {
			e.Amount = sign * n
			all = append(all, e)
		}
	}
	return all[max(0, len(all)-mostFewer):]
}

// simplerLags are smaller ones of the same sign, in time.
func simplerLags(_ Space, e Event) (all []Event) {
	size, sign := e.Amount, int64(1)
	if size < 0 {
		size, sign = -size, -1
	}
	for _, d := range shorterThan(time.Duration(size)) {
		e.Amount = sign * int64(d)
		all = append(all, e)
	}
	return all
}

// simplerTargets and simplerPeers are one machine of a group.
func simplerTargets(s Space, e Event) (all []Event) {
	for _, name := range s.within(e.Target) {
		e.Target = name
		all = append(all, e)
	}
	return all
}

func simplerPeers(s Space, e Event) (all []Event) {
	for _, name := range s.within(e.Peer) {
		e.Peer = name
		all = append(all, e)
	}
	return all
}

// within are the machines of a group; none of one machine. Those of a pool begin with its name.
func (s *Space) within(target string) []string {
	pool, is := strings.CutPrefix(target, "pool/")
	switch {
	case is:
		return slices.DeleteFunc(slices.Clone(s.Nodes), func(node string) bool {
			rest, in := strings.CutPrefix(node, "node/"+pool)
			return !in || strings.Trim(rest, "0123456789") != ""
		})
	case target == "nodes":
		return s.Nodes
	case target == "workers":
		return s.Workers
	case target == "clients":
		return s.Clients
	case target == "everything":
		return s.Machines
	}
	return nil
}

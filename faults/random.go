package faults

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Chooser chooses a number from 0 to n-1.
type Chooser interface{ Choose(n int) int }

// mostRandom is how many faults a random plan has at most.
const mostRandom = 5

// Random draws the faults of one run. It chooses first which kinds the run has
// at all, each with even odds: runs that leave kinds out go deeper into the
// rest than runs that have a little of everything.
//
// Every choice is made by the chooser of its own place, and each place is asked
// for once, so that no choice shifts another. It is empty when s allows nothing.
func Random(c func(place string) Chooser, s Space) []Fault {
	kinds := swarm(c, s.possible())
	if len(kinds) == 0 {
		return nil
	}
	var plan []Fault
	for i := range 1 + c("faults/count").Choose(mostRandom) {
		d := draw{c: c, i: i, s: s}
		plan = append(plan, d.fault(kinds[d.choose("kind", len(kinds))]))
	}
	return plan
}

func swarm(c func(place string) Chooser, possible []*Kind) []*Kind {
	var some []*Kind
	for _, k := range possible {
		if c("faults/swarm/"+k.Name).Choose(2) == 1 {
			some = append(some, k)
		}
	}
	if len(some) == 0 && len(possible) > 0 {
		some = append(some, possible[c("faults/swarm").Choose(len(possible))])
	}
	return some
}

// A draw makes the choices of one fault.
type draw struct {
	c func(place string) Chooser
	i int
	s Space
}

// choose is one choice; what is its place within the fault.
func (d draw) choose(what string, n int) int {
	return d.c(fmt.Sprintf("faults/%d/%s", d.i, what)).Choose(n)
}

func (d draw) fault(k *Kind) Fault {
	f := Fault{Kind: k.Name}
	meanings := d.s.meanings(k)
	byMeaning := len(meanings) > 0 && d.choose("placed-by", 2) == 1
	f.Target, f.Peer = d.sides(k.sides(d.s, byMeaning))
	if k.has("<duration>") {
		f.For = time.Duration(d.length(d.s.longest(k))) * time.Millisecond
	}
	if k.has("<rate>") {
		f.PPM = d.rate(d.s.DriftPPM)
	}
	if k.has("<count>") {
		f.Count = 1 + d.choose("count", 3)
	}
	if byMeaning {
		f.On, f.Nth = d.meaning(meanings)
	} else {
		f.At = d.at(f.For)
	}
	return f
}

func (d draw) sides(groups [][]side) (target, peer string) {
	group := groups[d.choose("group", len(groups))]
	sd := group[d.choose("target", len(group))]
	return sd.target, sd.peer
}

// length mixes three sizes, in milliseconds: a hiccup, about a lease, and long.
func (d draw) length(longest int) int {
	least, most := 10, 90
	switch lease := d.s.lease(); d.choose("size", 3) {
	case 1:
		least, most = lease/2, lease+lease/2
	case 2:
		least, most = lease, longest
	}
	most = max(1, min(most, longest))
	least = max(1, min(least, most))
	return least + d.choose("length", most-least+1)
}

// rate is as likely at the bound as anywhere within it.
func (d draw) rate(bound int) int {
	ppm := bound
	if d.choose("bound", 2) == 1 {
		ppm = 1 + d.choose("rate", bound)
	}
	if d.choose("sign", 2) == 1 {
		return -ppm
	}
	return ppm
}

// at leaves enough time for the fault to be healed.
func (d draw) at(length time.Duration) time.Duration {
	latest := milliseconds(d.s.Until - d.s.From - length)
	return d.s.From + time.Duration(d.choose("at", max(1, latest)))*time.Millisecond
}

func (d draw) meaning(some []Moment) (on string, nth int) {
	if d.choose("pivotal", 2) == 1 {
		some = pivotal(some)
	}
	on = some[d.choose("meaning", len(some))].String()
	return on, 1 + d.choose("nth", occurrences(on))
}

// occurrences is how often a meaning can be counted on to be reached, roughly:
// stamps and leases are renewed all the time, other steps come once a rotation.
func occurrences(meaning string) int {
	step, _, _ := strings.Cut(meaning, ".")
	if slices.Contains(oftenReached, step) {
		return 20
	}
	return 2
}

// pivotal keeps the moments at which something has been read and not yet acted
// on, or done and not yet known: where an engine goes wrong if it goes wrong. It
// keeps all if there are none.
func pivotal(some []Moment) []Moment {
	kept := slices.DeleteFunc(slices.Clone(some), func(m Moment) bool { return !slices.Contains(pivots, m.String()) })
	if len(kept) == 0 {
		return some
	}
	return kept
}

var pivots = []string{"admit.due", "admit.applied", "acquire.due", "acquire.applied", "publish.due", "verify.due",
	"mint.due", "mint.applied", "drain.due", "commit.due", "commit.sent", "commit.applied", "retire.due", "revoke.due",
	"abort.due", "destroy.due", "destroy.applied", "barrier.sent", "stamp.due", "stamp.applied"}

var oftenReached = []string{"stamp", "lease", "barrier"}

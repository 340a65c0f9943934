package checker

import (
	"fmt"
	"strings"
	"time"
)

// Unfit says what in a history from elsewhere cannot be, whatever was observed: a word
// that there is not, a machine that there is not, a number that counts nothing, a member
// that belongs to another kind. [Check] does not look at that, since the deployments here
// have no way to write it, and judge thousands of runs a minute; nor are its reasons, that
// a history contradicts itself, told here. Kinds are those of the faults that there are.
//
// What an engine says of itself is judged, and may be false. It is unfit only where nobody
// could tell what it says: where it is none of the words for it, names one version twice,
// or tells no fingerprints to hold against others.
//
// What somebody asks for may be anything at all: that is why it is refused.
func (h *History) Unfit(kinds []string) []string {
	u := unfit{kinds: kinds, machines: make(map[string]bool, len(h.Machines)), end: h.End}
	u.notTooLong("CallTimeout", h.CallTimeout)
	u.notTooLong("End", h.End)
	u.policy("Policy", &h.Policy)
	if h.NewPolicy != nil {
		u.policy("NewPolicy", h.NewPolicy)
		u.unless(h.Policy.inFlight(h.NewPolicy), "NewPolicy differs from Policy in what cannot change while both are in force")
	}
	u.renews, u.partly = h.NewPolicy != nil, len(h.Unseen) > 0
	u.offers(&h.Offers)
	u.list("Missed", h.Missed)
	u.unless(len(h.Machines) > 0, "Machines is empty; want each machine of the run")
	for i, m := range h.Machines {
		u.machines[m.Name] = true
		if strings.Contains(m.Name, "#") {
			u.cannot(nth("Machines", i)+".Name", "is %q; want it without the number of a start, which only an Actor has", m.Name)
		}
	}
	distinct(&u, "Machines", ".Name", h.Machines, func(m *Machine) string { return m.Name })
	for i := range h.Facts {
		if len(u.reasons) == enough {
			break
		}
		u.fact, u.about = i+1, &h.Facts[i]
		u.when()
		u.what()
	}
	return u.reasons
}

// unfit gathers what cannot be.
type unfit struct {
	reasons
	kinds    []string
	machines map[string]bool // looked up only
	end      time.Duration
	renews   bool // there is a new policy
	partly   bool // the observer could not see all

	fact  int // number of the one that is looked at; 0: none is
	about *Fact
}

// cannot says what is wrong with a field; empty: that is said with it.
func (u *unfit) cannot(field, format string, args ...any) {
	told := strings.TrimPrefix(field+" "+fmt.Sprintf(format, args...), " ")
	if u.fact > 0 {
		told = fmt.Sprintf("fact %d: %s", u.fact, told)
	}
	u.say("%s", told)
}

// named is for text without which nobody knows what is meant.
func (u *unfit) named(field, x string) {
	if x == "" {
		u.cannot(field, "is empty")
	}
}

// list is for texts each of which is named.
func (u *unfit) list(field string, all []string) {
	for i, x := range all {
		if x == "" {
			u.named(nth(field, i), x)
		}
	}
}

// atLeast is for what is counted.
func (u *unfit) atLeast(field string, least, x int64) {
	if x < least {
		u.cannot(field, "is %d; want %d or more", x, least)
	}
}

// notTooLong is for what is added to other times.
func (u *unfit) notTooLong(field string, x time.Duration) {
	if x > longest {
		u.cannot(field, "is %v; want %v or less", x, longest)
	}
}

// word is for what is one of a few words.
func word[T ~string](u *unfit, field string, x T, known ...T) {
	if wrong := oneOf(field, x, known...); wrong != "" {
		u.cannot("", "%s", wrong)
	}
}

// wordOrNone is for what may also be left out.
func wordOrNone[T ~string](u *unfit, field string, x T, known ...T) {
	if x != "" {
		word(u, field, x, known...)
	}
}

// machine is for who must be one of the machines.
func (u *unfit) machine(field, x string) {
	if !u.machines[x] {
		u.cannot(field, "is %q, which is none of Machines", x)
	}
}

// machineIfKnown is for who may also be left out, where nobody knows.
func (u *unfit) machineIfKnown(field, x string) {
	if x != "" {
		u.machine(field, x)
	}
}

// only is for what has no place in some cases.
func (u *unfit) only(field string, set, may bool, of string) {
	if set && !may {
		u.cannot(field, "is there; want it only of %s", of)
	}
}

// distinct is for what a list has once only; of versions, 0 is none.
func distinct[E any, T comparable](u *unfit, list, field string, all []E, of func(*E) T) {
	seen := make(map[T]bool, len(all)) // looked up only
	for i := range all {
		x := of(&all[i])
		if seen[x] {
			u.cannot(nth(list, i)+field, "is %v, and so is an earlier one", x)
		}
		seen[x] = true
	}
}

// namesVersions is for lists of versions.
func namesVersions[E any](u *unfit, list, field string, all []E, of func(*E) uint32) {
	distinct(u, list, field, all, of)
	for i := range all {
		if of(&all[i]) == 0 {
			u.cannot(nth(list, i)+field, "is 0; versions count from 1")
		}
	}
}

func itself(n *uint32) uint32 { return *n }

// policy is what validate leaves of it.
func (u *unfit) policy(which string, p *Policy) {
	u.atLeast(which+".Attempts", 0, int64(p.Attempts))
	u.atLeast(which+".PoolStamps", 0, int64(p.PoolStamps))
	u.atLeast(which+".SealLimit", 0, int64(p.SealLimit))
	u.list(which+".Callers", p.Callers)
	u.list(which+".Operators", p.Operators)
}

func (u *unfit) offers(o *Offers) {
	wordOrNone(u, "Offers.Chain", o.Chain, SHA256PrevBody)
	wordOrNone(u, "Offers.TurnedAway", o.TurnedAway, SHA256PrevTurnedAway)
	wordOrNone(u, "Offers.Body", o.Body, PrefixedFields)
	distinct(u, "Offers.Playbooks", ".Name", o.Playbooks, func(b *Playbook) string { return b.Name })
	for i, b := range o.Playbooks {
		u.named(nth("Offers.Playbooks", i)+".Name", b.Name)
		wordOrNone(u, nth("Offers.Playbooks", i)+".Occasion", b.Occasion, AskedOccasion, RejectedOccasion, UnansweredOccasion, MixedOccasion, PoolOccasion)
	}
	const list = "Offers.Deadlines"
	distinct(u, list, ".Name", o.Deadlines, func(d *Deadline) string { return d.Name })
	for i, d := range o.Deadlines {
		u.named(nth(list, i)+".Name", d.Name)
		for k, may := range d.May {
			word(u, nth(nth(list, i)+".May", k), may, mayAcquire, mayAbort, mayUndrain, mayHalt, mayTend)
		}
		wordOrNone(u, nth(list, i)+".Of", d.Of, PublishTerm, DrainTerm, LifetimeTerm, KeyLifeTerm, OwnerTerm, AttemptsTerm)
	}
}

// when holds the times of a fact to the end of the run. Whoever saw a part of it only is told late,
// and knows what there was until an end: what took effect between two moments may have done so
// before it if the first of them is.
func (u *unfit) when() {
	f := u.about
	at := f.At
	if u.partly && f.Early != 0 {
		at = f.Early
	}
	for _, t := range [...]struct {
		field string
		at    time.Duration
	}{{"Sent", f.Sent}, {"Arrived", f.Arrived}, {"At", at}, {"Received", f.Received}} {
		if t.at > u.end {
			u.cannot(t.field, "is %v, after the End of the history at %v", t.at, u.end)
		}
	}
}

// ofKey is for a fact that is about a key.
func (u *unfit) ofKey() { u.named("Key", u.about.Key) }

// by is for a fact that a machine has done.
func (u *unfit) by() { u.machine("Actor", machineOf(u.about.Actor)) }

package faults

import (
	"slices"
	"time"
)

// A sequel is a few events of one key of which a later one is about what an earlier one has left: a
// hold and its release, a halt of which nobody hears, two emergencies of which the approvals come
// late, a drain whose stamps live longer than they should. Each of them is drawn now and then by
// itself. In their order, about one rotation, themes hardly ever have them.
type sequel struct {
	c   func(place string) Chooser
	s   Space
	t   Table
	key string // of which it is; empty: of the only one
}

// A beat is one event of a sequel: what comes, to whom, how and when.
type beat struct {
	kinds        []string
	target, peer []string // where it has one
	words        []string // where it has one; none: as it should be
	length       stretch
	nth          int           // occurrence of the moment
	on           []string      // moments; none: at a time
	from, to     time.Duration // where it comes at a time
	anchor       bool          // the moment is the anchor's
}

// A stretch is how long an event lasts that lasts at all.
type stretch uint8

const (
	someOfIt stretch = iota // a good part of a lease
	brief                   // over before anybody misses it
	forLease                // a lease, or two
	allOfIt                 // as long as may be
)

// The moments at which an operator halts, and those about which the pager is told of it.
var (
	inRotation   = []string{"mint.sent", "publish.answered", "prove.answered", "verify.answered", "drain.answered", "commit.answered"}
	beforeCommit = []string{"stage.answered", "publish.answered", "prove.answered"}
	settled      = []string{"settle.answered"}
	everybody    = []string{"everything", "workers"}
	pager        = []string{onDuty}
	whoActs      = []string{actor}
	aText        = []string{string(AText)}
)

// The sequels, each as likely.
var sequels = [][]beat{
	// A drain is called off: of a node that is gone what it held lives on and on, since the store begins
	// anew, and again, and whoever waits for it has to give up.
	{{kinds: []string{crash.Name}, target: []string{"a node"}, length: someOfIt, nth: 2, on: []string{"verify.answered", "drain.due"}},
		{kinds: []string{noLeader.Name}, length: brief, nth: 2, on: []string{"drain.answered"}},
		{kinds: []string{noLeader.Name}, length: brief, from: 9 * time.Second, to: 14 * time.Second}},
	// What is held is let go of while it is in use, as soon as it is old, or when it should have gone.
	{{kinds: []string{keep.Name}, nth: 2, on: beforeCommit}, {kinds: []string{letGo.Name}, nth: 2, on: settled}},
	{{kinds: []string{keep.Name}, nth: 2, on: settled}, {kinds: []string{letGo.Name}, from: 9 * time.Second, to: 18 * time.Second}},
	// What is held is to be revoked all the same.
	{{kinds: []string{keep.Name}, nth: 2, on: beforeCommit}, {kinds: []string{revoke.Name}, nth: 2, on: settled}},
	// Of a halt nobody hears, since the pager is out of reach, does not take it, or does not say so.
	{{kinds: []string{halt.Name}, nth: 2, on: inRotation}, {kinds: []string{partition.Name}, target: pager, peer: everybody, length: forLease, nth: 1, on: []string{"halt.due", "halt.applied"}}},
	{{kinds: []string{reject.Name}, target: whoActs, length: forLease, nth: 2, on: []string{"mint.due"}}, {kinds: []string{partition.Name}, target: pager, peer: everybody, length: forLease, nth: 1, on: []string{"halt.due"}}},
	{{kinds: []string{halt.Name}, nth: 2, on: inRotation}, {kinds: []string{fail.Name, failLate.Name, drop.Name, loseReply.Name}, target: whoActs, nth: 1, on: []string{"halt.applied"}}},
	// Two ask for an emergency each, and what is approved late, if at all, is not what waits by then.
	{{kinds: []string{revoke.Name, rotate.Name}, words: []string{string(Late), string(Late), string(ApprovedTwice)}, nth: 2, on: settled},
		{kinds: []string{rotate.Name, revoke.Name}, words: []string{string(Unapproved), string(Unapproved), string(Late)}, nth: 2, on: settled}},
	// What an operator asks for one rotation comes when there is another, which does not get far.
	{{kinds: []string{abort.Name, halt.Name}, words: []string{string(Late), string(Late), string(Again)}, nth: 2, on: inRotation}, {kinds: []string{TriggerKind}, nth: 2, on: settled},
		{kinds: []string{partition.Name}, target: []string{"workers"}, peer: []string{keyService}, length: forLease, nth: 2, on: settled}},
	// Who seals is cut off, and stamps live their whole time again: the drain is called off, and begun anew.
	{{kinds: []string{partition.Name}, target: []string{"a node"}, peer: []string{theStore}, length: allOfIt, nth: 2, on: []string{"verify.answered", "drain.due"}},
		{kinds: []string{noLeader.Name}, length: someOfIt, nth: 2, on: []string{"drain.answered"}}},
	// A key is asked for of which there is no record any more.
	{{kinds: []string{deleteByHand.Name}, words: []string{string(TheRecord)}, nth: 2, on: onceWritten}, {kinds: []string{TriggerKind}, from: 9 * time.Second, to: 20 * time.Second}},
	// A key is asked to rotate as its anchor changes.
	{{kinds: []string{TriggerKind}, nth: 2, on: []string{"publish.answered", "prove.answered", "commit.due", "commit.applied", "settle.answered"}, anchor: true}},
}

// spoilt is the sequel of runs that last for it: what is kept is spoilt before its version is an
// old one, which has to stay for it.
var spoilt = []beat{
	{kinds: []string{garbleByHand.Name}, words: aText, from: 5 * time.Second, to: 9 * time.Second},
	{kinds: []string{garbleByHand.Name}, words: aText, from: 6 * time.Second, to: 12 * time.Second},
	{kinds: []string{garbleByHand.Name}, words: aText, from: 7 * time.Second, to: 15 * time.Second},
}

// sequelOf: so many of the runs that may have a sequel do not.
const sequelOf = 2

// draw are the events; none where the space does not have what they need, and in some runs. They wait
// for steps that an engine with steps of its own may not have.
func (x sequel) draw() (plan []Event) {
	if !(lone{x.c, x.s, x.t}).fits() || len(x.s.Steps) > 0 || x.choose("there", sequelOf) > 0 && !x.s.Outlasts {
		return nil
	}
	beats := sequels[x.choose("which", len(sequels))]
	if x.s.Outlasts {
		beats = spoilt
	}
	if len(x.s.Keys) > 1 {
		x.key = x.s.Keys[x.choose("key", len(x.s.Keys))]
	}
	for i, b := range beats {
		e, can := x.event(string(rune('a'+i)), &b)
		if !can {
			return nil
		}
		plan = append(plan, e)
	}
	return plan
}

// event is that of a beat, if the space has what it needs.
func (x sequel) event(which string, b *beat) (e Event, can bool) {
	k := x.t.named(x.one(which+"/kind", b.kinds))
	e = Event{Kind: k.Name, Word: x.one(which+"/word", b.words), Target: x.one(which+"/target", b.target), Peer: x.one(which+"/peer", b.peer)}
	switch {
	case e.Target == "a node":
		e.Target = x.one(which+"/node", x.s.Nodes)
	case k.seldom && !slices.Contains(x.s.Shows, TheRecord), k.has(thingSlot.Name) && !slices.Contains(x.s.Shows, Thing(e.Word)), e.Target == onDuty && len(x.s.Paged) == 0, b.anchor && (x.s.Anchor == "" || x.s.Anchor == x.key), len(k.sides(x.s, When{})) == 0:
		return e, false
	}
	if k.has(durationSlot.Name) {
		e.For = x.lasts(which, k, b.length)
	}
	e.Key, e.When = x.key, When{On: x.one(which+"/meaning", b.on), Nth: b.nth, Key: x.key}
	if b.anchor {
		e.When.Key = x.s.Anchor
	}
	if len(b.on) == 0 {
		last := min(b.to, x.s.Until-e.For) // so that it is healed in time
		if last < max(b.from, x.s.From) {
			return e, false
		}
		e.When = When{At: x.between(which+"/at", max(b.from, x.s.From), last)}
	}
	if k.Name == TriggerKind {
		e.Word = x.one(which+"/trigger", x.s.Windows)
	}
	if !k.has(keySlot.Name) {
		e.Key = ""
	}
	if k.has(countSlot.Name) {
		e.Amount = int64(1 + x.choose(which+"/count", 3))
	}
	return e, e.Target != "" || !k.has(targetSlot.Name)
}

// lasts is how long an event of a kind lasts.
func (x sequel) lasts(which string, k *Kind, how stretch) time.Duration {
	most, lease := x.s.longest(k), x.s.lease()
	switch how {
	case someOfIt:
		return between(func(n int) int { return x.choose(which+"/length", n) }, lease/4, min(most, 3*lease/4))
	case brief:
		return between(func(n int) int { return x.choose(which+"/length", n) }, 100, min(most, lease/4))
	case forLease:
		return between(func(n int) int { return x.choose(which+"/length", n) }, lease, min(most, 2*lease))
	}
	return time.Duration(most) * time.Millisecond
}

func (x sequel) between(what string, from, to time.Duration) time.Duration {
	return from + time.Duration(x.choose(what, milliseconds(to-from)+1))*time.Millisecond
}

// one is any of some words; none of none.
func (x sequel) one(what string, of []string) string {
	if len(of) == 0 {
		return ""
	}
	return of[x.choose(what, len(of))]
}

func (x sequel) choose(what string, n int) int { return x.c("faults/sequel/" + what).Choose(n) }

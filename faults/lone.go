package faults

import "time"

// A lone event is one that comes at a moment of which a run has one or two, and nothing
// else comes in its run but a pause that holds the moment open: what follows from it is
// seen in peace. Engines that are wrong in what is done once in a rotation, or once in a
// version's life, hardly ever meet what they are wrong about in a plan that is drawn from
// everything.
type lone struct {
	c func(place string) Chooser
	s Space
	t Table
}

// A loneWay is what comes, to whom, and when.
type loneWay struct {
	kinds  []string
	target string // where it has one
	peer   string
	held   bool // whoever is at the moment is paused there, or it would be over before anything is heard
	brief  bool // it is over before others take over
	first  int  // the earliest occurrence: a key's creation mints and commits too, and nothing is served before
	on     []string
}

// The ways, each as likely: somebody without the right asks, or asks for what cannot be; an
// operator calls off what is done, acts in the middle of the commit, holds what is about to go, approves
// what they have asked for, asks for what was done, or gets a playbook wrong; what is done once is
// lost on its way, or not answered; the key service says no for good.
var loneWays = []loneWay{
	{[]string{"trigger"}, "", "", false, false, 1, []string{"acquire.answered", "verify.answered", "settle.answered", "revoke.answered"}},
	{[]string{"bad-request"}, "", "", false, false, 1, []string{"acquire.answered", "publish.answered", "settle.answered"}},
	{[]string{"abort"}, "", "", true, false, 2, []string{"settle.due"}},
	{[]string{"abort", "halt", "resume"}, "", "", true, false, 2, []string{"commit.due", "settle.due", "settle.sent"}},
	{[]string{"wrong-step"}, "", "", false, false, 2, []string{"stage.answered", "publish.answered", "verify.answered", "drain.answered", "commit.answered"}},
	{[]string{"hold"}, "", "", true, false, 1, []string{"retire.due"}},
	{[]string{"hold"}, "", "", true, false, 1, []string{"revoke.due"}},
	{[]string{"revoke", "rotate"}, "", "", false, false, 2, []string{"settle.answered"}}, // the first commit leaves nothing old
	{[]string{"drop", "partition-one-way"}, actor, "store", false, false, 1, []string{"revoke.due"}},
	{[]string{"drop", "lose-reply", "fail-late"}, actor, "store", false, false, 1, []string{"revoke.due", "retire.due", "destroyed.due"}},
	{[]string{"drop", "lose-reply", "fail-late"}, actor, "store", false, false, 2, []string{"settle.due"}},
	{[]string{"reject"}, actor, "", false, false, 2, []string{"mint.due"}},
	{[]string{"reject"}, actor, "", false, false, 1, []string{"destroy.due"}},
}

// The ways where texts are kept for good: who is about to keep one stands still until it
// should do that no more, who moves some while others keep theirs, or ends in the middle of
// it. The first is twice as likely: it has to meet a commit. Nothing else of the node stands
// still: no barrier waits for it.
var keptWays = []loneWay{
	{[]string{"hang"}, actor, "", false, false, 1, []string{"keep.due"}},
	{[]string{"hang"}, actor, "", false, false, 1, []string{"keep.due"}},
	{[]string{"hang"}, actor, "", false, true, 1, []string{"rewrap.due"}},
	{[]string{"crash"}, actor, "", false, false, 1, []string{"rewrap.due", "rewrap.applied", "undertake.applied"}},
}

// The ways of what is done past the engine: little is left to judge after it, so that few
// runs have it. Who owns the key stands still, so that others see it first; or somebody
// destroys material, and a node that loses its disk needs it.
var outsideWays = []loneWay{
	{[]string{deleteByHand.Name, deleteByHand.Name, garbleByHand.Name}, "", "", true, false, 1, onceWritten},
	{[]string{putBack.Name}, "", "", true, false, 1, onceWritten},
	{[]string{destroyByHand.Name}, "", "", false, false, 1, []string{"stage.answered", "settle.answered", "retire.answered"}},
}

// onceWritten are the moments at which the record has just been written.
var onceWritten = []string{"stage.answered", "publish.answered", "verify.answered", "drain.answered", "commit.answered", "settle.answered", "retire.answered", "revoke.answered"}

// rarely: of so many lone events one is done past the engine.
const rarely = 12

// The way of what ends all that a run can show: the store is put back to before a rotation,
// or to the middle of it. It is one in so many of the runs that may have it.
var lastWays = []loneWay{
	{[]string{"rewind"}, "", "", false, true, 2, []string{"stage.answered", "publish.answered", "drain.sent", "commit.answered", "settle.answered"}},
}

const lastOf = 16

// last is the event after which nothing can be shown; none in most runs.
func (x lone) last() []Event {
	if !x.fits() || x.choose("last", lastOf) > 0 {
		return nil
	}
	return x.by(lastWays)
}

// fits says whether the space is one for what comes once.
func (x lone) fits() bool {
	return len(x.s.Keys) > 0 && x.s.Meanings == nil && x.s.Kinds == nil && x.s.window() > 0
}

// draw is the event; none where the space does not have what it needs.
func (x lone) draw() []Event {
	if !x.fits() {
		return nil
	}
	ways := loneWays
	if x.s.Keeps && x.choose("kept", 4) > 0 {
		ways = keptWays
	}
	if len(x.s.Shows) > 0 && x.choose("outside", rarely) == 0 {
		ways = outsideWays
	}
	return x.by(ways)
}

// by is an event of one of some ways.
func (x lone) by(ways []loneWay) []Event {
	w := ways[x.choose("way", len(ways))]
	k := x.t.named(w.kinds[x.choose("kind", len(w.kinds))])
	if len(k.sides(x.s, When{})) == 0 || w.held && x.s.LongestPause == 0 || k.Name == TriggerKind && len(x.s.Strangers) == 0 {
		return nil
	}
	on, _ := MeaningOf(w.on[x.choose("meaning", len(w.on))])
	d := draw{c: x.c, s: x.s, k: k, on: on}
	e := d.event()
	if stepOf(e.On).Often {
		e.Nth = w.first + x.choose("nth", 8) // some time before the first rotation commits
	} else {
		e.Nth = w.first + x.choose("nth", 8)/7 // few runs come to a second
	}
	if k.has(countSlot.Name) {
		e.Amount = 1 // what comes after it is heard
	}
	if k.has(durationSlot.Name) {
		least, most := x.s.lease(), 2*x.s.lease()
		switch {
		case w.brief:
			least, most = 100, x.s.lease()/2
		case stepOf(e.On).Often: // a rotation's commit, and what comes of it, has to lie within
			least, most = x.s.longest(k)/2, x.s.longest(k)
		}
		e.For = x.length(least, min(most, x.s.longest(k)))
	}
	if k.has(targetSlot.Name) {
		e.Target = w.target
	}
	if k.has(peerSlot.Name) {
		e.Peer = w.peer
	}
	switch k.Name {
	case revoke.Name:
		e.Word, e.Nth = string(ApprovedAmiss), 2
	case rotate.Name:
		e.Word, e.Nth = string(Again), 2
	}
	if k.Name == TriggerKind {
		e.By = x.s.Strangers[x.choose("stranger", len(x.s.Strangers))]
	}
	plan := []Event{e}
	if k.Name == wrongStep.Name { // somebody has to be told of a halt before anything is done wrong about it
		plan = []Event{{Kind: halt.Name, Key: e.Key, When: e.When}, e}
	}
	if k.Name == destroyByHand.Name && len(x.s.Nodes) > 0 {
		node := x.s.Nodes[x.choose("node", len(x.s.Nodes))]
		plan = append(plan, Event{Kind: replace.Name, Target: node, When: e.When, For: x.length(100, min(x.s.lease(), x.s.longest(x.t.named(replace.Name))))})
	}
	if w.held {
		pause := Event{Kind: "pause", Target: actor, When: e.When, For: x.length(100, min(x.s.lease(), x.s.longest(x.t.named("pause"))))}
		plan = []Event{pause, e}
	}
	return plan
}

// length is between two, in milliseconds.
func (x lone) length(least, most int) time.Duration {
	return between(func(n int) int { return x.choose("length", n) }, least, most)
}

func (x lone) choose(what string, n int) int { return x.c("faults/lone/" + what).Choose(n) }

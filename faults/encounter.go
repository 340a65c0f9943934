package faults

import "time"

// An encounter is two events about one node, or one pool, in one rotation: it has just come, or it
// cannot load what is published, or its wall clock is wrong; and then it is cut off from the
// store, or an operator halts or aborts what it takes part in, or it starts again, and lacks
// what it lacks until the change is called off. Of a halt nobody may hear for a while, so that it
// lasts longer than what the node has. Either alone is survived by most engines that are wrong about
// who takes part in a change, and themes hardly ever have both on one node in the right
// order.
type encounter struct {
	c func(place string) Chooser
	s Space
	t Table
}

// A partOf is one of the two: a kind, the other side of its link if it has one, and the
// moments at which it comes.
type partOf struct {
	kind string
	peer string
	long bool // it lasts for leases, and not just for an instant
	on   []string
}

// When each comes. Who starts again, or lacks something, does so as the next version is
// about to be published. Who joins does so once it is, since nothing else keeps a node
// that starts in a moment from being there with the others. A node is cut off as sealing
// is about to move on; and who waits for one that lacks something never gets beyond the
// publication.
var (
	beforePublished = []string{"stage.due", "stage.sent", "stage.answered", "publish.due", "publish.sent"}
	whilePublished  = []string{"publish.applied", "publish.answered"}
	oncePublished   = []string{"publish.answered", "publish.answered", "publish.answered", "prove.due", "prove.sent", "prove.answered"}
	beforeDrained   = []string{"verify.due", "verify.sent", "verify.answered", "drain.due", "drain.sent"}
)

// The two halves, each with its ways; the parts of a way are as likely.
var (
	firstHalf = [3][]partOf{
		{{"join", "", false, oncePublished}, {"join", "", false, oncePublished},
			{"crash", "", false, beforePublished}, {"replace", "", false, beforePublished}},
		{{"partition", keyService, true, beforePublished}, {"reject", "", true, beforePublished},
			{"disk-full", "", true, beforePublished}, {"sync-error", "", true, beforePublished}},
		{{"wall-jump", "", true, beforeDrained}},
	}
	secondHalf = [3][]partOf{
		{{"partition", "store", true, beforeDrained}, {"hang", "", true, beforeDrained}},
		{{"halt", "", false, whilePublished}, {"halt", "", false, whilePublished}, {"halt", "", false, whilePublished},
			{"halt", "", false, whilePublished}, {"abort", "", false, whilePublished}},
		{{"crash", "", false, whilePublished}},
	}
)

// draw is the two events; none where the space does not have what they need.
func (x encounter) draw() []Event {
	if len(x.s.Nodes) == 0 || len(x.s.Keys) == 0 || x.s.Meanings != nil || x.s.Kinds != nil || x.s.window() == 0 {
		return nil
	}
	targets := x.s.Nodes
	if len(x.s.Pools) > 0 && x.choose("whom", 2) == 1 {
		targets = x.s.Pools
	}
	target := targets[x.choose("target", len(targets))]
	nth := 2 + x.choose("nth", 8)/7
	key := ""
	if len(x.s.Keys) > 1 {
		key = x.s.Keys[x.choose("key", len(x.s.Keys))]
	}
	first := firsts[x.choose("first", len(firsts))]
	if first == misset && x.s.WallJump == 0 {
		return nil
	}
	then := thens[first][x.choose("then", len(thens[first]))]
	plan := []Event{
		x.event("first", firstHalf[first], target, When{Key: key, Nth: nth}),
		x.event("then", secondHalf[then], target, When{Key: key, Nth: nth}),
	}
	if first == lacking && plan[1].Kind == halt.Name && len(x.s.Paged) > 0 && x.choose("nobody-hears", 2) == 1 {
		cut := partOf{partition.Name, "workers", true, []string{"halt.due"}}
		plan = append(plan, x.event("heard", []partOf{cut}, onDuty, When{Key: key, Nth: 1}))
	}
	if then == restarts {
		plan[0].For = time.Duration(x.s.longest(x.t.named(plan[0].Kind))) * time.Millisecond
	}
	return plan
}

// restarts is the way of the second half by which a node starts again.
const restarts = 2

// The ways of the first half by which somebody cannot have what is published, and by which a wall
// clock is wrong.
const (
	lacking = 1
	misset  = 2
)

// How often each way comes. Who is new starts again in no other way.
var (
	firsts = []int{0, 0, 1, 1, misset}
	thens  = [3][]int{{0, 0, 1}, {0, 1, 1, 1, restarts}, {0}}
)

func (x encounter) choose(what string, n int) int { return x.c("faults/encounter/" + what).Choose(n) }

func (x encounter) event(half string, parts []partOf, target string, w When) Event {
	p := parts[x.choose(half+"/kind", len(parts))]
	w.On = p.on[x.choose(half+"/meaning", len(p.on))]
	e := Event{Kind: p.kind, When: w, Peer: p.peer}
	k := x.t.named(p.kind)
	if !k.request {
		e.Target = target
	}
	if k.has(jumpSlot.Name) {
		e.Amount = int64(x.s.WallJump) * int64(1-2*x.choose(half+"/back", 2))
	}
	if k.has(durationSlot.Name) {
		e.For = x.length(half, p.long, x.s.longest(k))
	}
	return e
}

// length is an instant, or one lease to two.
func (x encounter) length(half string, long bool, most int) time.Duration {
	least, longest := 100, 500
	if long {
		least, longest = x.s.lease(), 2*x.s.lease()
	}
	return between(func(n int) int { return x.choose(half+"/length", n) }, least, min(longest, most))
}

package checker

// Histories that break an invariant's sentence, most of them by what an engine says of
// itself, and do not pass.

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

type attack struct {
	name string
	want []string // any of these should fire
	do   func() *Past
}

func base() *builder {
	b := bootstrap(2)
	b.traffic(3)
	b.rotate("w1#1", "d1")
	b.traffic(3)
	return b
}

func (b *builder) fault(at time.Duration) {
	b.h.Faults = append(b.h.Faults, Fault{Kind: "duplicate-trigger", Injected: true, Bites: []time.Duration{at}, From: at, To: at})
}

func (b *builder) acts(id, verb string, o Outcome) {
	b.h.Acts = append(b.h.Acts, Act{Key: "k", Called: b.now, Returned: b.now, Acted: Acted{ID: id, Verb: verb, Operator: "alice", Outcome: o}})
}

// on1 has the last act name version 1.
func (b *builder) on1() { b.h.Acts[len(b.h.Acts)-1].Versions = []uint32{1} }

// retired has version 1 retired in the name of an act.
func (b *builder) retired(act string) {
	b.write("w1#1", "v1 RETIRING", "operator:"+act, func(v *View) { v.Versions[0].State = Retiring; raise(v) })
	b.stampAll()
}

// old has a version after the first.
func old() *builder {
	b := base()
	b.rotate("w1#1", "old")
	b.pass(ms)
	return b
}

// revoked has version 1 revoked.
func (b *builder) revoked() {
	b.approved("e1", "revoke")
	b.retired("e1")
	b.scan("w1#1")
	b.write("w1#1", "v1 REVOKED", "deadline:barrier", func(v *View) { v.Versions[0].State, v.Floor, v.SealFloor = Revoked, v.Target, v.Target })
}

// relies has a relying party answer to an open of the first seal, by a view of some age.
func (b *builder) relies(a Answer, age time.Duration) {
	b.reopen("n1", 0)
	o := &b.h.Opens[len(b.h.Opens)-1]
	o.Node, o.Incarnation, o.Rev, o.Relying, o.Cache, o.Answer, o.Asked = "rp1", "", 0, true, "aged", a, o.Emitted-age
}

// ends gives a version an end; the first has no mint of its own.
func (b *builder) ends(version uint32, end time.Duration) {
	for i := range b.h.Effects {
		if e := &b.h.Effects[i]; e.Kind == Mint && e.Version == version {
			e.Ends = end
			return
		}
	}
	b.h.Effects = append([]Effect{{Key: "k", By: "setup", At: ms, Outside: Outside{Kind: Mint, Version: version, Print: print(version), Accepted: true, Made: true, Ends: end}}}, b.h.Effects...)
}

func (b *builder) lastSealed() time.Duration { return b.h.Seals[len(b.h.Seals)-1].Emitted }

// leaveOut has the newest stamps to open say nothing of a version.
func (b *builder) leaveOut(version uint32) {
	b.stampAll()
	for i := range b.nodes {
		s := &b.h.Stamps[len(b.h.Stamps)-1-2*i]
		k := slices.Index(s.Opens, version)
		s.Opens, s.Prints = slices.Delete(slices.Clone(s.Opens), k, k+1), slices.Delete(slices.Clone(s.Prints), k, k+1)
	}
}

// mostSealed is how many seals there are under the version that has most.
func (b *builder) mostSealed() (most int) {
	n := map[uint32]int{}
	for i := range b.h.Seals {
		n[b.h.Seals[i].Version]++
	}
	for _, x := range n {
		most = max(most, x)
	}
	return most
}

// approved has bob approve what alice asks for.
func (b *builder) approved(id, verb string) {
	b.acts(id, verb, Admitted)
	b.h.Acts = append(b.h.Acts, Act{Key: "k", Called: b.now, Returned: b.now + 5*ms, Acted: Acted{ID: id + "-too", Verb: "approve", Of: id, Operator: "bob", Outcome: Admitted}})
}

var attacks = slices.Concat([]attack{
	{"S12: a version that is held is retired", []string{"S12"}, func() *Past {
		b := old()
		b.acts("h1", "hold", Admitted)
		b.on1()
		b.pass(ms)
		b.approved("e1", "revoke")
		b.retired("e1")
		return b.done()
	}},
	{"S12: a version that is held again is retired", []string{"S12"}, func() *Past {
		b := old()
		for _, verb := range []string{"hold", "release", "hold"} {
			b.acts(verb+b.now.String(), verb, Admitted)
			b.on1()
			b.pass(ms)
		}
		b.approved("e1", "revoke")
		b.retired("e1")
		return b.done()
	}},
	{"S3: a relying party does not know a version that is owed", []string{"S3", "S5"}, func() *Past {
		b := old()
		b.relies(UnknownKey, b.h.Policy.PublishLead)
		return b.done()
	}},
	{"S14: a relying party opens what was revoked", []string{"S14"}, func() *Past {
		b := old()
		b.revoked()
		b.pass(b.h.Policy.PublishLead + 2*b.h.Policy.Emission)
		b.relies(Right, b.h.Policy.PublishLead)
		return b.done()
	}},
	{"S19: more is sealed under a version than policy allows", []string{"S19"}, func() *Past {
		b := old()
		b.traffic(3)
		b.h.Policy.SealLimit = b.mostSealed() - 1
		return b.done()
	}},
	{"S5: what somebody has forged opens, to what was sealed", []string{"S5"}, func() *Past {
		b := old()
		b.traffic(3)
		b.reforged("n1", "cut short", Right)
		return b.done()
	}},
	{"S5: what somebody has forged opens, to something else", []string{"S5"}, func() *Past {
		b := old()
		b.traffic(3)
		b.reforged("n1", "with another bit", Wrong)
		return b.done()
	}},
	{"invalid: what was forged is of no seal", []string{"invalid"}, func() *Past {
		b := old()
		b.traffic(3)
		b.reforged("n1", "cut short", UnknownKey)
		b.h.Forged[0].Seal = 999
		return b.done()
	}},
	{"S5: what is sealed outlives its version", []string{"S5"}, func() *Past {
		b := old()
		b.traffic(3)
		b.ends(b.rec.Active, b.lastSealed()+b.h.Policy.Lifetime-ms)
		return b.done()
	}},
	{"S5: what is sealed outlives its version by more than wall clocks may be off", []string{"S5"}, func() *Past {
		b := old()
		b.traffic(3)
		b.h.Policy.WallSkew = sec
		b.ends(b.rec.Active, b.lastSealed()+b.h.Policy.Lifetime-sec-ms)
		return b.done()
	}},
	{"L1: a rotation is given up for the end of a version that has enough left", []string{"L1", "S13"}, func() *Past {
		b := old()
		b.admit("w1#1", "d2", 1)
		b.publish("w1#1")
		b.ends(b.rec.Next, b.now+b.h.Policy.Lifetime+sec)
		b.abort("w1#1", "deadline:key-life")
		return b.done()
	}},
	{"L1: a rotation is given up for the end of a version that has none", []string{"L1", "S13"}, func() *Past {
		b := old()
		b.admit("w1#1", "d2", 1)
		b.publish("w1#1")
		b.abort("w1#1", "deadline:key-life")
		return b.done()
	}},
	{"L3: a node does not seal long before the version ends", []string{"L3"}, func() *Past {
		b := old()
		b.traffic(3)
		b.stay(60 * sec)
		b.ends(b.rec.Active, b.now+b.h.Policy.Lifetime+sec)
		b.deny("n1")
		return b.done()
	}},
	{"V0: a stamp leaves out a version that has not ended", []string{"V0", "S3"}, func() *Past {
		b := old()
		b.ends(1, b.now+b.h.Policy.Lifetime+60*sec)
		b.leaveOut(1)
		return b.done()
	}},
	{"S9: a pool is let in while the one before it does not hold the version", []string{"S9"}, func() *Past {
		b := inPools("a", "b", "c")
		nodes := b.nodes
		b.nodes = nodes[1:]
		b.publish("w1#1")
		b.letIn("w1#1", "a", "b")
		b.nodes = nodes
		return b.done()
	}},
	{"S9: a pool is let in while too few of the one before it hold the version", []string{"S9"}, func() *Past {
		b := inPools("a", "b", "c")
		b.h.Policy.PoolStamps = 2
		b.publish("w1#1")
		b.letIn("w1#1", "a", "b")
		return b.done()
	}},
	{"S9: all pools are let in at once", []string{"S9"}, func() *Past {
		b := inPools("a", "b", "c")
		b.first = nil
		b.publish("w1#1")
		return b.done()
	}},
	{"L4: not all pools may seal when it is halted, and encryption is said not to be affected", []string{"L4"}, func() *Past {
		b := halfLetIn()
		b.halt("w2#1")
		return b.done()
	}},
	{"S9: two pools are let in at once", []string{"S9"}, func() *Past {
		b := inPools("a", "b", "c")
		b.publish("w1#1")
		b.letIn("w1#1")
		return b.done()
	}},
	{"S9: a version is verified that a pool has never held", []string{"S9"}, func() *Past {
		b := inPools("a", "b")
		b.publish("w1#1")
		b.drain("w1#1")
		return b.done()
	}},
	{"S9: pools that were in are not any more", []string{"S9"}, func() *Past {
		b := inPools("a", "b")
		b.publish("w1#1")
		b.letIn("w1#1")
		b.letIn("w1#1", "a")
		return b.done()
	}},
	{"S9: a pool may seal while the one before it does not", []string{"S9"}, func() *Past {
		b := inPools("a", "b")
		b.publish("w1#1")
		b.letIn("w1#1")
		b.drain("w1#1")
		nodes := b.nodes
		b.scan("w1#1")
		b.nodes = nodes[1:]
		b.committed("w1#1")
		b.letIn("w1#1")
		b.nodes = nodes
		return b.done()
	}},
	{"S9: a rotation is over before all pools may seal", []string{"S9"}, func() *Past {
		b := inPools("a", "b")
		b.publish("w1#1")
		b.letIn("w1#1")
		b.drain("w1#1")
		b.commit("w1#1")
		return b.done()
	}},
	{"S11: a node of a pool that is not let in may open the next version", []string{"S11"}, func() *Past {
		b := inPools("a", "b")
		b.publish("w1#1")
		b.rec.Reached = nil
		b.stamp("n2", false)
		return b.done()
	}},
	{"S11: a node of a pool that is not let in may seal", []string{"S11"}, func() *Past {
		b := inPools("a", "b")
		b.publish("w1#1")
		b.letIn("w1#1")
		b.drain("w1#1")
		b.committed("w1#1")
		b.rec.Reached = nil
		b.stamp("n2", true)
		return b.done()
	}},
	{"S9: what lies ready counts as everywhere while a stamp does not open it", []string{"S9"}, func() *Past {
		b := sparing()
		nodes := b.nodes
		b.nodes = nodes[1:]
		b.spares("w1#1")
		b.demands("w1#1")
		b.stampAll()
		b.nodes = nodes
		b.proves("w1#1")
		return b.done()
	}},
	{"S9: what lies ready counts as everywhere while nobody has to open it", []string{"S9"}, func() *Past {
		b := sparing()
		b.spares("w1#1")
		b.proves("w1#1")
		return b.done()
	}},
	{"S9: what lies ready is taken, which not all had shown, and no lead passes", []string{"S9"}, func() *Past {
		b := sparing()
		b.spares("w1#1")
		b.pass(2 * b.h.Policy.PublishLead)
		b.hurries = true
		b.rotate("w1#1", "w1")
		return b.done()
	}},
	{"S8: a rotation leaves what lies ready, and takes another number", []string{"S8"}, func() *Past {
		b := sparing()
		b.spares("w1#1")
		b.rec.Spare = 0
		b.admit("w1#1", "w1", 1)
		return b.done()
	}},
	{"S8: what lies ready has a number that there was", []string{"S8"}, func() *Past {
		b := sparing()
		b.admit("w1#1", "w1", 1)
		b.publish("w1#1")
		b.abort("w1#1", "deadline:publish")
		b.rec.Versions, b.rec.Highest = b.rec.Versions[:2], 2
		b.spares("w1#1")
		return b.done()
	}},
	{"S11: a node opens what is made and does not lie ready", []string{"S11"}, func() *Past {
		b := sparing()
		b.spares("w1#1")
		b.h.Views[len(b.h.Views)-1].Spare = 0
		return b.done()
	}},
	{"S7: what lies ready is what is in use", []string{"S7"}, func() *Past {
		b := sparing()
		b.spares("w1#1")
		b.h.Effects[len(b.h.Effects)-1].Print = print(b.rec.Active)
		return b.done()
	}},
	{"L1: nothing lies ready", []string{"L1"}, func() *Past {
		b := sparing()
		b.rotate("w1#1", "w1")
		b.stay(2 * b.h.SpareBound())
		return b.done()
	}},
	{"S18: a version is revoked that nobody else approved", []string{"S18"}, func() *Past {
		b := old()
		b.acts("e1", "revoke", Admitted)
		b.retired("e1")
		return b.done()
	}},
	{"S18: a version is revoked that somebody would not approve", []string{"S18"}, func() *Past {
		b := old()
		b.approved("e1", "revoke")
		b.h.Acts[len(b.h.Acts)-1].Outcome = Refused
		b.retired("e1")
		return b.done()
	}},
	{"S18: an operator's own act is approved", []string{"S18"}, func() *Past {
		b := old()
		b.approved("e1", "revoke")
		b.h.Acts[len(b.h.Acts)-1].Operator = "alice"
		return b.done()
	}},
	{"S18: a passer-by is told that the rotation is halted", []string{"S18"}, func() *Past {
		b := old()
		b.acts("h1", "halt", Admitted)
		b.h.Acts[len(b.h.Acts)-1].Operator = "mallory"
		return b.done()
	}},
	{"S18: what a passer-by asked for is done", []string{"S18"}, func() *Past {
		b := old()
		b.begin()
		b.acts("a1", "abort", Unknown)
		b.h.Acts[len(b.h.Acts)-1].Operator = "mallory"
		b.write("w1#1", "ABORTING", "operator:a1", func(v *View) { v.Phase = Aborting; raise(v) })
		return b.done()
	}},
	{"S18: a hold is refused of what could be held", []string{"S18"}, func() *Past {
		b := old()
		b.acts("h1", "hold", Refused)
		b.on1()
		return b.done()
	}},
	{"S18: a revocation is refused of what could be revoked", []string{"S18"}, func() *Past {
		b := old()
		b.acts("h1", "revoke", Refused)
		b.on1()
		return b.done()
	}},
	{"S18: a rotation is said to be called off, and goes on", []string{"S18"}, func() *Past {
		b := old()
		b.begin()
		b.acts("a1", "abort", Admitted)
		b.publish("w1#1")
		return b.done()
	}},
	{"S18: a rotation is said to be called off, and another one was", []string{"S18"}, func() *Past {
		b := old()
		b.begin()
		b.abort("w1#1", "deadline:publish")
		b.pass(ms)
		b.admit("w1#1", "w9", 1)
		b.acts("a1", "abort", Admitted)
		b.h.Acts[len(b.h.Acts)-1].Rotation = b.rec.Rotation
		return b.done()
	}},
	{"S18: a rotation is said to be halted, and is not", []string{"S18"}, func() *Past {
		b := old()
		b.begin()
		b.acts("h1", "halt", Admitted)
		return b.done()
	}},
	{"S18: what was approved is said to be done, and is not", []string{"S18"}, func() *Past {
		b := old()
		b.approved("e1", "revoke")
		b.h.Acts[len(b.h.Acts)-2].Versions = []uint32{1}
		return b.done()
	}},
	{"S18: a rotation that was approved is said to have begun, and has not", []string{"S18"}, func() *Past {
		b := old()
		b.approved("e1", "rotate")
		return b.done()
	}},
	{"S18: an act is done to another rotation than was meant", []string{"S18"}, func() *Past {
		b := old()
		b.begin()
		b.acts("a1", "abort", Unknown)
		b.h.Acts[len(b.h.Acts)-1].Rotation = "r-old-1"
		b.abort("w1#1", "operator:a1")
		return b.done()
	}},
	{"S18: the next attempt is refused when it is its turn", []string{"S18"}, func() *Past {
		b := old()
		b.admit("w1#1", "w9", 1)
		b.abort("w1#1", b.cause())
		b.pass(ms)
		b.trigger("w9", 2, Refused, WhyAttempt)
		return b.done()
	}},
	{"S18: a window that nobody had is refused at rest", []string{"S18"}, func() *Past {
		b := old()
		b.trigger("w9", 1, Refused, "not today")
		return b.done()
	}},
	{"S18: a rotation is refused of a key at rest", []string{"S18"}, func() *Past {
		b := old()
		b.acts("h1", "rotate", Refused)
		return b.done()
	}},
	{"V0: a version is destroyed at once, and nothing tells of it", []string{"V0"}, func() *Past {
		b := base()
		b.write("w1#1", "v1 DESTROYED", "deadline:lifetime", func(v *View) { v.Versions[0].State = Destroyed })
		b.h.Views[len(b.h.Views)-1].Audit = nil
		return b.done()
	}},
	{"S13: an abort for a publish deadline that had a moment to go", []string{"S13"}, func() *Past {
		b := base()
		b.begin()
		b.publish("w1#1")
		n := len(b.h.Views)
		b.h.Views[n-2].Revision = b.h.Views[n-1].Revision - 1
		staged := b.h.Views[n-2].At
		b.now = staged + b.h.Policy.PublishDeadline - 3*ms
		b.abort("w1#1", "deadline:publish")
		return b.done()
	}},
	{"S1: a rotation starts for a request that was refused, and something was delayed", []string{"S1"}, func() *Past {
		b := base()
		b.admit("w1#1", "d2", 1)
		g := &b.h.Triggers[len(b.h.Triggers)-1]
		g.Outcome, g.Why, g.Rotation = Refused, "caller", ""
		b.h.Faults = append(b.h.Faults, Fault{Kind: "delay", Injected: true, Bites: []time.Duration{g.Called}, On: []string{"scheduler"}, From: g.Called, To: g.Called})
		b.abort("w1#1", b.cause())
		return b.done()
	}},
	{"S1: as that, and requests were delivered twice before it was asked for", []string{"S1"}, func() *Past {
		b := base()
		b.admit("w1#1", "d2", 1)
		g := &b.h.Triggers[len(b.h.Triggers)-1]
		g.Outcome, g.Why, g.Rotation = Refused, "caller", ""
		b.h.Faults = append(b.h.Faults, Fault{Kind: doubling, Injected: true, Bites: []time.Duration{g.Called - 1}, On: []string{"scheduler"}, From: g.Called - 1, To: g.Called - 1})
		b.abort("w1#1", b.cause())
		return b.done()
	}},
	{"S18: the scheduler has one attempt more than policy has, once an operator has had one", []string{"S18"}, func() *Past {
		b := base()
		b.h.Policy.Callers = []string{"scheduler", "operator"}
		for n := 1; n <= b.h.Policy.Attempts+1; n++ {
			b.admit("w1#1", "d2", n)
			if n == b.h.Policy.Attempts {
				b.h.Triggers[len(b.h.Triggers)-1].Caller = "operator"
			}
			b.abort("w1#1", b.cause())
		}
		return b.done()
	}},
	{"S1: a process that starts a rotation tells the caller that it may not", []string{"S1"}, func() *Past {
		b := base()
		b.admit("w1#1", "d2", 1)
		g := &b.h.Triggers[len(b.h.Triggers)-1]
		g.Outcome, g.Why, g.Rotation = Refused, "attempts", ""
		b.abort("w1#1", b.cause())
		return b.done()
	}},
	{"S1: a rotation is left for IDLE under another's id, and a third starts", []string{"S1"}, func() *Past {
		b := base()
		b.begin()
		b.write("w1#1", "IDLE", b.cause(), func(v *View) { v.Phase, v.Rotation = Idle, "r-other" })
		b.rotate("w1#1", "d3")
		return b.done()
	}},
	{"S13: sealing is given back to VERIFIED", []string{"S9"}, func() *Past {
		b := base()
		b.begin()
		b.publish("w1#1")
		b.drain("w1#1")
		b.pass(b.h.Policy.DrainDeadline)
		b.write("w1#1", "UNDRAINED", "deadline:drain", func(v *View) { v.Phase = Verified; raise(v) })
		return b.done()
	}},
	{"S4: a stranger writes without an entry, and an act without a verb is under way", []string{"S4"}, func() *Past {
		b := base()
		b.act("")
		b.write("w3#1", "HELD", b.cause(), func(*View) {})
		b.h.Views[len(b.h.Views)-1].Audit = nil
		return b.done()
	}},
	{"S13: the second write has no entry", []string{"S13"}, func() *Past {
		b := bootstrap(1)
		b.write("w1#1", "HELD", "operator:setup", func(*View) {})
		b.h.Views[1].Audit = nil
		return b.done()
	}},
	{"L4: the key is halted when it is first seen, and the halt has no name", []string{"L4"}, func() *Past {
		b := base()
		b.begin()
		b.halts("w1#1", "deadline:attempts")
		b.h.Views[len(b.h.Views)-1].Halt.Playbook = ""
		b.pass(sec)
		h := b.done()
		h.Views = h.Views[len(h.Views)-1:]
		return h
	}},
	{"S8: a number is taken twice, and made twice", []string{"S8"}, func() *Past {
		b := base()
		b.begin()
		b.publish("w1#1")
		b.abort("w1#1", b.cause())
		b.write("w1#1", "IDLE", b.cause(), func(v *View) { v.Highest--; v.Versions = v.Versions[:2] })
		b.admit("w1#1", "d3", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		b.h.Effects[len(b.h.Effects)-1].Op = "anew"
		return b.done()
	}},
	{"V0: a version is there as REVOKED that never was before", []string{"V0", "S12"}, func() *Past {
		b := base()
		b.write("w1#1", "v9 REVOKED", "deadline:barrier", func(v *View) {
			v.Versions = append(v.Versions, Version{N: 9, State: Revoked})
		})
		return b.done()
	}},
	{"S17: who knows of a halt has material made on an operator's errand", []string{"S17"}, func() *Past {
		b := base()
		b.begin()
		b.halt("w2#1")
		b.scan("w2#1")
		b.act("resume")
		b.h.Acts[len(b.h.Acts)-1].Worker = "w2"
		b.asks("w2#1", Asked{Verb: "mint", To: "keys", Version: 2})
		return b.done()
	}},
	{"V0: an entry's body cannot be read", []string{"V0"}, func() *Past {
		h := base().done()
		v := &h.Views[3]
		e := &v.Audit[0]
		e.Body = append(slices.Clone(e.Body), 7)
		v.Stored[0] = slices.Concat(e.Prev, e.Hash, e.Body)
		return h
	}},
	{"V0: a page tells of another halt", []string{"V0"}, func() *Past {
		b := base()
		b.begin()
		b.halt("w1#1")
		b.h.Pages[0].Sent, b.h.Pages[0].At = b.now, b.now+ms
		b.h.Pages[0].Halt.Owner = "somebody else"
		b.pass(sec)
		b.resume("w2#1")
		return b.done()
	}},
	{"S4: a process is told that it wrote what another wrote", []string{"S4"}, func() *Past {
		b := base()
		b.acquire("w2#1")
		b.h.Asks[len(b.h.Asks)-1].By = "w3#1"
		return b.done()
	}},
	{"S1: a window is tried again after a commit that is written off", []string{"S1", "S15"}, func() *Past {
		b := base()
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		b.drain("w1#1")
		b.committed("w1#1")
		b.write("w1#1", "ABORTED", b.cause(), func(v *View) { v.Phase = Aborted })
		b.write("w1#1", "IDLE", b.cause(), func(v *View) { v.Phase = Idle })
		b.admit("w1#1", "d2", 2)
		b.abort("w1#1", b.cause())
		return b.done()
	}},
	{"S1: a window is tried again when another rotation was aborted", []string{"S1"}, func() *Past {
		b := base()
		b.admit("w1#1", "d2", 1)
		b.admit("w1#1", "d3", 1)
		b.abort("w1#1", b.cause())
		b.admit("w1#1", "d2", 2)
		b.abort("w1#1", b.cause())
		return b.done()
	}},
	{"S1: two start without a window, for nobody", []string{"S1"}, func() *Past {
		b := base()
		for range 2 {
			b.admit("w1#1", "", 0)
			b.abort("w1#1", b.cause())
		}
		return b.done()
	}},
	{"S1: a rotation starts for a request that was refused, and a node's answer was delivered twice", []string{"S1"}, func() *Past {
		b := base()
		b.admit("w1#1", "d2", 1)
		g := &b.h.Triggers[len(b.h.Triggers)-1]
		g.Outcome, g.Why, g.Rotation = Refused, WhyBusy, ""
		b.h.Faults = append(b.h.Faults, Fault{Kind: doubling, Injected: true, Bites: []time.Duration{g.Called}, On: []string{"n1"}, From: g.Called, To: g.Called})
		b.abort("w1#1", b.cause())
		return b.done()
	}},
	{"S1: as that, and the request was delivered twice: nobody was told a lie but of being busy", []string{"S1"}, func() *Past {
		b := base()
		b.admit("w1#1", "d2", 1)
		g := &b.h.Triggers[len(b.h.Triggers)-1]
		g.Outcome, g.Why, g.Rotation = Refused, WhyBusy, ""
		b.h.Faults = append(b.h.Faults, Fault{Kind: doubling, Injected: true, Bites: []time.Duration{g.Called}, On: []string{"scheduler"}, From: g.Called, To: g.Called})
		b.abort("w1#1", b.cause())
		return b.done()
	}},
	{"S13: nothing but entries is written", []string{"S13", "V0"}, func() *Past {
		b := bootstrap(1)
		b.write("w1#1", "HELD", "operator:setup", func(*View) {})
		b.write("w1#1", "HELD", "operator:setup", func(*View) {})
		h := b.done()
		h.Views[1].RecordWritten = false
		h.Views[2].RecordWritten, h.Views[2].Audit, h.Views[2].AuditLost = false, nil, 1
		return h
	}},
	{"S4/S13: a process that never acquired drives a whole rotation under another's fence", []string{"S4", "S13"}, func() *Past {
		b := base() // w1#1 owns, fence 1
		b.admit("w1#1", "d2", 1)
		b.publish("w3#1")
		b.drain("w3#1")
		b.commit("w3#1")
		b.traffic(3)
		return b.done()
	}},
	{"S4: ownership passes without a higher fence, and the former owner commits", []string{"S4", "S13"}, func() *Past {
		b := base()
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.write("w2#1", "ACQUIRED", b.cause(), func(v *View) { v.Owner = "w2#1" })
		b.publish("w2#1")
		b.drain("w1#1")
		b.commit("w1#1")
		b.traffic(3)
		return b.done()
	}},
	{"S4: the fence goes down at a takeover, and the former owner's number comes back", []string{"S4", "S13"}, func() *Past {
		b := base()
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1") // fence 2
		b.write("w3#1", "ACQUIRED", b.cause(), func(v *View) { v.Owner, v.Fence = "w3#1", 1 })
		b.publish("w3#1")
		b.drain("w3#1")
		b.commit("w3#1")
		return b.done()
	}},
	{"S1: a second rotation for a window starts at STAGED, not at INTENT", []string{"S1"}, func() *Past {
		b := base()
		b.pass(sec)
		b.write("w1#1", "STAGED", "trigger:t1", func(v *View) {
			v.Phase, v.Window, v.Attempt, v.Rotation = Staged, "d1", 1, "r-again"
			v.Highest++
			v.Next = v.Highest
			v.Versions = append(v.Versions, Version{N: v.Next, State: Pending})
		})
		b.publish("w1#1")
		b.drain("w1#1")
		b.commit("w1#1")
		b.traffic(2)
		return b.done()
	}},
	{"S1: two rotations overlap under one rotation id (the second trigger unanswered)", []string{"S1"}, func() *Past {
		b := base()
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		id := b.rec.Rotation
		b.admit("w1#1", "d3", 1) // on top of d2, which is PUBLISHED
		b.h.Triggers[len(b.h.Triggers)-1].Outcome = Unknown
		b.h.Views[len(b.h.Views)-1].Rotation, b.rec.Rotation = id, id
		b.acquire2("w1#1", "trigger:t3")
		return b.done()
	}},
	{"S1: a duplicate is told of a rotation that never was", []string{"S1"}, func() *Past {
		b := base()
		b.trigger("d1", 1, Duplicate, "")
		b.h.Triggers[len(b.h.Triggers)-1].Rotation = "r-invented"
		return b.done()
	}},
	{"S1: a caller is told that it was admitted as a rotation other than the one that started", []string{"S1"}, func() *Past {
		b := base()
		b.h.Triggers[0].Rotation = "r-invented"
		return b.done()
	}},
	{"S2: the active version goes back before anybody sealed under the new one (nothing acknowledged)", []string{"S2"}, func() *Past {
		b := bootstrap(2)
		b.traffic(3)
		b.rotate("w1#1", "d1")
		b.write("w1#1", "COMMITTED", b.cause(), func(v *View) {
			v.Active, v.Versions[0].State, v.Versions[1].State = 1, Active, Deprecated
			raise(v)
		})
		b.stampAll()
		b.seal("n1")
		for i := range b.h.Seals {
			b.h.Seals[i].Acked = false
		}
		return b.done()
	}},
	{"S3/S5: an operator's abort of a rotation also closes an old version, and that counts as an emergency", []string{"S3", "S5", "S13"}, func() *Past {
		b := base()
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		b.acts("a1", "abort", Admitted)
		b.write("w1#1", "ABORTING", "operator:a1", func(v *View) {
			v.Phase = Aborting
			v.Versions[0].State = Retiring // v1, sealed under seconds ago
			raise(v)
		})
		b.stampAll()
		b.reopen("n1", 0)
		b.h.Opens[len(b.h.Opens)-1].Answer = UnknownKey
		b.write("w1#1", "ABORTED", "operator:a1", func(v *View) { v.Phase, v.Next = Aborted, 0; v.Versions[2].State = Burnt })
		b.write("w1#1", "IDLE", "operator:a1", func(v *View) { v.Phase = Idle })
		return b.done()
	}},
	{"S6: a version is installed on a node before any intent", []string{"S6"}, func() *Past {
		b := base()
		b.h.Effects = append(b.h.Effects, Effect{Key: "k", By: "w1#1",
			Sent: b.now - ms, At: b.now, Outside: Outside{Kind: Install, Version: 3, Op: "i", Node: "n1", Fence: 1,
				Accepted: true, Made: true}})
		b.pass(sec)
		b.rotate("w1#1", "d2")
		return b.done()
	}},
	{"S6: a version is committed and sealed under that was never minted (no PUBLISHED, no open stamps)", []string{"S6"}, func() *Past {
		b := bootstrap(2)
		b.traffic(2)
		b.admit("w1#1", "d1", 1)
		b.acquire("w1#1")
		b.write("w1#1", "STAGED", b.cause(), func(v *View) { v.Phase = Staged })
		b.drain("w1#1")
		b.commit("w1#1")
		b.seal("n1")
		b.seal("n2")
		h := b.done()
		h.Stamps = slices.DeleteFunc(h.Stamps, func(s Grant) bool { return !s.Sealing })
		h.Opens = nil
		return h
	}},
	{"S11: the record never raises its floors, and a node answers under a stamp that every barrier should have waited for", []string{"S11"}, func() *Past {
		b := base()
		b.rotate("w1#1", "d2")
		b.pass(sec)
		b.reopen("n1", 0)
		h := b.done()
		for i := range h.Views {
			h.Views[i].Floor, h.Views[i].SealFloor = 0, 0
		}
		// n1's first open stamp is never replaced, and opens all that will ever be.
		kept := false
		h.Stamps = slices.DeleteFunc(h.Stamps, func(s Grant) bool {
			drop := kept && s.Node == "n1" && !s.Sealing
			kept = kept || s.Node == "n1" && !s.Sealing
			return drop
		})
		for i := range h.Stamps {
			if s := &h.Stamps[i]; s.Node == "n1" && !s.Sealing {
				s.Until, s.Opens, s.Prints = h.End, []uint32{1}, nil
			}
		}
		h.Opens = h.Opens[len(h.Opens)-1:]
		h.Opens[0].Rev = 1
		// nobody seals under a version that the stamp does not open
		h.Seals = slices.DeleteFunc(h.Seals, func(s Seal) bool { return s.Version != 1 })
		return h
	}},
	{"S11: a seal stamp below the target is kept alive by its lease for a minute (SealLease 10 s)", []string{"S11"}, func() *Past {
		b := bootstrap(1)
		b.traffic(2)
		b.admit("w1#1", "d1", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		b.drain("w1#1")
		b.pass(60 * sec)
		h := b.done()
		for i := range h.Stamps { // the first seal stamp is the only one, and stands
			if s := &h.Stamps[i]; s.Sealing {
				s.Until = h.End
			}
		}
		first := true
		h.Stamps = slices.DeleteFunc(h.Stamps, func(s Grant) bool {
			drop := s.Sealing && !first
			first = first && !s.Sealing
			return drop
		})
		h.Faults = []Fault{{Injected: true, Bites: []time.Duration{0}}}
		h.Healed = h.End
		return h
	}},
	{"S6: a mint of a number below Highest that no rotation ever named as next", []string{"S6", "S8"}, func() *Past {
		b := base()
		b.write("w1#1", "v1 RETIRING", "deadline:lifetime", func(v *View) { v.Highest = 99 })
		b.h.Effects = append(b.h.Effects, Effect{Key: "k", By: "w1#1",
			Sent: b.now, At: b.now, Outside: Outside{Kind: Mint, Version: 50, Op: "m", Fence: 1, Print: "p50",
				Accepted: true, Made: true}})
		return b.done()
	}},
	{"S11: a stamp claims a revision of the key set that does not exist yet, and so is never below any target", []string{"S11"}, func() *Past {
		b := base()
		h := b.done()
		for i := range h.Stamps {
			h.Stamps[i].Rev = 1000
		}
		for i := range h.Seals {
			h.Seals[i].StampRev = 1000
		}
		for i := range h.Opens {
			h.Opens[i].Rev = 1000
		}
		return h
	}},
	{"L1: nobody is told of a halt, but a page about something else comes", []string{"L1", "L4"}, func() *Past {
		b := base()
		b.haltAlone()
		b.h.Pages = []Page{{Key: "k", At: b.now + sec, Paged: Paged{Notice: true, Halt: Halt{Reason: "a node could not confirm that it erased v1"}}}}
		b.pass(3 * testSettleBound())
		return b.done()
	}},
	{"S13: what every entry says was done is not what was done", []string{"S13"}, func() *Past {
		b := base()
		h := b.done()
		for i := range h.Views {
			h.Views[i].Audit[0].Transition = "LUNCH"
		}
		rechain(h)
		return h
	}},
	{"S13: an entry says v1 RETIRING, and the record goes to DESTROYED", []string{"S13"}, func() *Past {
		b := base()
		b.pass(testPolicy.Lifetime)
		b.write("w1#1", "v1 RETIRING", "deadline:lifetime", func(v *View) { v.Versions[0].State = Destroyed; raise(v) })
		return b.done()
	}},
	{"S13: the cause is a trigger that was refused for want of a right", []string{"S13", "S1"}, func() *Past {
		b := base()
		b.trigger("d2", 1, Refused, "caller") // forged: t2
		b.admit("w1#1", "d2", 1)              // the rightful one: t3
		b.acquire2("w1#1", "trigger:t2")
		b.h.Views[len(b.h.Views)-2].Audit[0].Cause = "trigger:t2"
		return b.done()
	}},
	{"S13: one act resumes twice", []string{"S13", "S17"}, func() *Past {
		b := base()
		b.fault(0)
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.acts("a1", "resume", Admitted)
		for range 2 {
			b.write("w1#1", "HALTED", "deadline:attempts", func(v *View) { v.From, v.Phase = v.Phase, Halted })
			b.h.Pages = append(b.h.Pages, Page{Key: "k", At: b.now})
			b.write("w2#1", "RESUMED", "operator:a1", func(v *View) { v.From, v.Phase = "", Intent; v.Fence++; v.Owner = "" })
			b.acquire("w1#1")
		}
		return b.done()
	}},
	{"S13: an abort for a publish deadline that had not passed", []string{"S13", "L1"}, func() *Past {
		b := base()
		b.fault(0)
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		b.abort("w1#1", "deadline:publish") // milliseconds after PUBLISHED; the deadline is 5 s
		return b.done()
	}},
	{"S1/L1: a rotation is dropped for IDLE, neither committed nor aborted, and none follows", []string{"S1", "L1"}, func() *Past {
		b := base()
		b.fault(0) // somewhere, once
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		b.write("w1#1", "IDLE", b.cause(), func(v *View) { v.Phase = Idle; raise(v) })
		b.stampAll()
		b.pass(200 * sec)
		return b.done()
	}},
	{"L1: a rotation takes 25 times the bound, without a fault", []string{"L1"}, func() *Past {
		b := base()
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		b.pass(25 * testSettleBound())
		b.stampAll()
		b.drain("w1#1")
		b.commit("w1#1")
		b.traffic(2)
		return b.done()
	}},
	{"L1: one resume long ago excuses every later halt", []string{"L1"}, func() *Past {
		b := base()
		b.admit("w1#1", "d2", 1)
		b.acts("a1", "halt", Admitted)
		b.acts("a2", "resume", Admitted)
		b.write("w1#1", "HALTED", "operator:a1", func(v *View) { v.From, v.Phase = v.Phase, Halted })
		b.write("w1#1", "RESUMED", "operator:a2", func(v *View) { v.From, v.Phase = "", Intent; v.Fence++; v.Owner = "" })
		b.acquire("w1#1")
		b.publish("w1#1")
		b.drain("w1#1")
		b.write("w1#1", "HALTED", "deadline:attempts", func(v *View) { v.From, v.Phase = v.Phase, Halted })
		b.h.Pages = []Page{{Key: "k", At: b.now}}
		return b.done()
	}},
}, keptAttacks, byHandAttacks)

func (b *builder) acquire2(by, cause string) {
	b.write(by, "ACQUIRED", cause, func(v *View) { v.Owner = by; v.Fence++ })
}

func TestAttacks(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			h := a.do()
			r := Check(h, Options{Porcupine: 5 * time.Second})
			if len(r.Invalid) > 0 {
				if slices.Contains(a.want, "invalid") {
					return
				}
				t.Fatalf("INVALID %v", r.Invalid)
			}
			var unjudged []string
			for _, v := range r.Verdicts {
				if !v.Judged {
					unjudged = append(unjudged, v.Invariant+" ("+v.WhyNot+")")
				}
			}
			for _, id := range a.want {
				if slices.Contains(r.Fired(), id) {
					t.Logf("fired %v", r.Fired())
					return
				}
			}
			var lin []string
			for _, l := range r.Linear {
				lin = append(lin, fmt.Sprintf("%s: %s", l.Object, l.Result))
			}
			t.Errorf("want one of %v; fired %v; %v; not judged: %v; violations %+v", a.want, r.Fired(), lin, unjudged, r.Violations())
		})
	}
}

package checker

// Histories that look wrong, keep every sentence, and pass.

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

type lawfulCase struct {
	name string
	do   func() *Past
}

var lawful = slices.Concat([]lawfulCase{
	{"S1: an operator starts two rotations, one after the other, without a window", func() *Past {
		b := base()
		for i := range 2 {
			id := fmt.Sprint("op", i)
			b.approved(id, "rotate")
			b.write("w1#1", "INTENT", "operator:"+id, func(v *View) {
				v.Phase, v.Window, v.Attempt, v.Rotation = Intent, "", 0, "r-"+id
				v.Highest++
				v.Next = v.Highest
				v.Versions = append(v.Versions, Version{N: v.Next, State: Pending})
			})
			for _, p := range []struct {
				t string
				f func(v *View)
			}{
				{"ABORTING", func(v *View) { v.Phase = Aborting; raise(v) }},
				{"ABORTED", func(v *View) {
					v.Phase, v.Next, v.Floor, v.SealFloor = Aborted, 0, v.Target, v.Target
					v.Versions[len(v.Versions)-1].State = Burnt
				}},
				{"IDLE", func(v *View) { v.Phase = Idle }},
			} {
				b.acts(id+p.t, "abort", Unknown)
				b.write("w1#1", p.t, "operator:"+id+p.t, p.f)
				b.stampAll()
				b.scan("w1#1")
			}
		}
		return b.done()
	}},
	{"admission: 130 windows, one after the other", func() *Past {
		b := base()
		for i := range 130 {
			b.rotate("w1#1", fmt.Sprint("w", i))
		}
		return b.done()
	}},
	{"S13: a takeover and the next step in one write, for the owner's lease that ran out", func() *Past {
		b := base()
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		b.pass(b.h.Policy.PublishLead)
		b.scan("w2#1")
		b.write("w2#1", "VERIFIED", "deadline:owner-lease", func(v *View) {
			v.Owner, v.Phase, v.Floor, v.SealFloor = "w2#1", Verified, v.Target, v.Target
			v.Fence++
		})
		b.write("w2#1", "DRAINING", b.cause(), func(v *View) { v.Phase = Draining; raise(v) })
		b.stampAll()
		b.commit("w2#1")
		return b.done()
	}},
	{"S4: a worker that once owned the key carries out an operator's emergency revoke", func() *Past {
		b := base()
		b.acquire("w2#1")
		b.approved("e1", "revoke")
		b.write("w1#1", "v1 RETIRING", "operator:e1", func(v *View) { v.Versions[0].State = Retiring; raise(v) })
		b.stampAll()
		return b.done()
	}},
	{"S4: a process is told of a write of something else at the record's revision", func() *Past {
		b := base()
		b.acquire("w2#1")
		a := copied(&b.h.Asks[len(b.h.Asks)-1])
		a.By, a.Puts = "w3#1", []string{"k/other"}
		b.h.Asks = append(b.h.Asks, a)
		return b.done()
	}},
	{"S12: a version is retired when its hold is lifted", func() *Past {
		b := old()
		for _, verb := range []string{"hold", "release"} {
			b.acts(verb+"1", verb, Admitted)
			b.on1()
			b.pass(ms)
		}
		b.approved("e1", "revoke")
		b.retired("e1")
		return b.done()
	}},
	{"S12: a version is held that is being retired", func() *Past {
		b := old()
		b.approved("e1", "revoke")
		from := b.now
		b.retired("e1")
		b.acts("h1", "hold", Admitted)
		b.on1()
		b.h.Acts[len(b.h.Acts)-1].Called = from
		return b.done()
	}},
	{"S18: what cannot be done is refused", func() *Past {
		b := old()
		b.acts("h1", "hold", Admitted)
		b.on1()
		b.pass(ms)
		for _, verb := range []string{"hold", "revoke"} {
			b.acts(verb+"2", verb, Refused)
			b.on1()
		}
		b.pass(ms)
		b.begin()
		b.acts("r1", "rotate", Refused)
		return b.done()
	}},
	{"S18: what is called off already is called off again", func() *Past {
		b := old()
		b.begin()
		rotation := b.rec.Rotation
		b.abort("w1#1", "operator:"+b.act("abort"))
		b.pass(ms)
		b.acts("a2", "abort", Admitted)
		b.h.Acts[len(b.h.Acts)-1].Rotation = rotation
		return b.done()
	}},
	{"S18: an attempt is refused that is not its turn", func() *Past {
		b := old()
		b.trigger("w9", 2, Refused, WhyAttempt)
		b.admit("w1#1", "w9", 1)
		b.trigger("w8", 1, Refused, "another is in flight")
		b.abort("w1#1", "operator:"+b.act("abort"))
		b.pass(ms)
		b.trigger("w9", 3, Refused, WhyAttempt)
		b.trigger("w9", b.h.Policy.Attempts+1, Refused, "attempts")
		return b.done()
	}},
	{"S3: a relying party with an old view does not know a version", func() *Past {
		b := old()
		b.relies(UnknownKey, b.h.Policy.PublishLead+ms)
		return b.done()
	}},
	{"S14: a relying party opens what was revoked while its view may be of before", func() *Past {
		b := old()
		b.revoked()
		b.pass(b.h.Policy.PublishLead - 10*ms)
		b.relies(Right, b.h.Policy.PublishLead)
		return b.done()
	}},
	{"S14: a relying party with an old view opens what was revoked", func() *Past {
		b := old()
		b.revoked()
		b.pass(sec + 2*b.h.Policy.PublishLead)
		b.relies(Right, sec+b.h.Policy.PublishLead)
		return b.done()
	}},
	{"S19: as much is sealed under a version as policy allows, and then nothing", func() *Past {
		b := old()
		b.traffic(3)
		b.h.Policy.SealLimit = b.mostSealed()
		b.stay(60 * sec)
		b.deny("n1")
		return b.done()
	}},
	{"S5: what is sealed lives until its version ends, and nothing is sealed after", func() *Past {
		b := old()
		b.traffic(3)
		b.stay(60 * sec)
		b.ends(b.rec.Active, b.lastSealed()+b.h.Policy.Lifetime)
		b.deny("n1")
		return b.done()
	}},
	{"S5: what is sealed outlives its version by what wall clocks may be off", func() *Past {
		b := old()
		b.traffic(3)
		b.h.Policy.WallSkew = sec
		b.ends(b.rec.Active, b.lastSealed()+b.h.Policy.Lifetime-sec)
		return b.done()
	}},
	{"L1: a rotation is given up whose version has too little left", func() *Past {
		b := old()
		b.admit("w1#1", "d2", 1)
		b.publish("w1#1")
		b.ends(b.rec.Next, b.now+b.h.Policy.Lifetime)
		b.abort("w1#1", "deadline:key-life")
		return b.done()
	}},
	{"V0: a stamp leaves out a version that has ended", func() *Past {
		b := old()
		b.ends(1, b.now-ms)
		for i := range b.h.Seals { // what was sealed under it has to be older
			if s := &b.h.Seals[i]; s.Version == 1 {
				b.h.Policy.Lifetime = min(b.h.Policy.Lifetime, b.now-ms-s.Emitted)
			}
		}
		b.leaveOut(1)
		return b.done()
	}},
	{"S9: pools are let in one after another", func() *Past {
		b := inPools("a", "b", "c")
		b.publish("w1#1")
		b.letIn("w1#1", "a", "b")
		b.letIn("w1#1")
		b.drain("w1#1")
		b.committed("w1#1")
		b.letIn("w1#1", "a", "b")
		b.deny("n3")
		b.letIn("w1#1")
		b.write("w1#1", "IDLE", b.cause(), func(v *View) { v.Phase = Idle })
		b.traffic(3)
		return b.done()
	}},
	{"S9: the only pool is let in", func() *Past {
		b := inPools("a", "a")
		b.first = nil
		b.publish("w1#1")
		b.drain("w1#1")
		b.commit("w1#1")
		return b.done()
	}},
	{"S9: an engine that does not offer it lets all pools in at once", func() *Past {
		b := inPools("a", "b")
		b.h.Offers.Turns, b.first = false, nil
		b.publish("w1#1")
		b.drain("w1#1")
		b.commit("w1#1")
		return b.done()
	}},
	{"L4: not all pools may seal when it is halted, and that is said", func() *Past {
		b := halfLetIn()
		b.write("w2#1", "HALTED", "operator:"+b.act("halt"), func(v *View) {
			v.From, v.Phase, v.Halt = v.Phase, Halted, aHalt
			v.Halt.EncryptionAffected = true
		})
		b.h.Pages = append(b.h.Pages, b.page(b.now))
		return b.done()
	}},
	{"S9: what lies ready is taken, and no lead passes", func() *Past {
		b := sparing()
		b.spares("w1#1")
		b.demands("w1#1")
		b.stampAll()
		b.proves("w1#1")
		b.pass(b.h.Policy.PublishLead)
		b.hurries = true
		b.rotate("w1#1", "w1")
		b.spares("w1#1")
		b.demands("w1#1")
		b.stampAll()
		b.proves("w1#1")
		b.traffic(3)
		return b.done()
	}},
	{"S9: what lies ready is taken before it is everywhere, and the lead passes", func() *Past {
		b := sparing()
		b.spares("w1#1")
		b.rotate("w1#1", "w1")
		b.traffic(3)
		return b.done()
	}},
	{"S15: what lay ready is aborted with its rotation, and nothing lies ready after it", func() *Past {
		b := sparing()
		b.spares("w1#1")
		b.admit("w1#1", "w1", 1)
		b.publish("w1#1")
		b.act("abort")
		b.abort("w1#1", "operator:act-1")
		b.stay(40 * sec)
		return b.done()
	}},
	{"V0: a node does not have what lies ready", func() *Past {
		b := sparing()
		nodes := b.nodes
		b.nodes = nodes[:1]
		b.spares("w1#1")
		b.nodes = nodes
		b.traffic(2)
		return b.done()
	}},
	{"S13: an operator sets a hold", func() *Past {
		b := base()
		b.acts("h1", "hold", Admitted)
		b.write("w1#1", "HELD", "operator:h1", func(*View) {})
		return b.done()
	}},
}, keptLawful, byHandLawful)

func TestLawful(t *testing.T) {
	for _, c := range lawful {
		t.Run(c.name, func(t *testing.T) {
			r := Check(c.do(), Options{Porcupine: 5 * time.Second})
			if len(r.Invalid) > 0 || r.Violated() || r.Inconclusive() {
				t.Errorf("invalid %v, fired %v, inconclusive %v, linear %+v, violations %+v", r.Invalid, r.Fired(), r.Inconclusive(), r.Linear, r.Violations())
			}
		})
	}
}

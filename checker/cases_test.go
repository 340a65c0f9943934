package checker

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"
)

func invariant(id string) Invariant {
	return All[slices.IndexFunc(All, func(i Invariant) bool { return i.ID == id })]
}

// What looks wrong and is right.
var allowed = []struct {
	name, invariant string
	do              func(b *builder)
}{
	{"an operator holds a version while the key is halted", "V0", func(b *builder) {
		b.begin()
		b.halt("w1#1")
		b.write("w2#1", "HELD", "operator:"+b.act("hold"), func(*View) {})
		b.resume("w2#1")
	}},
	{"an abort when no stamp stands, and one is granted below its target later", "S12", func(b *builder) {
		b.begin()
		b.publish("w1#1")
		b.pass(b.h.Policy.OpenLease + sec)
		b.write("w1#1", "ABORTING", "deadline:publish", func(v *View) { v.Phase = Aborting; raise(v) })
		b.rec.Rev--
		b.stamp("n1", true)
		b.rec.Rev++
		b.destroy("w1#1", b.rec.Next)
		b.stamp("n1", true)
		b.write("w1#1", "ABORTED", "deadline:publish", func(v *View) {
			v.Phase, v.Floor, v.SealFloor, v.Next = Aborted, v.Target, v.Target, 0
			v.Versions[len(v.Versions)-1].State = Burnt
		})
	}},
	{"a page that comes after the halt is of something else", "V0", func(b *builder) {
		b.begin()
		b.halt("w1#1")
		b.resume("w2#1")
		b.acquire("w2#1")
		p := Page{Key: "k", Sent: b.now, At: b.now, Paged: Paged{Halt: Halt{Reason: "another"}}}
		b.publish("w2#1")
		b.h.Pages = append(b.h.Pages, p)
	}},
	{"a page that was sent before the halt is of something else", "V0", func(b *builder) {
		b.begin()
		sent := b.now
		b.halt("w1#1")
		b.h.Pages = append(b.h.Pages, Page{Key: "k", Sent: sent, At: b.now + ms, Paged: Paged{Halt: Halt{Reason: "another"}}})
	}},
	{"who knows of a halt writes something else", "S17", func(b *builder) {
		b.begin()
		b.halt("w2#1")
		b.scan("w2#1")
		b.asks("w2#1", Asked{Verb: "txn", To: "store", Puts: []string{"k/other"}})
		b.asks("w2#1", Asked{Verb: "txn", To: "store", Puts: nil})
		b.resume("w2#1")
	}},
	{"who knows of another's halt has material made for another key", "S17", func(b *builder) {
		b.begin()
		b.halt("w2#1")
		b.scan("w2#1")
		b.asks("w2#1", Asked{Verb: "mint", To: "keys", Version: 2})
		b.h.Asks[len(b.h.Asks)-1].Key = "other"
		b.resume("w2#1")
	}},
	{"who knows of a halt starts what a trigger asks for, and is refused", "S17", func(b *builder) {
		b.begin()
		b.halt("w2#1")
		b.scan("w2#1")
		b.h.Triggers = append(b.h.Triggers, Trigger{Key: "k", Called: b.now, Returned: b.now + 2*ms, Requested: Requested{ID: "t9", Window: "d9", Attempt: 1, Caller: "scheduler", Worker: "w2", Outcome: Refused, Why: WhyBusy}})
		b.asks("w2#1", Asked{Verb: "txn", To: "store", Puts: []string{"k/record"}, Reply: NotHeld})
		b.pass(2 * ms)
		b.resume("w2#1")
	}},
	{"a halt of what has committed is resumed", "S9", func(b *builder) {
		b.begin()
		b.publish("w1#1")
		b.drain("w1#1")
		b.committed("w1#1")
		b.halt("w1#1")
		b.resume("w2#1")
		b.acquire("w2#1")
		b.write("w2#1", "IDLE", b.cause(), func(v *View) { v.Phase = Idle })
	}},
	{"a stamp outlives its lease while the store is away", "S11", func(b *builder) {
		b.stampAll()
		from := b.now
		b.pass(b.h.Policy.SealLease + 5*sec)
		b.h.Stamps[b.open["n1"][0]-1].Until = b.now
		b.strike("store", from, from)
	}},
	{"it was away until just before it granted that", "S11", func(b *builder) {
		b.stampAll()
		b.strike("store", b.now-sec, b.now)
		b.pass(b.h.Policy.SealLease + 5*sec)
		b.h.Stamps[b.open["n1"][0]-1].Until = b.now
	}},
	{"it is away from when the stamp ends", "S11", func(b *builder) {
		b.stampAll()
		b.pass(b.h.Policy.SealLease + 5*sec)
		b.h.Stamps[b.open["n1"][0]-1].Until = b.now
		b.strike("store", b.now, b.now+sec)
	}},
	{"an emergency closes a version after another was closed", "S3", func(b *builder) {
		b.rotate("w1#1", "d2")
		b.seal("n1")
		b.pass(b.h.Policy.Lifetime)
		b.write("w1#1", "v1 RETIRING", "deadline:lifetime", func(v *View) { v.Versions[0].State = Retiring; raise(v) })
		b.seal("n1")
		b.rotate("w1#1", "d3")
		b.h.Acts = append(b.h.Acts, Act{Key: "k", Called: b.now, Returned: b.now + sec, Acted: Acted{ID: "e2", Verb: "revoke", Versions: []uint32{3}, Outcome: Admitted}})
		b.write("w1#1", "v3 RETIRING", "operator:e2", func(v *View) { v.Versions[2].State = Retiring; raise(v) })
		b.stampAll()
	}},
	{"material that was made twice is destroyed twice", "S12", func(b *builder) {
		again := b.h.Effects[0]
		again.Op, again.Version = "again", 1
		again.At, again.Sent = b.now, b.now
		b.h.Effects = append(b.h.Effects, again)
		b.retire("w1#1", 1)
		gone := b.h.Effects[len(b.h.Effects)-1]
		gone.Op, gone.Accepted, gone.Made = "again", false, false
		k := len(b.h.Effects) - 1
		b.h.Effects = slices.Insert(b.h.Effects, k, gone)
		gone.Accepted = true
		b.h.Effects = slices.Insert(b.h.Effects, k, gone)
	}},
	{"a mint under the same operation made nothing, of another version", "S12", func(b *builder) {
		again := b.h.Effects[0]
		again.Op, again.Version, again.Made, again.At = "mint-1", 9, false, b.now
		b.h.Effects = append(b.h.Effects, again)
		b.retire("w1#1", 1)
	}},
	{"a mint that made nothing need not be undone", "S12", func(b *builder) {
		again := b.h.Effects[0]
		again.Op, again.Version, again.Made, again.At = "again", 1, false, b.now
		b.h.Effects = append(b.h.Effects, again)
		b.retire("w1#1", 1)
	}},
	{"a stamp is extended while a version is published", "S11", func(b *builder) {
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		b.extendLast()
	}},
	{"it is extended while the rotation is halted there", "S11", func(b *builder) {
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		b.extendLast()
		b.h.Views[len(b.h.Views)-1].Phase, b.h.Views[len(b.h.Views)-1].From = Halted, Published
	}},
	{"a store that begins anew lets a stamp live on that is below the target", "S11", func(b *builder) {
		b.stampAll()
		rev := b.rec.Rev
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		b.stamp("n1", true)
		on := &b.h.Stamps[len(b.h.Stamps)-1]
		on.By, on.Kept, on.Rev = "store#2", true, rev
		b.stampAll()
	}},
	{"a node answers under the stamp that its own next one replaced", "S11", func(b *builder) {
		b.stampAll()
		b.write("w1#1", "RAISED", b.cause(), raise)
		b.stampAll()
		b.reopen("n1", 0)
		b.h.Opens[len(b.h.Opens)-1].Rev--
	}},
	{"a node already opens what its next stamp adds", "S11", func(b *builder) {
		b.seal("n1")
		last := len(b.h.Seals) - 1
		b.h.Seals[last].Version = 2
		for i := range b.h.Stamps {
			if s := &b.h.Stamps[i]; s.Node == "n1" && !s.Sealing {
				s.Opens, s.Prints = []uint32{1}, nil
			}
		}
		b.reopen("n1", last)
		b.stampAll()
	}},
	{"an answer leaves within δ after its stamp was replaced", "S11", func(b *builder) {
		b.seal("n1")
		s := &b.h.Seals[len(b.h.Seals)-1]
		b.stampAll()
		s.Emitted = b.now + testPolicy.Emission
		b.h.Stamps[len(b.h.Stamps)-4].Seal = 0
	}},
	{"a relying party has no stamp", "S11", func(b *builder) {
		b.reopen("n1", 0)
		o := &b.h.Opens[len(b.h.Opens)-1]
		o.Node, o.Incarnation, o.Rev, o.Relying = "rp1", "", 0, true
	}},
	{"an operator starts two without a window, one after the other", "S1", func(b *builder) {
		for range 2 {
			b.h.Acts = append(b.h.Acts, Act{Key: "k", Called: b.now, Returned: b.now, Acted: Acted{ID: "a1", Verb: "rotate"}})
			b.admit("w1#1", "", 0)
			b.h.Triggers = b.h.Triggers[:len(b.h.Triggers)-1]
			b.h.Views[len(b.h.Views)-1].Audit[0].Cause = "operator:a1"
			b.abort("w1#1", "operator:a1")
		}
	}},
	{"a second attempt after the first was aborted", "S1", func(b *builder) {
		b.admit("w1#1", "d2", 1)
		b.abort("w1#1", b.cause())
		b.admit("w1#1", "d2", 2)
		b.abort("w1#1", b.cause())
	}},
	{"a duplicate of a first attempt, once the second is under way", "S1", func(b *builder) {
		b.admit("w1#1", "d2", 1)
		b.abort("w1#1", b.cause())
		b.admit("w1#1", "d2", 2)
		b.trigger("d2", 1, Duplicate, "")
		b.h.Triggers[len(b.h.Triggers)-1].Rotation = "r-d2-2"
	}},
	{"a former owner admits", "S4", func(b *builder) {
		b.acquire("w2#1")
		b.admit("w1#1", "d2", 1)
	}},
	{"a former owner carries out an operator's act", "S4", func(b *builder) {
		b.acquire("w2#1")
		b.write("w1#1", "HALTED", "operator:a1", func(v *View) { v.From, v.Phase = v.Phase, Halted })
	}},
	{"an owner ends its own ownership by a resume whose entry comes after", "S4", func(b *builder) {
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.write("w2#1", "HALTED", "operator:a1", func(v *View) { v.From, v.Phase = v.Phase, Halted })
		b.write("w1#1", "RESUMED", "operator:a2", func(v *View) { v.From, v.Phase, v.Owner, v.Fence = "", Intent, "", v.Fence+1 })
		b.h.Views[len(b.h.Views)-1].Audit = nil
	}},
	{"a former owner resumes for an operator, and the entry comes after", "S4", func(b *builder) {
		b.admit("w1#1", "d2", 1)
		b.acquire("w2#1")
		b.write("w2#1", "HALTED", "operator:a1", func(v *View) { v.From, v.Phase = v.Phase, Halted })
		b.h.Acts = append(b.h.Acts, Act{Key: "k", Called: b.now, Returned: b.now + sec, Acted: Acted{ID: "a2", Verb: "resume", Outcome: Admitted}})
		b.write("w1#1", "RESUMED", "operator:a2", func(v *View) { v.From, v.Phase, v.Owner, v.Fence = "", Intent, "", v.Fence+1 })
		b.h.Views[len(b.h.Views)-1].Audit = nil
	}},
	{"a former owner owns again", "S4", func(b *builder) {
		b.acquire("w2#1")
		b.acquire("w1#1")
		b.write("w1#1", "v1 RETIRING", "deadline:lifetime", func(*View) {})
	}},
	{"an effect sent by a former owner lands before the first of the new one", "S4", func(b *builder) {
		b.acquire("w2#1")
		b.h.Effects = append(b.h.Effects, Effect{Key: "k", By: "w1#1", At: b.now, Outside: Outside{Kind: Destroy, Fence: 1, Accepted: true, Made: true}})
	}},
	{"an operator aborts what is halted", "S17", abortHalted},
	{"an operator aborts what is halted", "S15", abortHalted},
	{"an operator aborts what is halted", "S9", abortHalted},
	{"an operator aborts what is halted", "S18", abortHalted},
	{"a halt while draining gives sealing back", "S9", func(b *builder) {
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		b.drain("w1#1")
		b.write("w2#1", "HALTED", "operator:"+b.act("halt"), func(v *View) { v.From, v.Phase = Published, Halted; raise(v) })
	}},
	{"an effect that was under way when the halt came", "S17", func(b *builder) {
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.halt("w2#1")
		b.asks("w1#1", Asked{Verb: "mint", To: "keys", Version: 2})
		b.scan("w1#1")
		b.resume("w2#1")
	}},
	{"who knows of a halt carries out what ends it", "S17", func(b *builder) {
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.halt("w2#1")
		b.scan("w2#1")
		b.act("resume")
		b.h.Acts[len(b.h.Acts)-1].Worker = "w2"
		b.asks("w2#1", Asked{Verb: "txn", To: "store", Puts: []string{"k/record"}})
	}},
	{"a version is retired when its lifetime has passed", "S12", func(b *builder) {
		b.rotate("w1#1", "d2")
		b.retire("w1#1", 1)
	}},
	{"a floor moves with a revoke while the record rests", "S9", func(b *builder) {
		b.rotate("w1#1", "d2")
		b.retire("w1#1", 1)
	}},
	{"an answer leaves within δ after the version was revoked", "S14", func(b *builder) {
		b.traffic(2)
		b.rotate("w1#1", "d1")
		b.retire("w1#1", 1)
		b.reopen("n1", 0)
		o := &b.h.Opens[len(b.h.Opens)-1]
		revoked := one(b.h.Views, func(int) int { return 0 }, inState(1, Revoked)).At
		o.Called, o.Received, o.Emitted, o.Returned = revoked, revoked, revoked+b.h.Policy.Emission, b.now
	}},
	{"what is revoked is not opened", "S14", func(b *builder) {
		b.traffic(2)
		b.rotate("w1#1", "d1")
		b.retire("w1#1", 1)
		b.reopen("n1", 0)
		b.h.Opens[len(b.h.Opens)-1].Answer = UnknownKey
	}},
	{"one nonce under two versions", "S19", func(b *builder) {
		b.seal("n1")
		b.rotate("w1#1", "d1")
		b.seal("n1")
		n := len(b.h.Seals)
		b.h.Seals[n-1].Nonce = b.h.Seals[n-2].Nonce
	}},
	{"a caller without the right is refused", "S18", func(b *builder) {
		b.trigger("d2", 1, Refused, "caller")
		b.h.Triggers[len(b.h.Triggers)-1].Caller = "mallory"
	}},
	{"an operator asks for more attempts than policy has", "S18", func(b *builder) {
		for n := 1; n <= b.h.Policy.Attempts+1; n++ {
			b.admit("w1#1", "d2", n)
			b.h.Triggers[len(b.h.Triggers)-1].Caller = "operator"
			b.h.Policy.Callers = []string{"scheduler", "operator"}
			b.abort("w1#1", b.cause())
		}
	}},
	{"a number is made under two operations for one admission", "S8", func(b *builder) {
		b.rotate("w1#1", "d1")
		again := b.h.Effects[0]
		again.Op, again.At = "again", b.now
		b.h.Effects = append(b.h.Effects, again)
	}},
	{"an aborted rotation's number is not taken again", "S8", func(b *builder) {
		b.admit("w1#1", "d1", 1)
		b.acquire("w1#1")
		b.abort("w1#1", b.cause())
		b.rotate("w1#1", "d2")
	}},
	{"a halt after the commit is resumed", "S16", func(b *builder) {
		b.rotate("w1#1", "d1")
		b.halt("w1#1")
		b.resume("w1#1")
	}},
	{"an operator halts, resumes, and aborts what is halted", "S13", func(b *builder) {
		for _, a := range []struct{ id, verb string }{{"a1", "halt"}, {"a2", "resume"}, {"a3", "halt"}, {"a4", "abort"}} {
			b.h.Acts = append(b.h.Acts, Act{Key: "k", Called: b.now, Returned: b.now, Acted: Acted{ID: a.id, Verb: a.verb}})
		}
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.write("w2#1", "HALTED", "operator:a1", func(v *View) { v.From, v.Phase = v.Phase, Halted })
		b.write("w2#1", "RESUMED", "operator:a2", func(v *View) { v.From, v.Phase, v.Owner, v.Fence = "", Intent, "", v.Fence+1 })
		b.acquire("w1#1")
		b.publish("w1#1")
		b.write("w2#1", "HALTED", "operator:a3", func(v *View) { v.From, v.Phase = v.Phase, Halted })
		b.abort("w1#1", "operator:a4")
	}},
	{"a halt after the commit is resumed", "S13", func(b *builder) {
		b.h.Acts = append(b.h.Acts, Act{Key: "k", Called: b.now, Returned: b.now, Acted: Acted{ID: "a1", Verb: "resume"}})
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		b.drain("w1#1")
		b.commit("w1#1")
		b.write("w1#1", "COMMITTED", b.cause(), func(v *View) { v.Phase = Committed })
		b.write("w1#1", "HALTED", "deadline:attempts", func(v *View) { v.From, v.Phase = v.Phase, Halted })
		b.write("w1#1", "RESUMED", "operator:a1", func(v *View) { v.From, v.Phase = "", Committed })
	}},
	{"deadlines pass", "S13", func(b *builder) {
		b.admit("w1#1", "d2", 1)
		b.write("w1#1", "ACQUIRED", "deadline:owner-lease", func(v *View) { v.Owner = "w1#1"; v.Fence++ })
		b.publish("w1#1")
		b.drain("w1#1")
		b.pass(testPolicy.DrainDeadline)
		b.write("w1#1", "UNDRAINED", "deadline:drain", func(v *View) { v.Phase = Published; raise(v) })
		b.pass(testPolicy.PublishDeadline)
		b.abort("w1#1", "deadline:publish")
		b.pass(testPolicy.Lifetime)
		b.write("w1#1", "v1 RETIRING", "deadline:lifetime", func(v *View) { v.Versions[0].State = Retiring; raise(v) })
		b.write("w1#1", "v1 REVOKED", "deadline:barrier", func(v *View) { v.Versions[0].State = Revoked })
	}},
	{"an effect sent by a former owner while it owned lands after one of the new one, with its fence", "S4", func(b *builder) {
		sent := b.now
		b.acquire("w2#1")
		b.h.Effects = append(b.h.Effects,
			Effect{Key: "k", By: "w2#1", Sent: b.now, At: b.now, Outside: Outside{Kind: Destroy, Fence: 2, Accepted: true, Made: true}},
			Effect{Key: "k", By: "w1#1", Sent: sent, At: b.now, Outside: Outside{Kind: Destroy, Fence: 2, Accepted: true, Made: true}})
	}},
	{"an effect sent by a former owner after the takeover lands before the first of the new one", "S4", func(b *builder) {
		b.acquire("w2#1")
		b.pass(ms)
		b.h.Effects = append(b.h.Effects, Effect{Key: "k", By: "w1#1", Sent: b.now, At: b.now, Outside: Outside{Kind: Destroy, Fence: 9, Accepted: true, Made: true}})
	}},
	{"a former owner aborts, and resumes, for an operator", "S4", func(b *builder) {
		b.admit("w1#1", "d2", 1)
		b.acquire("w2#1")
		b.write("w1#1", "HALTED", "operator:a1", func(v *View) { v.From, v.Phase = v.Phase, Halted })
		b.write("w1#1", "RESUMED", "operator:a2", func(v *View) { v.From, v.Phase = "", Intent })
		b.write("w1#1", "ABORTING", "operator:a3", func(v *View) { v.Phase = Aborting; raise(v) })
		b.write("w2#1", "ABORTED", "operator:a3", func(v *View) { v.Phase = Aborted })
	}},
	{"a version is closed once its lifetime has passed", "S3", func(b *builder) { b.closeOld(testPolicy.Lifetime, "deadline:lifetime") }},
	{"a version is closed once its lifetime has passed", "S5", func(b *builder) { b.closeOld(testPolicy.Lifetime, "deadline:lifetime") }},
	{"an emergency closes a version before", "S3", func(b *builder) { b.revoke("e1") }},
	{"what somebody has forged does not open", "S5", func(b *builder) {
		b.traffic(2)
		b.reforged("n1", "cut short", UnknownKey)
		b.reforged("n1", "emptied", Unavailable)
	}},
	{"an emergency closes a version before", "S5", func(b *builder) { b.revoke("e1") }},
	// What an answer was checked against may be δ old when it leaves, and no older:
	// one that took longer after the commit was checked on arrival, if at all.
	{"a seal overlaps the commit", "S2", func(b *builder) { b.overlapCommit(testPolicy.Emission) }},
	{"a repeated mint makes nothing", "S7", func(b *builder) {
		e := b.h.Effects[0]
		e.Made = false
		b.h.Effects = append(b.h.Effects, e)
	}},
	{"a fault bit before a halt", "L1", func(b *builder) {
		b.admit("w1#1", "d2", 1)
		b.strike("store", b.now, b.now)
		b.write("w1#1", "HALTED", b.cause(), func(v *View) { v.From, v.Phase = v.Phase, Halted })
	}},
	{"a halt is paged", "L1", func(b *builder) {
		b.haltAlone()
		b.h.Pages = []Page{b.page(b.now + ms)}
		b.pass(2 * testSettleBound())
	}},
	{"a halt is paged once the pager can be reached", "L1", func(b *builder) {
		b.haltAlone()
		halted := b.now
		b.pass(2 * testSettleBound())
		b.strike("operator", halted, b.now)
		b.h.Pages = []Page{b.page(b.now + ms)}
		b.pass(2 * testSettleBound())
	}},
	{"there is time left to page", "L1", func(b *builder) { b.haltAlone() }},
	{"a rotation has time left", "L1", func(b *builder) { b.admit("w1#1", "d2", 1) }},
	{"a node that was away erases what is burnt when it is back", "L1", func(b *builder) {
		b.h.Policy.Due = 0
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		b.publish("w1#1")
		written := b.now
		b.h.Acts = append(b.h.Acts, Act{Key: "k", Called: b.now, Returned: b.now, Acted: Acted{ID: "a1", Verb: "abort"}})
		b.abort("w1#1", "operator:a1")
		b.pass(2 * b.h.ServeBound())
		back := b.now
		b.pass(b.h.ServeBound() + sec)
		b.h.Starts = []Start{{"n1", "n1#1", 0, written}, {"n1", "n1#2", back, b.now}}
		b.h.Copies = append(b.h.Copies, Copy{"k", "n1", print(2), written, written, back + b.h.ServeBound()})
	}},
	{"an operator's halt makes a deadline pass", "L1", func(b *builder) {
		b.admit("w1#1", "d2", 1)
		b.write("w1#1", "HALTED", "operator:a1", func(v *View) { v.From, v.Phase = v.Phase, Halted })
		b.write("w1#1", "INTENT", "operator:a2", func(v *View) { v.From, v.Phase = "", Intent })
		b.abort("w1#1", "deadline:publish")
	}},
	{"a rotation is resumed", "S1", func(b *builder) {
		b.admit("w1#1", "d2", 1)
		b.write("w1#1", "HALTED", "operator:a1", func(v *View) { v.From, v.Phase = v.Phase, Halted })
		b.write("w1#1", "INTENT", "operator:a2", func(v *View) { v.From, v.Phase = "", Intent })
	}},
}

func TestAllowed(t *testing.T) {
	for _, c := range allowed {
		t.Run(c.invariant+" "+c.name, func(t *testing.T) {
			b := ready()
			c.do(b)
			v := invariant(c.invariant).of(b.done())
			if !v.Judged && c.invariant != "S4" || v.Count > 0 {
				t.Errorf("%+v", v)
			}
		})
	}
}

// ready is a key that has been rotated once, with some traffic.
func ready() *builder {
	b := bootstrap(2)
	b.traffic(2)
	b.rotate("w1#1", "d1")
	b.traffic(1)
	return b
}

// abortHalted halts a rotation, and aborts it from there.
func abortHalted(b *builder) {
	b.admit("w1#1", "d2", 1)
	b.acquire("w1#1")
	b.publish("w1#1")
	b.halt("w2#1")
	b.write("w2#1", "ABORTING", "operator:"+b.act("abort"), func(v *View) {
		v.Phase, v.From, v.Owner, v.Fence = Aborting, "", "", v.Fence+1
		raise(v)
	})
	b.stampAll()
	b.acquire("w1#1")
	b.scan("w1#1")
	b.destroy("w1#1", b.rec.Next)
	b.write("w1#1", "ABORTED", b.cause(), func(v *View) { v.Phase = Aborted; v.Versions[len(v.Versions)-1].State = Burnt })
	b.write("w1#1", "IDLE", b.cause(), func(v *View) { v.Phase, v.Next = Idle, 0 })
}

// haltAlone halts a rotation after a fault.
func (b *builder) haltAlone() {
	b.admit("w1#1", "d2", 1)
	b.strike("keys", b.now, b.now)
	b.halts("w1#1", "deadline:attempts")
}

func TestHaltedAndNobodyTold(t *testing.T) {
	for _, c := range []struct {
		name  string
		pages func(halted time.Duration) []Page
	}{
		{"never", func(time.Duration) []Page { return nil }},
		{"of something before", func(halted time.Duration) []Page { return []Page{{Key: "k", At: halted - 1}} }},
		{"too late", func(halted time.Duration) []Page {
			return []Page{{Key: "k", At: halted + testSettleBound() + 1}}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := bootstrap(2)
			b.haltAlone()
			b.h.Pages = c.pages(b.now)
			b.pass(2 * testSettleBound())
			fires(t, b.done(), "L1")
		})
	}
}

// overlapCommit has a seal under the old version leave some time after the commit
// that came while it was at its node.
func (b *builder) overlapCommit(late time.Duration) {
	s := &b.h.Seals[len(b.h.Seals)-1] // under v2, the only one
	commit := b.h.Views[len(b.h.Views)-2].At
	s.Version, s.Received, s.Emitted = 1, commit-5*ms, commit+late
}

func TestCheckedOnArrival(t *testing.T) {
	for late, bad := range map[time.Duration]bool{0: false, ms: false, ms + 1: true, 8 * ms: true} {
		b := bootstrap(2)
		b.traffic(2)
		b.rotate("w1#1", "d1")
		b.traffic(1)
		b.overlapCommit(late)
		if v := s2.of(b.done()); !v.Judged || (v.Count > 0) != bad {
			t.Errorf("%v after the commit: %+v", late, v)
		}
	}
}

// extendLast makes the newest stamp of each server say what the one before said.
func (b *builder) extendLast() {
	n := 2 * len(b.nodes)
	for i := len(b.h.Stamps) - n; i < len(b.h.Stamps); i++ {
		s, before := &b.h.Stamps[i], &b.h.Stamps[i-n]
		s.Rev, s.Seal, s.Opens, s.Prints = before.Rev, before.Seal, before.Opens, before.Prints
	}
}

// closeOld takes version 1 out of use some time after the last seal, and lets a
// node say that it is gone.
func (b *builder) closeOld(after time.Duration, cause string) {
	b.pass(after)
	b.write("w1#1", "v1 RETIRING", cause, func(v *View) { v.Versions[0].State = Retiring; raise(v) })
	b.stampAll()
	b.reopen("n1", 0)
	b.h.Opens[len(b.h.Opens)-1].Answer = UnknownKey
}

// revoke has an operator name the oldest version for an emergency.
func (b *builder) revoke(act string) {
	b.h.Acts = append(b.h.Acts, Act{Key: "k", Called: b.now, Returned: b.now + sec,
		Acted: Acted{ID: act, Verb: "revoke", Versions: []uint32{1}, Outcome: Admitted}})
	b.closeOld(sec, "operator:"+act)
}

func TestClosedTooEarly(t *testing.T) {
	for _, id := range []string{"S3", "S5"} {
		b := bootstrap(2)
		b.traffic(2)
		b.rotate("w1#1", "d1")
		b.closeOld(sec, "deadline:grace")
		fires(t, b.done(), id)
	}
}

// Without a record, a rotation is what one process does outside.
func TestUndescribed(t *testing.T) {
	effect := func(by, window string, k EffectKind, at time.Duration) Effect {
		return Effect{Key: "k", By: by, At: at, Outside: Outside{Kind: k, Version: 2, Window: window, Accepted: true, Made: true}}
	}
	turns := []Effect{effect("p1", "d1", Mint, 1), effect("p1", "d1", Install, 5), effect("p2", "d2", Mint, 6), effect("p2", "d2", Activate, 9)}
	overlap := slices.Clone(turns)
	overlap[1].At = 7
	slices.SortFunc(overlap, func(a, b Effect) int { return cmp.Compare(a.At, b.At) })
	sameSlot := slices.Clone(turns)
	sameSlot[2].Window, sameSlot[3].Window = "d1", "d1"
	refused := slices.Clone(overlap)
	for i := range refused {
		if refused[i].By == "p1" {
			refused[i].Accepted, refused[i].Made = false, false
		}
	}
	unnamed := slices.Clone(turns)
	unnamed[1].Window, unnamed[1].At = "", 7
	slices.SortFunc(unnamed, func(a, b Effect) int { return cmp.Compare(a.At, b.At) })
	for _, c := range []struct {
		name    string
		effects []Effect
		bad     bool
	}{{"overlapping by a push that names no window", unnamed, true}, {"in turn", turns, false}, {"overlapping", overlap, true}, {"one slot twice", sameSlot, true}, {"refused", refused, false}} {
		h := &Past{History: &History{Keys: []string{"k"}, End: 20}, Effects: c.effects}
		v := s1.of(h)
		if !v.Judged || (v.Count > 0) != c.bad {
			t.Errorf("%s: %+v", c.name, v)
		}
	}
	touching := slices.Clone(turns)
	touching[2].At = touching[1].At
	twice := &Past{History: &History{Keys: []string{"k"}, End: 20}, Effects: touching, Triggers: []Trigger{
		{Key: "k", Requested: Requested{ID: "t1", Window: "d1", Outcome: Admitted, Rotation: "r1"}},
		{Key: "k", Requested: Requested{ID: "t2", Window: "d1", Outcome: Duplicate, Rotation: "r1"}},
	}}
	if v := s1.of(twice); v.Count > 0 || v.Clauses[s1Told].Judged != 2 {
		t.Errorf("callers told of what no record shows, bursts that touch: %+v", v)
	}
	twice.Triggers[1].Outcome = Admitted
	if v := s1.of(twice); v.Count != 1 || v.Violations[0].Clause != "told" {
		t.Errorf("two callers told of one window: %+v", v)
	}
	bursts := func(effects ...Effect) int {
		return s1.of(&Past{History: &History{Keys: []string{"k"}, End: 20}, Effects: effects}).Clauses[s1Overlap].Judged
	}
	mint := func(by string, version uint32, at time.Duration) Effect {
		e := effect(by, "", Mint, at)
		e.Version = version
		return e
	}
	for _, c := range []struct {
		name    string
		effects []Effect
		want    int
	}{
		{"a mint, and the same again", []Effect{mint("p1", 2, 1), mint("p1", 2, 1)}, 1},
		{"a mint, and the same again later", []Effect{mint("p1", 2, 1), effect("p1", "", Install, 3), mint("p1", 2, 5)}, 2},
		{"two mints of one process", []Effect{mint("p1", 2, 1), mint("p1", 3, 2), effect("p1", "", Install, 3)}, 2},
		{"two of two processes", []Effect{mint("p1", 2, 1), mint("p2", 3, 2), effect("p1", "", Install, 3)}, 2},
		{"pushes of two windows", []Effect{mint("p1", 2, 1), effect("p1", "d1", Install, 3), effect("p1", "d2", Install, 4), mint("p1", 3, 5)}, 2},
		{"a mint, another, and the first again", []Effect{mint("p1", 2, 1), mint("p1", 3, 2), mint("p1", 2, 3)}, 3},
		{"a push before any mint", []Effect{effect("p1", "d1", Install, 1), mint("p1", 2, 2)}, 1},
	} {
		if got := bursts(c.effects...); got != c.want {
			t.Errorf("%s: %d rotations, want %d", c.name, got, c.want)
		}
	}
	for _, id := range []string{"S4", "S6", "S10", "S11", "S13", "L1"} {
		if v := invariant(id).of(&Past{History: &History{Keys: []string{"k"}}}); v.Judged || v.WhyNot != undescribed {
			t.Errorf("%s: %+v", id, v)
		}
	}
}

// Nothing happened, and so nothing was judged.
func TestVacuous(t *testing.T) {
	for _, described := range []bool{true, false} {
		r := Check(&Past{History: &History{Keys: []string{"k"}, Offers: Offers{Record: described, Audit: described, Stamps: described, Ownership: described}}}, Options{Porcupine: time.Second})
		if len(r.Invalid) > 0 || r.Violated() || r.Inconclusive() || len(r.Verdicts) != len(All) || len(r.Goals) > 0 {
			t.Errorf("described %v: %+v", described, r)
		}
		for _, v := range r.Verdicts {
			if v.Judged || v.WhyNot == "" {
				t.Errorf("described %v: %s was judged on nothing", described, v.Invariant)
			}
		}
	}
}

// Each part of a history may be missing; a judge then judges what is left, or
// says why it does not.
func TestAnyPartMayBeMissing(t *testing.T) {
	for _, c := range []struct {
		part string
		drop func(h *Past)
	}{
		{"seals", func(h *Past) { h.Seals = nil }},
		{"opens", func(h *Past) { h.Opens = nil }},
		{"views", func(h *Past) { h.Views = nil }},
		{"stamps", func(h *Past) { h.Stamps = nil }},
		{"effects", func(h *Past) { h.Effects = nil }},
		{"triggers", func(h *Past) { h.Triggers = nil }},
		{"acts", func(h *Past) { h.Acts = nil }},
		{"views and stamps", func(h *Past) { h.Views, h.Stamps = nil, nil }},
		{"all but views", func(h *Past) {
			*h = Past{History: h.History, Views: h.Views}
		}},
		{"all but the first view", func(h *Past) {
			*h = Past{History: h.History, Views: h.Views[:1]}
		}},
	} {
		h := *goodRun(2, 3)
		c.drop(&h)
		for _, inv := range All {
			if v := inv.of(&h); v.Judged == (v.WhyNot != "") {
				t.Errorf("without %s, %s says %+v", c.part, inv.ID, v)
			}
		}
	}
}

// One key's verdict does not hide another's, and the earliest violations stay.
func TestKeysApart(t *testing.T) {
	good, bad := goodRun(2, 3), goodRun(2, 3)
	h := *good
	h.Keys = []string{"k", "q"}
	for i := range bad.Seals {
		s := bad.Seals[i]
		s.ID, s.Key, s.Version, s.Print = s.ID+1000, "q", 9, ""
		s.Said = s.Sealing
		h.Seals = append(h.Seals, s)
	}
	r := Check(&h, Options{})
	if len(r.Invalid) > 0 || !slices.Equal(r.Fired(), []string{"S2"}) {
		t.Fatalf("invalid %v, fired %v", r.Invalid, r.Fired())
	}
	v := r.Verdicts[1]
	if v.Count != len(bad.Seals) || len(v.Violations) != kept || v.Violations[0].Key != "q" {
		t.Errorf("%+v", v)
	}
	if !slices.IsSortedFunc(v.Violations, func(a, b Violation) int { return int(sign(a.At - b.At)) }) {
		t.Errorf("not in the order of time: %+v", v.Violations)
	}
}

// A revision that wrote the audit alone says nothing of the record, and the
// record is not taken to be empty.
func TestEntryAlone(t *testing.T) {
	h := goodRun(2, 3)
	var views []View
	for _, v := range h.Views {
		entry := View{Key: "k", Revision: v.Revision + 1, At: v.At, Sent: v.Sent, By: v.By, Audit: v.Audit}
		v.Audit = nil
		views = append(views, v, entry)
	}
	h.Views = views
	r := Check(h, Options{Porcupine: time.Second})
	if len(r.Invalid) > 0 || !slices.Contains(r.Fired(), "S13") {
		t.Fatalf("invalid %v, fired %v", r.Invalid, r.Fired())
	}
	for _, id := range r.Fired() {
		if id != "S13" && id != "S4" && id != "L1" && id != "V0" { // these read causes off the same revision
			t.Errorf("%s fired: %+v", id, r.Violations())
		}
	}
}

// A history that is not linearizable breaks the invariant that promises it.
func TestIllegalIsAViolation(t *testing.T) {
	h := goodRun(2, 3)
	h.Triggers = append(h.Triggers, Trigger{Key: "k", Called: h.End, Returned: h.End, Requested: Requested{ID: "t9", Window: "d9", Attempt: 1, Outcome: Refused, Why: WhyBusy}})
	r := Check(h, Options{Porcupine: time.Second})
	if !slices.Equal(r.Fired(), []string{"S1"}) || !r.Violated() || r.Inconclusive() {
		t.Fatalf("fired %v", r.Fired())
	}
	if vs := r.Violations(); len(vs) != 1 || vs[0].Sentence != All[0].Sentence || vs[0].Detail == "" || vs[0].Key != "k" {
		t.Errorf("%+v", vs)
	}
	// An object may be all that is judged of its invariant.
	alone := Report{Linear: []Linearity{{Object: "status", Invariant: "S9", Result: Illegal}}}
	if vs := alone.Violations(); !slices.Equal(alone.Fired(), []string{"S9"}) || len(vs) != 1 || vs[0].Sentence == "" {
		t.Errorf("fired %v, violations %+v", alone.Fired(), vs)
	}
}

func TestGoals(t *testing.T) {
	b := bootstrap(2)
	b.traffic(4)
	h := goodRun(2, 3)
	h.Refusals = []Refusal{{Key: "k", By: "w1#1", At: sec}}
	got := Check(h, Options{}).Goals
	want := []string{"commit", "abort-in-published", "halt", "resume", "takeover", "duplicate", "busy", "stale-writer", "destroyed", "old-version-opened"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := Check(b.done(), Options{}).Goals; len(got) > 0 {
		t.Errorf("a run without a rotation reaches %v", got)
	}
	for _, c := range []struct {
		goal string
		do   func(b *builder)
	}{
		{"seal-gap", func(b *builder) {
			b.publish("w1#1")
			b.drain("w1#1")
			b.h.Denials = append(b.h.Denials, Denial{Key: "k", Node: "n1", At: b.now})
		}},
		{"abort-before-published", func(b *builder) { b.abort("w1#1", b.cause()) }},
		{"abort-in-draining", func(b *builder) { b.publish("w1#1"); b.drain("w1#1"); b.abort("w1#1", b.cause()) }},
		{"halt", func(b *builder) { b.write("w1#1", "HALTED", b.cause(), func(v *View) { v.Phase = Halted }) }},
		{"resume", func(b *builder) {
			b.write("w1#1", "HALTED", b.cause(), func(v *View) { v.Phase = Halted })
			b.write("w1#1", "INTENT", b.cause(), func(v *View) { v.Phase = Intent })
		}},
		{"destroyed", func(b *builder) {
			b.write("w1#1", "v1 DESTROYED", b.cause(), func(v *View) { v.Versions[0].State = Destroyed })
		}},
		{"barrier-waited", func(b *builder) { b.publish("w1#1"); b.pass(2 * sec); b.drain("w1#1") }},
		{"stamp-extended", func(b *builder) {
			b.publish("w1#1")
			b.extendLast()
		}},
	} {
		goals := func(do func(*builder)) []string {
			b := bootstrap(1)
			b.admit("w1#1", "d1", 1)
			b.acquire("w1#1")
			do(b)
			return Check(b.done(), Options{}).Goals
		}
		before, after := goals(func(*builder) {}), goals(c.do)
		if slices.Contains(before, c.goal) || !slices.Contains(after, c.goal) {
			t.Errorf("%s: before %v, after %v", c.goal, before, after)
		}
	}
}

func TestInvalid(t *testing.T) {
	for _, c := range []struct {
		reason string
		do     func(h *Past)
	}{
		{"Keys is empty", func(h *Past) { h.Keys = nil }},
		{"Keys #2 is \"k\", and so is an earlier one", func(h *Past) { h.Keys = []string{"k", "k"} }},
		{"seal 2 is about the key \"q\", which is none of Keys", func(h *Past) { h.Seals[1].Key = "q" }},
		{"trigger 1 is about the key \"\", which is none of Keys", func(h *Past) { h.Triggers[0].Key = "" }},
		{"seal id 1 is used twice", func(h *Past) { h.Seals[1].ID = 1 }},
		{"under version 0", func(h *Past) { h.Seals[1].Version = 0 }},
		{"received", func(h *Past) { h.Seals[1].Received = h.Seals[1].Called - 1 }},
		{"before it was emitted", func(h *Past) { h.Seals[1].Returned = 1 }},
		{"open id 1 is used twice", func(h *Past) { h.Opens[1].ID = 1 }},
		{"open 1 is of seal 99", func(h *Past) { h.Opens[0].Seal = 99 }},
		{"unknown answer", func(h *Past) { h.Opens[0].Answer = "maybe" }},
		{"is answered \"lost\"", func(h *Past) { h.Opens[0].Answer = Lost }},
		{"open 1: called", func(h *Past) { h.Opens[0].Emitted = 1 }},
		{"open 1: called", func(h *Past) { h.Opens[0].Received = 0 }},
		{"unknown phase", func(h *Past) { h.Views[1].Phase = "LIMBO" }},
		{"comes from the unknown phase", func(h *Past) { h.Views[1].From = "LIMBO" }},
		{"unknown state", func(h *Past) { h.Views[1].Versions[0].State = "LIMBO" }},
		{"sent at", func(h *Past) { h.Views[1].Sent = h.End }},
		{"comes after revision", func(h *Past) { h.Views[1].Revision = h.Views[0].Revision }},
		{"before revision", func(h *Past) { h.Views[1].At, h.Views[1].Sent = 0, 0 }},
		{"stands from", func(h *Past) { h.Stamps[1].Until = 0 }},
		{"fingerprints", func(h *Past) { h.Stamps[1].Prints = []string{"a", "b", "c"} }},
		{"the stamp at revision", func(h *Past) { h.Stamps[1].Revision = 0 }},
		{"effect 1 has the unknown kind", func(h *Past) { h.Effects[0].Kind = "wish" }},
		{"and yet changed", func(h *Past) { h.Effects[0].Accepted = false }},
		{"effect 2 at 0s comes after one", func(h *Past) { h.Effects[1].At, h.Effects[1].Sent = 0, 0 }},
		{"took effect", func(h *Past) { h.Effects[0].Sent = h.End }},
		{"trigger 1 has no id", func(h *Past) { h.Triggers[0].ID = "" }},
		{"unknown outcome", func(h *Past) { h.Triggers[0].Outcome = "" }},
		{"before its call", func(h *Past) { h.Triggers[0].Returned = 0 }},
		{"act id", func(h *Past) { h.Acts = append(h.Acts, h.Acts[0]) }},
		{"act a1 returned", func(h *Past) { h.Acts[0].Returned = 0 }},
		{"act a1 has the unknown outcome", func(h *Past) { h.Acts[0].Outcome = "done" }},
		{"fault 1 bit 1 time, and 2 times between", func(h *Past) {
			h.Faults = []Fault{{Injected: true, Bites: []time.Duration{0}, Between: make([][2]string, 2)}}
		}},
		{"fault 1 bit without being injected", func(h *Past) { h.Faults = []Fault{{Bites: []time.Duration{0}}} }},
	} {
		h := goodRun(2, 3)
		c.do(h)
		r := Check(h, Options{Porcupine: time.Second})
		if !slices.ContainsFunc(r.Invalid, func(s string) bool { return strings.Contains(s, c.reason) }) {
			t.Errorf("%s: %v", c.reason, r.Invalid)
		}
		if len(r.Verdicts) > 0 || len(r.Linear) > 0 || len(r.Goals) > 0 {
			t.Errorf("%s: judged all the same", c.reason)
		}
	}
}

package checker

import "slices"

// eventful is a run with something of everything: faults of machines and of messages, a
// pause, pushes, storms that are none, opens and seals that are turned away, relying
// parties, answers that never came, acts of every verb, two windows of which one is tried
// again, drains that are given up, and times that are not known to the moment.
func eventful() *Past {
	b := bootstrap(2)
	b.h.Policy.Backoff = 200 * ms
	b.run("n1")
	b.h.Starts = append(b.h.Starts, Start{"n2", "n2#1", 0, -1})
	b.traffic(2)
	b.begun("d1", 1)
	b.strike("keys", b.now, b.now+20*ms)
	b.lose("store", "n1")
	b.abort("w1#1", "deadline:attempts")
	b.trigger("d1", 1, Duplicate, "")
	b.trigger("d9", 2, Refused, WhyAttempt)
	b.trigger("d0", 1, Refused, "caller")
	b.h.Triggers[len(b.h.Triggers)-1].Caller = "mallory"
	b.begun("d1", 2)
	b.trigger("d3", 1, Refused, WhyBusy)
	b.h.Triggers = append(b.h.Triggers, Trigger{Key: "k", Called: b.now, Requested: Requested{ID: "t-lost", Window: "d3", Attempt: 1, Caller: "scheduler", Outcome: Unknown}})
	b.publish("w1#1")
	b.extendLast()
	b.stampAll()
	b.pass(b.h.Policy.PublishLead)
	b.drain("w1#1")
	b.deny("n1")
	b.strike("w1", b.now, b.now+3*sec)
	b.stay(b.h.Policy.DrainDeadline)
	b.write("w2#1", "ACQUIRED", "deadline:owner-lease", func(v *View) { v.Owner, v.Fence = "w2#1", v.Fence+1 })
	b.write("w2#1", "UNDRAINED", "deadline:drain", func(v *View) { v.Phase = Published; raise(v) })
	b.stampAll()
	b.drain("w2#1")
	b.write("w2#1", "HALTED", "operator:"+b.act("halt"), func(v *View) { v.From, v.Phase, v.Halt = Published, Halted, aHalt; raise(v) })
	b.stampAll()
	b.h.Pages = append(b.h.Pages, b.page(b.now+ms), b.page(b.now+2*ms))
	b.h.Pages[len(b.h.Pages)-1].Notice = true
	b.scan("w2#1")
	b.act("hold")
	b.pass(20 * ms)
	b.resume("w2#1")
	b.acquire("w2#1")
	b.drain("w2#1")
	b.commit("w2#1")
	b.traffic(2)
	b.h.Opens = append(b.h.Opens, Open{ID: 100, Key: "k", Incarnation: "n1#1", Called: b.now, Opened: Opened{Seal: 1, Node: "n1", Version: 1, Answer: Lost, Client: "c2"}})
	b.reopen("n1", 0)
	last := &b.h.Opens[len(b.h.Opens)-1]
	last.ID, last.Node, last.Incarnation, last.Rev, last.Relying = 101, "rp1", "", 0, true
	b.seal("n2")
	b.h.Seals[len(b.h.Seals)-1].Acked = false
	b.look("w2#1")
	b.h.Asks[len(b.h.Asks)-1].Stale = true
	b.calls(2, ms, Rejected)
	b.calls(1, ms, Failed)
	b.lose("n1", "store")
	b.turnAway("n1")
	b.h.Stands = append(b.h.Stands, Stretch{"n2", b.now, b.now + ms})
	b.pass(2 * ms)
	b.deny("n2")
	b.h.Refusals = append(b.h.Refusals, Refusal{Key: "k", By: "w1#1", At: b.now})
	b.h.Acts = append(b.h.Acts, Act{Key: "k", Called: b.now, Acted: Acted{ID: "e1", Verb: "revoke", Versions: []uint32{1}, Operator: "operator", Outcome: Unknown}})
	b.write("w1#1", "v1 RETIRING", "operator:e1", func(v *View) { v.Versions[0].State = Retiring; raise(v) })
	b.stampAll()
	b.scan("w2#1")
	b.write("w2#1", "v1 REVOKED", "deadline:barrier", func(v *View) {
		v.Versions[0].State, v.Floor, v.SealFloor = Revoked, v.Target, v.Target
	})
	b.destroy("w2#1", 1)
	b.write("w2#1", "v1 DESTROYED", "deadline:revoked", func(v *View) { v.Versions[0].State = Destroyed })
	b.reopen("n2", 0)
	b.h.Opens[len(b.h.Opens)-1].Answer = UnknownKey
	b.stay(50 * sec)
	h := b.done()
	for i := range h.Starts {
		if h.Starts[i].To < 0 {
			h.Starts[i].To = h.End
		}
	}
	slices.SortStableFunc(h.Pages, func(x, y Page) int { return int(sign(x.At - y.At)) })
	for i := range h.Stamps {
		s := &h.Stamps[i]
		s.Asked, s.Early, s.Lease = max(s.At-ms, 1), max(s.At-ms/2, 1), int64(i%4+1)
	}
	for i := range h.Views {
		h.Views[i].Early = h.Views[i].At - ms/2
	}
	for i := range h.Effects {
		e := &h.Effects[i]
		e.Early = max(e.Sent, e.At-ms/2)
	}
	return h
}

// begun is a rotation that has its owner.
func (b *builder) begun(window string, attempt int) {
	b.admit("w1#1", window, attempt)
	b.acquire("w1#1")
}

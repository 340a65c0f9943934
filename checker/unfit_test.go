package checker

import (
	"strings"
	"testing"
	"time"
)

// theFact is the first fact of a kind, and what it says.
func theFact[W What](h *History) (*Fact, W) {
	for i := range h.Facts {
		if w, is := h.Facts[i].What.(W); is {
			return &h.Facts[i], w
		}
	}
	panic("aHistory has a fact of each kind")
}

// changed is a change of what a fact says.
func changed[W What](do func(*Fact, W)) func(*History) {
	return func(h *History) { do(theFact[W](h)) }
}

func written(h *History, i int) *Wrote { return h.Facts[i].What.(*Wrote) }

// What cannot be is told with its place.
func TestUnfit(t *testing.T) {
	for _, c := range []struct {
		want string
		do   func(h *History)
	}{
		{"CallTimeout is 876000h0m0.000000001s; want 876000h0m0s or less", func(h *History) { h.CallTimeout = longest + 1 }},
		{"End is 876000h0m0.000000001s; want", func(h *History) { h.End = longest + 1 }},
		{"Policy.Attempts is -1; want 0 or more", func(h *History) { h.Policy.Attempts = -1 }},
		{"Policy.PoolStamps is -1; want 0 or more", func(h *History) { h.Policy.PoolStamps = -1 }},
		{"Policy.Callers #2 is empty", func(h *History) { h.Policy.Callers = []string{"scheduler", ""} }},
		{"NewPolicy.Attempts is -1; want 0 or more", func(h *History) { p := h.Policy; p.Attempts = -1; h.NewPolicy = &p }},
		{"NewPolicy differs from Policy in what cannot change", func(h *History) { p := h.Policy; p.SealLease++; h.NewPolicy = &p }},
		{"NewPolicy differs from Policy in what cannot change", func(h *History) { p := h.Policy; p.Operators = nil; h.NewPolicy = &p }},
		{"fact 1: Ran.Renewed is there; want it only of a start, where there is a NewPolicy", changed(func(_ *Fact, w *Ran) { w.Did, w.Renewed = Starts, true })},
		{"fact 1: Ran.Renewed is there; want it only of a start, where there is a NewPolicy", func(h *History) {
			p := h.Policy
			h.NewPolicy = &p
			changed(func(_ *Fact, w *Ran) { w.Did, w.Renewed = Crashes, true })(h)
		}},
		{"Missed #1 is empty", func(h *History) { h.Missed = []string{""} }},

		{`Offers.Chain is "md5"; want "sha256(previous hash, body)"`, func(h *History) { h.Offers.Chain = "md5" }},
		{`Offers.TurnedAway is "sha256(previous hash, body)"; want "sha256(previous hash, seq,`, func(h *History) { h.Offers.TurnedAway = SHA256PrevBody }},
		{`Offers.Body is "xml"; want "1, seq,`, func(h *History) { h.Offers.Body = "xml" }},
		{"Offers.Playbooks #2.Name is empty", func(h *History) { h.Offers.Playbooks = playbooksOf("a", "") }},
		{"Offers.Playbooks #2.Name is a, and so is an earlier one", func(h *History) { h.Offers.Playbooks = playbooksOf("a", "a") }},
		{"Offers.Playbooks #1.Occasion is \"some\"", func(h *History) { h.Offers.Playbooks = []Playbook{{Name: "a", Occasion: "some"}} }},
		{"Offers.Deadlines #2.Name is empty", func(h *History) { h.Offers.Deadlines = []Deadline{{Name: "a"}, {}} }},
		{"Offers.Deadlines #2.Name is a, and so is an earlier one", func(h *History) { h.Offers.Deadlines = []Deadline{{Name: "a"}, {Name: "a"}} }},
		{`Offers.Deadlines #1.May #2 is "fly"; want one of "acquire", "abort"`, func(h *History) { h.Offers.Deadlines = []Deadline{{Name: "a", May: []string{"halt", "fly"}}} }},
		{`Offers.Deadlines #1.Of is "tea"; want one of "publish-deadline"`, func(h *History) { h.Offers.Deadlines = []Deadline{{Name: "a", Of: "tea"}} }},

		{"Machines is empty; want each machine", func(h *History) { h.Machines, h.Facts = nil, nil }},
		{"Machines #4.Name is worker/1, and so is an earlier one", func(h *History) { h.Machines = append(h.Machines, h.Machines[1]) }},
		{`Machines #4.Name is "a#1"; want it without the number of a start`, func(h *History) { h.Machines = append(h.Machines, Machine{Name: "a#1"}) }},

		{"fact 8: Received is 11s, after the End of the history at 10s", changed(func(f *Fact, _ *Emitted) { f.Received = 11 * sec })},
		{"fact 8: Sent is 11s, after", changed(func(f *Fact, _ *Emitted) { f.Sent = 11 * sec })},
		{"fact 8: Arrived is 11s, after", changed(func(f *Fact, _ *Emitted) { f.Arrived = 11 * sec })},
		{"fact 8: At is 11s, after", changed(func(f *Fact, _ *Emitted) { f.At = 11 * sec })},
		{"fact 8: At is 11s, after", func(h *History) {
			h.Unseen = []Sense{Disks}
			changed(func(f *Fact, _ *Emitted) { f.Early, f.At = 11*sec, 12*sec })(h)
		}},

		{`fact 3: Actor is "worker/9", which is none of Machines`, changed(func(f *Fact, _ *Wrote) { f.Actor = "worker/9#1" })},
		{"fact 3: Revision is 0; want 1 or more", changed(func(f *Fact, _ *Wrote) { f.Revision = 0 })},
		{"fact 3: Wrote.Lease is -1; want 0 or more", changed(func(_ *Fact, w *Wrote) { w.Lease = -1 })},
		{"fact 3: Wrote.Value is there; want it only of what was not deleted", changed(func(_ *Fact, w *Wrote) { w.Deleted = true })},
		{"fact 3: Wrote.Versions is there; want it only of a Record", changed(func(_ *Fact, w *Wrote) { w.Record = nil })},
		{"fact 3: Wrote.Halt is there; want it only of a Record", changed(func(_ *Fact, w *Wrote) { w.Record, w.Versions, w.Halt.Reason = nil, nil, "r" })},
		{"fact 3: Wrote.Versions #2.N is 1, and so is an earlier one", changed(func(_ *Fact, w *Wrote) { w.Versions = append(w.Versions, w.Versions[0]) })},
		{"fact 3: Wrote.Versions #2.N is 0; versions count from 1", changed(func(_ *Fact, w *Wrote) { w.Versions = append(w.Versions, Version{}) })},
		{"fact 3: Key is empty", changed(func(f *Fact, _ *Wrote) { f.Key = "" })},
		{"fact 4: Key is empty", func(h *History) { h.Facts[3].Key = "" }},
		{`fact 4: Wrote.Entry.Phase is "GONE"; want one of "IDLE"`, func(h *History) { written(h, 3).Entry.Phase = "GONE" }},
		{"fact 6: Key is empty", func(h *History) { h.Facts[5].Key = "" }},
		{"fact 6: Wrote.Stamp.Prints is empty; want the fingerprint of each of Opens", func(h *History) { written(h, 5).Stamp.Prints = nil }},
		{"fact 6: Wrote.Stamp.Opens #2 is 1, and so is an earlier one", func(h *History) { written(h, 5).Stamp.Opens = []uint32{1, 1} }},
		{"fact 6: Wrote.Stamp.Opens #1 is 0; versions count from 1", func(h *History) { written(h, 5).Stamp.Opens = []uint32{0} }},
		{"fact 6: Key is empty", func(h *History) { written(h, 5).Says, h.Facts[5].Key = Says{TurnedAway: &TurnedAway{}}, "" }},

		{`fact 5: Actor is "", which is none of Machines`, changed(func(f *Fact, _ *Leased) { f.Actor = "" })},
		{"fact 5: Leased.Lease is 0; want 1 or more", changed(func(_ *Fact, w *Leased) { w.Lease = 0 })},
		{"fact 5: Leased.TTL is there; want it only of one that is granted or extended", changed(func(_ *Fact, w *Leased) { w.Did = LeaseRevoked })},

		{`fact 2: Actor is "", which`, changed(func(f *Fact, _ *Asked) { f.Actor = "" })},
		{"fact 2: Asked.Verb is empty", changed(func(_ *Fact, w *Asked) { w.Verb = "" })},
		{`fact 2: Asked.To is "", which is none of Machines`, changed(func(_ *Fact, w *Asked) { w.To = "" })},
		{"fact 2: Asked.Puts #1 is empty", changed(func(_ *Fact, w *Asked) { w.Puts[0] = "" })},
		{"fact 2: Asked.Reads #1.Object is empty", changed(func(_ *Fact, w *Asked) { w.Reads[0].Object = "" })},
		{"fact 2: Asked.Reads #1.Mod is 0; want 1 or more", changed(func(_ *Fact, w *Asked) { w.Reads[0].Mod = 0 })},
		{"fact 2: Key is empty", changed(func(f *Fact, _ *Asked) { f.Key = "" })},
		{`fact 2: Asked.Would.Phase is ""; want one of "IDLE"`, changed(func(_ *Fact, w *Asked) { w.Would.Phase = "" })},
		{`fact 2: Asked.Would.From is "x"; want`, changed(func(_ *Fact, w *Asked) { w.Would.From = "x" })},

		{"fact 7: Key is empty", changed(func(f *Fact, _ *Outside) { f.Key = "" })},
		{`fact 7: Actor is "", which`, changed(func(f *Fact, _ *Outside) { f.Actor = "" })},
		{"fact 7: Effect.Version is 0; want 1 or more", changed(func(_ *Fact, w *Outside) { w.Version = 0 })},
		{"fact 7: Effect.Node is there; want it only of what is pushed to a node", changed(func(_ *Fact, w *Outside) { w.Node = "node/a1" })},
		{`fact 7: Effect.Node is "", which is none of Machines`, changed(func(_ *Fact, w *Outside) { w.Kind = Install })},
		{"fact 7: Effect.Print is empty", changed(func(_ *Fact, w *Outside) { w.Print = "" })},

		{"fact 8: Key is empty", changed(func(f *Fact, _ *Emitted) { f.Key = "" })},
		{`fact 8: Actor is "", which`, changed(func(f *Fact, _ *Emitted) { f.Actor = "" })},
		{"fact 8: Sealed.Seal is 0; want 1 or more", changed(func(_ *Fact, w *Emitted) { w.Seal = 0 })},
		{`fact 8: Sealed.Client is "c", which is none of Machines`, changed(func(_ *Fact, w *Emitted) { w.Client = "c" })},

		{"fact 9: Key is empty", changed(func(f *Fact, _ *Denied) { f.Key = "" })},
		{`fact 9: Actor is "", which`, changed(func(f *Fact, _ *Denied) { f.Actor = "" })},
		{`fact 9: Denied.Client is "c", which`, changed(func(_ *Fact, w *Denied) { w.Client = "c" })},

		{"fact 10: Key is empty", changed(func(f *Fact, _ *Opened) { f.Key = "" })},
		{`fact 10: Opened.Node is "n", which is none of Machines`, changed(func(_ *Fact, w *Opened) { w.Node = "n" })},
		{`fact 10: Opened.Client is "c", which`, changed(func(_ *Fact, w *Opened) { w.Client = "c" })},
		{`fact 10: Actor is of "store"; want one of Opened.Node, which is "node/a1"`, changed(func(f *Fact, _ *Opened) { f.Actor = "store" })},
		{`fact 10: Actor is of ""; want one of Opened.Node`, changed(func(_ *Fact, w *Opened) { w.Answer = Right })},

		{"fact 11: Key is empty", changed(func(f *Fact, _ *Requested) { f.Key = "" })},
		{`fact 11: Requested.Worker is "w", which`, changed(func(_ *Fact, w *Requested) { w.Worker = "w" })},

		{"fact 12: Key is empty", changed(func(f *Fact, _ *Acted) { f.Key = "" })},
		{`fact 12: Acted.Worker is "w", which`, changed(func(_ *Fact, w *Acted) { w.Worker = "w" })},

		{"fact 13: Key is empty", changed(func(f *Fact, _ *Paged) { f.Key = "" })},
		{`fact 13: Actor is "", which`, changed(func(f *Fact, _ *Paged) { f.Actor = "" })},

		{`fact 1: Ran.Machine is "worker/9", which`, changed(func(f *Fact, w *Ran) { f.Actor, w.Machine = "worker/9#1", "worker/9" })},
		{`fact 1: Actor is of "store"; want one of Ran.Machine, which is "worker/1"`, changed(func(f *Fact, _ *Ran) { f.Actor = "store#1" })},

		{`fact 14: Actor is "", which`, changed(func(f *Fact, _ *OnDisk) { f.Actor = "" })},
		{"fact 14: OnDisk.File is empty", changed(func(_ *Fact, w *OnDisk) { w.Did = DiskWrite })},
		{"fact 14: OnDisk.File is empty", changed(func(_ *Fact, w *OnDisk) { w.Did = DiskRemove })},
		{"fact 14: OnDisk.File is there; want it only of what is written or removed", changed(func(_ *Fact, w *OnDisk) { w.File = "f" })},
		{"fact 14: OnDisk.Print is there; want it only of what is written", changed(func(_ *Fact, w *OnDisk) { w.Did, w.File, w.Print = DiskRemove, "f", "p" })},
		{"fact 14: Key is empty", changed(func(f *Fact, w *OnDisk) { f.Key, w.Did, w.File, w.Print = "", DiskWrite, "f", "p" })},

		{`fact 15: Fault.Kind is "crush"; want one of "crash", "pause"`, changed(func(_ *Fact, w *Fault) { w.Kind = "crush" })},
		{"fact 15: Fault.Bites #1 is 1ns; want a time from when the fault is in force, 2ns, to the End of the history, 10s", changed(func(_ *Fact, w *Fault) { w.From = 2 })},
		{"fact 15: Fault.Bites #2 is 11s; want", changed(func(_ *Fact, w *Fault) { w.Bites = append(w.Bites, 11*sec) })},
		{`fact 15: Fault.On #2 is "w", which is none of Machines`, changed(func(_ *Fact, w *Fault) { w.On = []string{"store", "w"} })},
		{`fact 15: Fault.Between #2 is "w", which is none of Machines`, changed(func(_ *Fact, w *Fault) { w.Between = [][2]string{{}, {"store", "w"}} })},
	} {
		h := aHistory()
		c.do(h)
		if all := h.Unfit([]string{"crash", "pause"}); len(all) != 1 || !strings.HasPrefix(all[0], c.want) {
			t.Errorf("want %q: %q", c.want, all)
		}
	}
}

// What looks odd and can be is fit, up to the edge of each bound.
func TestFit(t *testing.T) {
	for name, do := range map[string]func(h *History){
		"as it is":        func(*History) {},
		"nothing offered": func(h *History) { h.Offers = Offers{} },
		"the longest":     func(h *History) { h.End, h.CallTimeout = longest, longest },
		"another policy": func(h *History) {
			p := h.Policy
			p.Lifetime, p.PublishLead, p.Attempts = p.Lifetime+1, p.PublishLead+1, p.Attempts+1
			h.NewPolicy = &p
			changed(func(_ *Fact, w *Ran) { w.Did, w.Renewed = Starts, true })(h)
		},
		"no attempts, no stamps":     func(h *History) { h.Policy.Attempts, h.Policy.PoolStamps = 0, 0 },
		"answered at the end":        changed(func(f *Fact, _ *Emitted) { f.Received = 10 * sec }),
		"bitten at both ends":        changed(func(_ *Fact, w *Fault) { w.Bites = []time.Duration{w.From, 10 * sec} }),
		"who opened is known":        changed(func(f *Fact, w *Opened) { f.Actor, w.Client = "node/a1#1", "worker/1" }),
		"a write of the store":       changed(func(f *Fact, _ *Wrote) { f.Actor = "store" }),
		"nothing is known of it":     changed(func(f *Fact, w *Wrote) { f.Key, w.Says = "", Says{} }),
		"a lease extended":           changed(func(_ *Fact, w *Leased) { w.Did = LeaseExtended }),
		"pushed":                     changed(func(_ *Fact, w *Outside) { w.Kind, w.Node, w.Print = Install, "node/a1", "" }),
		"a mint that made nothing":   changed(func(_ *Fact, w *Outside) { w.Made, w.Print = false, "" }),
		"what no request can be":     changed(func(_ *Fact, w *Requested) { w.Window, w.Attempt = "", -1 }),
		"what no act can be":         changed(func(_ *Fact, w *Acted) { w.Verb, w.Versions, w.Of = "", []uint32{0}, "" }),
		"an approval of nothing":     changed(func(_ *Fact, w *Acted) { w.Verb, w.Of = "approve", "nothing" }),
		"a file that is nobody's":    changed(func(f *Fact, w *OnDisk) { f.Key, w.Did, w.File = "", DiskWrite, "f" }),
		"material on a disk":         changed(func(_ *Fact, w *OnDisk) { w.Did, w.File, w.Print = DiskWrite, "f", "p" }),
		"a stamp that opens none":    func(h *History) { written(h, 5).Stamp.Opens, written(h, 5).Stamp.Prints = nil, nil },
		"both kinds in one stamp":    func(h *History) { written(h, 5).Stamp.Seal = 1 }, // which is judged
		"bitten, and between nobody": changed(func(_ *Fact, w *Fault) { w.Between = [][2]string{{}} }),
	} {
		h := aHistory()
		do(h)
		if all := h.Unfit([]string{"crash"}); len(all) > 0 {
			t.Errorf("%s: %q", name, all)
		}
	}
}

// Ten reasons are enough.
func TestUnfitIsShort(t *testing.T) {
	h := aHistory()
	h.Machines = h.Machines[:1]
	h.Facts = append(h.Facts, h.Facts...)
	if all := h.Unfit(nil); len(all) != enough {
		t.Errorf("%d reasons", len(all))
	}
}

// TestUnfitNotForBeingToldLate: whoever watches a store is told of a write after the end of what
// is known of it, and it may have been before.
func TestUnfitNotForBeingToldLate(t *testing.T) {
	h := aHistory()
	h.Unseen = []Sense{Disks}
	changed(func(f *Fact, _ *Emitted) { f.Early, f.At = 9*sec, 11*sec })(h)
	if why := h.Unfit([]string{"crash", "pause"}); len(why) > 0 {
		t.Error(why)
	}
}

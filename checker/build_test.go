package checker

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"time"
)

const (
	ms  = time.Millisecond
	sec = time.Second
)

// A builder writes the history of a run that goes as it should, in a few words.
// Tests then change one thing.
type builder struct {
	h       Past
	now     time.Duration
	rec     View
	nodes   []string
	open    map[string]*[2]int // node to the places of its stamps, plus one
	turn    int
	hurries bool     // no lead is waited for
	first   []string // who is let in first, when the next version is published and when it is committed; nil: all
}

var testPolicy = Policy{
	SealLease: 10 * sec, OpenLease: 30 * sec, OwnerLease: 2 * sec,
	PublishDeadline: 5 * sec, DrainDeadline: 5 * sec, PublishLead: 1 * sec,
	Lifetime: 600 * sec, Attempts: 3, Emission: ms, DriftPPM: 200, Callers: []string{"scheduler"}, Operators: []string{"operator", "alice", "bob"},
}

// bootstrap sets the key up with version 1.
func bootstrap(nodes int) *builder {
	b := &builder{open: map[string]*[2]int{}}
	b.h = Past{History: &History{Engine: "test", Keys: []string{"k"}, Policy: testPolicy, Offers: everything, CallTimeout: 100 * ms}}
	b.rec = View{
		Key: "k", Object: "k/record", Record: Record{Phase: Idle, Rev: 1, Target: 1, Active: 1, Highest: 1},
		Versions: []Version{{N: 1, State: Active, Print: print(1)}},
	}
	for name, duty := range map[string]Duty{"store": StoreDuty, "keys": KeysDuty, "w1": WorkerDuty, "w2": WorkerDuty, "w3": WorkerDuty,
		"c1": ClientDuty, "c2": ClientDuty, "scheduler": OperatorDuty, "operator": OperatorDuty} {
		b.h.Machines = append(b.h.Machines, Machine{Name: name, Duty: duty})
	}
	for i := range nodes {
		n := fmt.Sprint("n", i+1)
		b.h.Machines = append(b.h.Machines, Machine{Name: n, Duty: NodeDuty, Pool: "a"})
		b.nodes = append(b.nodes, n)
		b.open[n] = &[2]int{}
	}
	b.write("setup", "CREATED", "operator:setup", func(*View) {})
	b.stampAll()
	return b
}

// everything is what an engine offers that keeps nothing back.
var everything = Offers{
	Record: true, Audit: true, Stamps: true, Ownership: true, Dues: true, Limits: true, Ends: true, Turns: true, Spares: true, Promises: true, Generations: true, Doubts: true, Chain: SHA256PrevBody, Body: PrefixedFields,
	Deadlines: []Deadline{
		{"owner-lease", []string{mayAcquire}, OwnerTerm}, {"publish", []string{mayAbort, mayHalt}, PublishTerm}, {"drain", []string{mayAbort, mayHalt, mayUndrain}, DrainTerm},
		{"attempts", []string{mayAbort, mayHalt}, ""}, {"lifetime", []string{mayTend}, LifetimeTerm}, {"barrier", []string{mayTend}, ""}, {"spare", []string{mayTend, mayHalt}, ""}, {"key-life", []string{mayAbort}, KeyLifeTerm}, {"revoked", []string{mayTend}, ""},
	},
}

func testSettleBound() time.Duration {
	return (&History{Policy: testPolicy, CallTimeout: 100 * ms}).SettleBound()
}

func print(v uint32) string { return fmt.Sprint("print-", v) }

func (b *builder) pass(d time.Duration) { b.now += d }

// write changes the record and enters it into the audit, in one revision.
func (b *builder) write(by, transition, cause string, change func(*View)) {
	b.pass(2 * ms)
	v := b.rec
	v.Versions = slices.Clone(v.Versions)
	v.Revision = 10 * int64(len(b.h.Views)+1)
	v.By, v.Early, v.At, v.Sent, v.RecordWritten, v.Object = by, b.now, b.now, b.now-ms, true, "k/record"
	v.Op = fmt.Sprint("op", len(b.h.Views)+1)
	change(&v)
	if v.Phase != Halted {
		v.Halt = Halt{}
	}
	v.Audit = []Entry{{
		Transition: transition, Owner: by, Fence: v.Fence, Op: v.Op, Cause: cause,
		Phase: v.Phase, Active: v.Active, Next: v.Next,
	}}
	b.rec = v
	b.h.Views = append(b.h.Views, v)
	for i := range b.h.Acts { // whoever writes in an act's name was asked for it
		if a := &b.h.Acts[i]; cause == byOperator+a.ID && a.Worker == "" {
			a.Worker = machineOf(by)
		}
	}
	b.ask(by, Asked{Verb: "txn", To: "store", Puts: []string{v.Object}, Reply: Done}, v.Revision, Times{Sent: v.Sent, Arrived: v.At, At: v.At, Received: v.At + ms/2})
}

// ask has a process make a request.
func (b *builder) ask(by string, a Asked, revision int64, when Times) {
	when.Early = when.At
	b.h.Asks = append(b.h.Asks, Ask{ID: len(b.h.Asks) + 1, Key: "k", By: by, Times: when, Revision: revision, Asked: &a})
}

// look has a process read the record as it is.
func (b *builder) look(by string) {
	b.pass(2 * ms)
	b.ask(by, Asked{Verb: "txn", To: "store", Reply: Done, Reads: []Seen{{b.rec.Object, b.rec.Revision}}}, b.rec.Revision+1,
		Times{Sent: b.now - 2*ms, Arrived: b.now - ms, At: b.now - ms, Received: b.now})
}

func raise(v *View) { v.Rev++; v.Target = v.Rev }

// stampAll renews the stamps of every node as the record allows now.
func (b *builder) stampAll() {
	b.pass(ms)
	for _, n := range b.nodes {
		b.stamp(n, true)
		b.stamp(n, false)
	}
}

func (b *builder) stamp(node string, sealing bool) {
	s := Grant{
		Key: "k", Object: fmt.Sprint("k/stamp/", sealing, "/", node), Revision: b.rec.Revision + 2, At: b.now, Until: b.now + b.h.Policy.OpenLease,
		By: node + "#1", TTL: b.h.Policy.OpenLease, Stamp: Stamp{Node: node, Incarnation: node + "#1", Rev: b.rec.Rev, Sealing: sealing},
	}
	kind := 1
	if sealing {
		kind, s.Until, s.TTL = 0, b.now+b.h.Policy.SealLease, b.h.Policy.SealLease
		if b.rec.Phase != Draining && (b.rec.Phase != Committed || b.in(node)) {
			s.Seal = b.rec.Active
		}
	} else {
		s.Opens, s.Prints = b.openable(node)
	}
	if last := b.open[node][kind]; last > 0 {
		p := &b.h.Stamps[last-1]
		if p.Until >= b.now { // else it had run out
			p.Until, p.Ended = b.now, s.Revision
		}
	}
	b.h.Stamps = append(b.h.Stamps, s)
	b.open[node][kind] = len(b.h.Stamps)
}

// in says that the pool of a node is let in.
func (b *builder) in(node string) bool {
	i := slices.IndexFunc(b.h.Machines, func(m Machine) bool { return m.Name == node })
	return len(b.rec.Reached) == 0 || slices.Contains(b.rec.Reached, b.h.Machines[i].Pool)
}

// letIn lets one more pool in; none: all.
func (b *builder) letIn(by string, pools ...string) {
	b.write(by, "REACHED", b.cause(), func(v *View) { v.Reached = pools; raise(v) })
	b.stampAll()
}

// inPools are nodes of several pools, one of each, of which a is let in first.
func inPools(pools ...string) *builder {
	b := bootstrap(len(pools))
	b.h.Policy.Canary, b.h.Policy.PoolStamps, b.first = true, 1, []string{"a"}
	for i := range b.h.Machines {
		if k := slices.Index(b.nodes, b.h.Machines[i].Name); k >= 0 {
			b.h.Machines[i].Pool = pools[k]
		}
	}
	b.traffic(2)
	b.admit("w1#1", "w1", 1)
	b.acquire("w1#1")
	return b
}

// halfLetIn is a commit after which one of two pools may seal.
func halfLetIn() *builder {
	b := inPools("a", "b")
	b.publish("w1#1")
	b.letIn("w1#1")
	b.drain("w1#1")
	b.committed("w1#1")
	return b
}

func (b *builder) openable(node string) (opens []uint32, prints []string) {
	for _, v := range b.rec.Versions {
		phase := b.rec.effective()
		lies := v.N == b.rec.Spare && v.Print != ""
		pending := v.State == Pending && (phase == Published && b.in(node) || phase == Verified || phase == Draining)
		if v.State == Active || v.State == Deprecated || pending || lies {
			opens, prints = append(opens, v.N), append(prints, v.Print)
		}
	}
	return opens, prints
}

func (b *builder) nextNode() string {
	b.turn++
	return b.nodes[b.turn%len(b.nodes)]
}

// traffic seals and opens n times, 10 ms apart.
func (b *builder) traffic(n int) {
	for range n {
		b.look([]string{"w1#1", "w2#1"}[b.turn%2])
		b.seal(b.nextNode())
		b.reopen(b.nextNode(), len(b.h.Opens)*7%len(b.h.Seals))
	}
}

func (b *builder) seal(node string) {
	b.pass(5 * ms)
	v := b.rec.Active
	sealing := Sealing{Version: v, Print: print(v), Nonce: fmt.Sprint("nonce-", len(b.h.Seals)+1)}
	b.h.Seals = append(b.h.Seals, Seal{
		ID: len(b.h.Seals) + 1, Key: "k", Node: node, Incarnation: node + "#1",
		Called: b.now - 3*ms, Received: b.now - 2*ms, Emitted: b.now, Returned: b.now + ms, Acked: true,
		StampRev: b.h.Stamps[b.open[node][0]-1].Rev, Client: "c1", Sealing: sealing, Said: sealing,
	})
	b.pass(ms)
}

func (b *builder) reopen(node string, seal int) {
	b.pass(4 * ms)
	s := b.h.Seals[seal]
	b.h.Opens = append(b.h.Opens, Open{
		ID: len(b.h.Opens) + 1, Key: "k", Incarnation: node + "#1",
		Called: b.now - 3*ms, Received: b.now - 2*ms, Emitted: b.now, Returned: b.now + ms, Opened: Opened{Seal: s.ID, Node: node, Version: s.Version,
			Answer: Right, Rev: b.h.Stamps[b.open[node][1]-1].Rev, Client: "c2"},
	})
}

// reforged asks a node to open what was made of the first seal.
func (b *builder) reforged(node, how string, a Answer) {
	b.reopen(node, 0)
	last := len(b.h.Opens) - 1
	o := b.h.Opens[last]
	b.h.Opens = b.h.Opens[:last]
	o.ID, o.Forged, o.Answer = 1000+len(b.h.Forged), how, a
	b.h.Forged = append(b.h.Forged, o)
}

// admit delivers a trigger and starts the rotation it asks for.
func (b *builder) admit(by, window string, attempt int) {
	b.pass(5 * ms)
	id := fmt.Sprint("t", len(b.h.Triggers)+1)
	called := b.now
	b.write(by, "INTENT", "trigger:"+id, func(v *View) {
		v.Phase, v.Window, v.Attempt = Intent, window, attempt
		v.Rotation = fmt.Sprint("r-", window, "-", attempt)
		if v.Next = v.Spare; v.Next == 0 {
			v.Highest++
			v.Next = v.Highest
			v.Versions = append(v.Versions, Version{N: v.Next, State: Pending})
		}
	})
	b.h.Triggers = append(b.h.Triggers, Trigger{
		Key: "k", Called: called, Returned: b.now + ms, Requested: Requested{ID: id, Window: window, Attempt: attempt, Caller: "scheduler", Worker: by,
			Outcome: Admitted, Rotation: b.rec.Rotation},
	})
	b.pass(2 * ms)
}

// trigger delivers one that is turned away.
func (b *builder) trigger(window string, attempt int, o Outcome, why string) {
	b.h.Triggers = append(b.h.Triggers, Trigger{
		Key:    "k",
		Called: b.now, Returned: b.now + ms, Requested: Requested{ID: fmt.Sprint("t", len(b.h.Triggers)+1), Window: window, Attempt: attempt, Caller: "scheduler",
			Outcome: o, Why: why, Rotation: fmt.Sprint("r-", window, "-", attempt)},
	})
	b.pass(2 * ms)
}

func (b *builder) cause() string {
	for i := len(b.h.Triggers) - 1; i >= 0; i-- {
		if t := b.h.Triggers[i]; t.Outcome == Admitted {
			return "trigger:" + t.ID
		}
	}
	return "operator:setup"
}

func (b *builder) acquire(by string) {
	b.write(by, "ACQUIRED", b.cause(), func(v *View) { v.Owner = by; v.Fence++ })
}

func (b *builder) publish(by string) {
	next := b.rec.Next
	if b.rec.Spare == 0 {
		b.mint(by, next)
	}
	b.write(by, "STAGED", b.cause(), func(v *View) { v.Phase = Staged; v.Versions[len(v.Versions)-1].Print = print(next) })
	b.write(by, "PUBLISHED", b.cause(), func(v *View) { v.Phase, v.Reached = Published, b.first; raise(v) })
	b.stampAll()
}

func (b *builder) mint(by string, next uint32) {
	b.pass(ms)
	b.h.Effects = append(b.h.Effects, Effect{
		Key: "k", By: by,
		Sent: b.now, At: b.now + ms, Outside: Outside{Kind: Mint, Version: next, Op: fmt.Sprint("mint-", next), Fence: b.rec.Fence,
			Print: print(next), Accepted: true, Made: true},
	})
	b.pass(2 * ms)
}

// sparing is a key of which a version is in use, and whose owner is about to have the next
// one lie ready.
func sparing() *builder {
	b := bootstrap(2)
	b.h.Policy.Spare = true
	b.rotate("w1#1", "w0")
	b.traffic(2)
	return b
}

// spares has the next version lie ready, and nodes show it.
func (b *builder) spares(by string) {
	const cause = "deadline:spare"
	next := b.rec.Highest + 1
	b.write(by, fmt.Sprintf("v%d %s", next, Pending), cause, func(v *View) {
		v.Spare, v.Highest = next, next
		v.Versions = append(v.Versions, Version{N: next, State: Pending})
	})
	b.mint(by, next)
	b.write(by, "SPARED", cause, func(v *View) { v.Versions[len(v.Versions)-1].Print = print(next) })
	b.stampAll()
}

// demands has every stamp open what lies ready, and proves notes that it does.
func (b *builder) demands(by string) {
	b.write(by, "SPARE-SHOWN", "deadline:spare", func(v *View) { raise(v); v.SpareRev = v.Rev })
}

func (b *builder) proves(by string) {
	b.scan(by)
	b.write(by, "SPARE-PROVED", "deadline:spare", func(v *View) { v.SpareProved = true })
}

func (b *builder) drain(by string) {
	if !b.hurries {
		b.pass(b.h.Policy.PublishLead)
	}
	b.scan(by)
	b.write(by, "VERIFIED", b.cause(), func(v *View) { v.Phase, v.Floor, v.SealFloor = Verified, v.Target, v.Target })
	b.write(by, "DRAINING", b.cause(), func(v *View) { v.Phase = Draining; raise(v) })
	b.stampAll()
}

// scan has a process read the record and every stamp.
func (b *builder) scan(by string) {
	b.pass(2 * ms)
	a := Ask{ID: len(b.h.Asks) + 1, By: by, Times: Times{Sent: b.now - 2*ms, Arrived: b.now - ms, Early: b.now - ms, At: b.now - ms, Received: b.now},
		Revision: b.rec.Revision + 3, Asked: &Asked{Verb: "txn", To: "store", Reply: Done, Reads: []Seen{{"k/record", b.rec.Revision}}}}
	for _, n := range b.nodes {
		for _, place := range b.open[n] {
			a.Reads = append(a.Reads, Seen{b.h.Stamps[place-1].Object, b.h.Stamps[place-1].Revision})
		}
	}
	b.h.Asks = append(b.h.Asks, a)
}

// asks has a process send something that is answered.
func (b *builder) asks(by string, a Asked) {
	b.pass(2 * ms)
	b.h.Asks = append(b.h.Asks, Ask{ID: len(b.h.Asks) + 1, Key: "k", By: by, Times: Times{Sent: b.now - 2*ms, Arrived: b.now - ms, Early: b.now - ms, At: b.now - ms, Received: b.now}, Asked: &a})
}

// destroy has the key service destroy a version.
func (b *builder) destroy(by string, version uint32) {
	b.asks(by, Asked{Verb: "destroy", To: "keys", Version: version, Reply: Done})
	b.h.Effects = append(b.h.Effects, Effect{Key: "k", By: by, Sent: b.now - 2*ms, Early: b.now - ms, At: b.now - ms,
		Outside: Outside{Kind: Destroy, Version: version, Op: fmt.Sprint("mint-", version), Fence: b.rec.Fence, Accepted: true, Made: true}})
}

// retire takes a version out of use, when the lifetime has passed.
func (b *builder) retire(by string, version uint32) {
	b.pass(b.h.Policy.Lifetime)
	b.stampAll()
	state := func(s State) func(*View) {
		return func(v *View) {
			for i := range v.Versions {
				if v.Versions[i].N == version {
					v.Versions[i].State = s
				}
			}
		}
	}
	name := fmt.Sprintf("v%d ", version)
	b.write(by, name+Retiring, "deadline:lifetime", func(v *View) { state(Retiring)(v); raise(v) })
	b.stampAll()
	b.scan(by)
	b.write(by, name+Revoked, "deadline:barrier", func(v *View) { state(Revoked)(v); v.Floor, v.SealFloor = v.Target, v.Target })
	b.destroy(by, version)
	b.write(by, name+Destroyed, "deadline:revoked", state(Destroyed))
}

// halt has an operator stop the rotation, and resume has one go on with it.
func (b *builder) halt(by string) {
	b.halts(by, "operator:"+b.act("halt"))
	b.h.Pages = append(b.h.Pages, b.page(b.now))
}

func (b *builder) resume(by string) {
	b.write(by, "RESUMED", "operator:"+b.act("resume"), func(v *View) {
		v.Phase, v.From, v.Halt = v.From, "", Halt{}
		v.Owner, v.Fence = "", v.Fence+1
	})
}

// act has an operator ask for something, and be told that it is done.
func (b *builder) act(verb string) string {
	id := fmt.Sprint("act-", len(b.h.Acts)+1)
	b.h.Acts = append(b.h.Acts, Act{Key: "k", Called: b.now, Returned: b.now + 5*ms, Acted: Acted{ID: id, Verb: verb, Outcome: Admitted}})
	return id
}

func (b *builder) commit(by string) {
	b.committed(by)
	b.write(by, "IDLE", b.cause(), func(v *View) { v.Phase = Idle })
}

// committed is a commit that is not yet at rest.
func (b *builder) committed(by string) {
	b.scan(by)
	b.write(by, "COMMITTED", b.cause(), func(v *View) {
		v.Phase, v.SealFloor, v.Reached = Committed, v.Target, b.first
		for i := range v.Versions {
			switch v.Versions[i].N {
			case v.Active:
				v.Versions[i].State = Deprecated
			case v.Next:
				v.Versions[i].State = Active
			}
		}
		v.Active, v.Next, v.Spare, v.SpareRev, v.SpareProved = v.Next, 0, 0, 0, false
		raise(v)
	})
	b.stampAll()
}

func (b *builder) abort(by, cause string) {
	b.write(by, "ABORTING", cause, func(v *View) { v.Phase, v.Spare, v.SpareRev, v.SpareProved = Aborting, 0, 0, false; raise(v) })
	b.stampAll()
	b.scan(by)
	if slices.ContainsFunc(b.h.Effects, func(e Effect) bool { return e.Version == b.rec.Next }) {
		b.destroy(by, b.rec.Next)
	}
	b.write(by, "ABORTED", cause, func(v *View) {
		v.Phase = Aborted
		v.Floor, v.SealFloor = v.Target, v.Target
		v.Versions[len(v.Versions)-1].State = Burnt
		v.Next = 0
	})
	b.write(by, "IDLE", cause, func(v *View) { v.Phase = Idle })
}

// rotate runs a whole rotation by one process.
func (b *builder) rotate(by, window string) {
	b.admit(by, window, 1)
	b.acquire(by)
	b.publish(by)
	b.drain(by)
	b.commit(by)
}

// done ends the run and closes the audit chain.
func (b *builder) done() *Past {
	b.pass(sec)
	b.h.End = b.now
	for i := range b.h.Stamps {
		b.h.Stamps[i].Until = min(b.h.Stamps[i].Until, b.h.End)
	}
	rechain(&b.h)
	for i := range b.h.Views { // but where a test leaves it open
		if v := &b.h.Views[i]; v.Early == 0 {
			v.Early = v.At
		}
	}
	for i := range b.h.Facts {
		b.h.Facts[i].ID = i + 1
	}
	return &b.h
}

// exact has everything take effect at one known moment.
func exact(h *Past) *Past {
	for i := range h.Views {
		h.Views[i].Early = h.Views[i].At
	}
	for i := range h.Stamps {
		h.Stamps[i].Early = h.Stamps[i].At
	}
	for i := range h.Effects {
		h.Effects[i].Early = h.Effects[i].At
	}
	return h
}

// rechain gives every entry its place in the chain anew, after a change.
func rechain(h *Past) {
	prev := make([]byte, sha256.Size)
	seq := uint64(0)
	for i := range h.Views {
		h.Views[i].Audit, h.Views[i].Stored = slices.Clone(h.Views[i].Audit), nil
		for j := range h.Views[i].Audit {
			e := &h.Views[i].Audit[j]
			seq++
			e.Seq, e.Prev = seq, prev
			e.Body = e.body()
			sum := sha256.Sum256(append(slices.Clone(prev), e.Body...))
			e.Hash = sum[:]
			prev = e.Hash
			h.Views[i].Stored = append(h.Views[i].Stored, slices.Concat(e.Prev, e.Hash, e.Body))
			h.Views[i].ChainLength, h.Views[i].ChainHead = seq, prev
		}
	}
}

// goodRun has all that tests change: two rotations, the second by a process that
// took over, an aborted one, duplicates and refusals, and traffic throughout.
func goodRun(nodes, traffic int) *Past {
	b := bootstrap(nodes)
	b.traffic(traffic)
	b.rotate("w1#1", "d1")
	b.trigger("d1", 1, Duplicate, "")
	b.h.Triggers[len(b.h.Triggers)-1].Worker = "w2#1"
	b.traffic(traffic)
	b.admit("w2#1", "d2", 1)
	b.trigger("d3", 1, Refused, "busy")
	b.acquire("w1#1")
	b.publish("w1#1")
	b.traffic(traffic)
	b.acquire("w2#1")
	b.drain("w2#1")
	b.commit("w2#1")
	b.traffic(traffic)
	b.h.Acts = append(b.h.Acts, Act{Key: "k", Called: b.now, Returned: b.now + 500*ms, Acted: Acted{ID: "a1", Verb: "abort", Outcome: Admitted}})
	b.admit("w2#1", "d4", 1)
	b.acquire("w2#1")
	b.publish("w2#1")
	b.abort("w2#1", "operator:a1")
	b.traffic(traffic)
	b.admit("w2#1", "d5", 1)
	b.acquire("w2#1")
	b.halt("w2#1")
	b.pass(600 * ms)
	b.scan("w2#1")
	b.resume("w2#1")
	b.acquire("w2#1")
	b.publish("w2#1")
	b.drain("w2#1")
	b.commit("w2#1")
	b.traffic(traffic)
	b.retire("w2#1", 1)
	b.reopen("n1", 0) // of v1, which is gone
	b.h.Opens[len(b.h.Opens)-1].Answer = UnknownKey
	return b.done()
}

// body is an entry as PrefixedFields.
func (e *Entry) body() []byte {
	if e.Transition == Halted {
		return e.noting("why it halted")
	}
	return e.noting("")
}

// noting is the body with a note for people.
func (e *Entry) noting(note string) []byte {
	b := binary.AppendUvarint([]byte{1}, e.Seq)
	for _, s := range []string{e.Transition, e.Owner, e.Op, e.Cause, note, e.Phase} {
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	b = binary.AppendUvarint(b, e.Fence)
	return binary.AppendUvarint(binary.AppendUvarint(b, uint64(e.Active)), uint64(e.Next))
}

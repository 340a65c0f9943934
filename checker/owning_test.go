package checker

import (
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// Ownership as an object of its own, written apart from owning.go: who acquires is given
// a fence above all before, a step is the owner's under its fence. Both are one object.
type ownerOp struct {
	write   int // of the record
	acquire bool
	by      string
	fence   uint64
}

type ownerState struct {
	writes         int
	by             string
	fence, highest uint64
}

var ownerModel = porcupine.Model{
	Init: func() any { return ownerState{} },
	Step: func(state, in, _ any) (bool, any) {
		s, op := state.(ownerState), in.(ownerOp)
		next := ownerState{op.write, s.by, s.fence, s.highest}
		if op.acquire {
			next.by, next.fence, next.highest = op.by, op.fence, op.fence
			return op.write == s.writes+1 && op.fence > s.highest, next
		}
		return op.write == s.writes+1 && op.by == s.by && op.fence == s.fence, next
	},
	Hash: func(state any) uint64 { return uint64(state.(ownerState).writes) },
}

// ownerHistory is a few processes that acquire and step, mostly as they should.
func ownerHistory(r *rand.Rand) (*Past, []porcupine.Operation) {
	h := &Past{History: &History{Keys: []string{"k"}, Offers: Offers{Record: true, Ownership: true}}}
	names := []string{"w1#1", "w2#1", "w3#1"}
	prev := Record{Phase: Published, Rotation: "r"}
	highest, now := uint64(0), time.Duration(0)
	var ops []porcupine.Operation
	for n := range 2 + r.Intn(8) {
		by := names[r.Intn(3)]
		rec := prev
		acquire := n < 2 || r.Intn(4) == 0 // the first write of all is the setup's, and no operation
		if acquire {
			rec.Owner, rec.Fence = by, highest+1
			if n > 1 && r.Intn(4) == 0 {
				rec.Fence = max(1, highest-uint64(r.Intn(2)))
			}
			if rec.Fence == prev.Fence && rec.Owner == prev.Owner {
				acquire = false // a step, as far as anybody can see
			}
		} else if r.Intn(8) > 0 {
			by = prev.Owner
		}
		highest = max(highest, rec.Fence)
		sent := now
		now += time.Duration(1 + r.Intn(4))
		h.Views = append(h.Views, View{Key: "k", Object: "k/record", Revision: int64(n + 1), RecordWritten: true, Record: rec, By: by, Sent: sent, Early: sent, At: now})
		call, ret := sent-time.Duration(r.Intn(3)), now+time.Duration(r.Intn(6)-1)
		reply, received := Done, ret
		if r.Intn(5) == 0 {
			reply, received = NoReply, 0 // it may have taken, or not
		}
		h.Asks = append(h.Asks, Ask{ID: n + 1, Key: "k", By: by, Revision: int64(n + 1), Times: Times{Sent: call, At: now, Received: received},
			Asked: &Asked{Verb: "txn", To: "store", Puts: []string{"k/record"}, Reply: reply}})
		op := porcupine.Operation{ClientId: n, Input: ownerOp{n + 1, acquire, by, rec.Fence}, Call: int64(sent), Return: int64(now)}
		if received > 0 {
			op.Return = int64(min(now, received))
		}
		ops = append(ops, op)
		prev = rec
	}
	return h, ops
}

func TestOwnershipAgreesWithPorcupine(t *testing.T) {
	r := rand.New(rand.NewSource(8))
	legal, illegal, unknown := 0, 0, 0
	const draws = 10_000
	for range draws {
		h, ops := ownerHistory(r)
		l, ok := ownerships(h, Options{})
		if !ok {
			t.Fatal("nothing to check")
		}
		want := porcupine.CheckOperations(ownerModel, ops)
		if (l.Result == Linearizable) != want {
			t.Fatalf("%+v, Porcupine: %v\n%+v\n%+v", l, want, h.Views, ops)
		}
		if slices.ContainsFunc(h.Asks, func(a Ask) bool { return a.Reply == NoReply }) {
			unknown++
		}
		if want {
			legal++
		} else if illegal++; len(l.Cites) == 0 || l.Detail == "" {
			t.Fatalf("illegal, and not told why: %+v", l)
		}
	}
	t.Logf("%d legal, %d illegal, %d with an unknown outcome", legal, illegal, unknown)
	if legal < draws/10 || illegal < draws/10 || unknown < draws/10 {
		t.Error("these histories show too little")
	}
}

func TestOwnership(t *testing.T) {
	for _, c := range []struct {
		name string
		want string // of the detail; empty: it is linearizable
		do   func(b *builder)
	}{
		{"a takeover", "", func(b *builder) { b.acquire("w2#1") }},
		{"the owner acquires again", "", func(b *builder) { b.acquire("w1#1") }},
		{"an acquisition without an answer that took", "", func(b *builder) {
			b.acquire("w2#1")
			a := &b.h.Asks[len(b.h.Asks)-1]
			a.Reply, a.Received = NoReply, 0
			b.write("w2#1", "v1 RETIRING", "deadline:lifetime", func(*View) {})
		}},
		{"an acquisition without an answer that did not take", "", func(b *builder) {
			b.ask("w2#1", Asked{Verb: "txn", Puts: []string{"k/record"}, Reply: NoReply}, 0, Times{Sent: b.now})
		}},
		{"a fence given twice", "acquires the key by fence 1", func(b *builder) {
			b.write("w2#1", "ACQUIRED", b.cause(), func(v *View) { v.Owner = "w2#1" })
		}},
		{"a lower fence", "acquires the key by fence 1", func(b *builder) {
			b.acquire("w2#1")
			b.write("w3#1", "ACQUIRED", b.cause(), func(v *View) { v.Owner, v.Fence = "w3#1", 1 })
		}},
		{"a step of who never acquired", "is not its owner's", func(b *builder) {
			b.write("w3#1", "v1 RETIRING", "deadline:lifetime", func(*View) {})
		}},
		{"a commit of who had lost it", "is not its owner's", func(b *builder) {
			b.admit("w1#1", "d2", 1)
			b.acquire("w1#1")
			b.publish("w1#1")
			b.drain("w1#1")
			b.acquire("w2#1")
			b.commit("w1#1")
		}},
		{"a write that its writer was told of before it was sent", "answered \"done\"", func(b *builder) {
			b.acquire("w2#1")
			a := &b.h.Asks[len(b.h.Asks)-1]
			a.Sent, a.Received = a.Sent-10*ms, a.Sent-9*ms
		}},
		{"another's write taken for one's own", "answered \"done\"", func(b *builder) {
			b.acquire("w2#1")
			b.h.Asks[len(b.h.Asks)-1].By = "w1#1"
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := bootstrap(1)
			b.rotate("w1#1", "d1")
			c.do(b)
			l, ok := ownerships(b.done(), Options{})
			if !ok || (l.Result == Illegal) != (c.want != "") || !strings.Contains(l.Detail, c.want) {
				t.Errorf("%+v", l)
			}
		})
	}
}

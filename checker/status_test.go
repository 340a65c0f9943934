package checker

import (
	"math/rand"
	"strings"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

func TestStatus(t *testing.T) {
	last := func(b *builder) *Ask { return &b.h.Asks[len(b.h.Asks)-1] }
	// behind reads what was the record before the last write, so long after it was over.
	behind := func(b *builder, d time.Duration) {
		b.acquire("w1#1")
		b.pass(d)
		b.look("w2#1")
		n := len(b.h.Views)
		last(b).Reads = []Seen{{"k/record", b.h.Views[n-2].Revision}}
		last(b).Revision = b.h.Views[n-1].Revision - 1
	}
	for _, c := range []struct {
		name string
		want string // of the detail; empty: it is linearizable
		do   func(b *builder)
	}{
		{"the last write is read", "", func(b *builder) { b.look("w1#1"); b.look("w2#1") }},
		{"a transaction reads what it then writes", "", func(b *builder) {
			was := b.rec.Revision
			b.acquire("w1#1")
			last(b).Reads = []Seen{{"k/record", was}}
		}},
		{"a read that nobody got", "", func(b *builder) { behind(b, sec); last(b).Received = 0 }},
		{"something else is read", "", func(b *builder) { b.look("w1#1"); last(b).Reads = []Seen{{"k/time", 3}} }},
		{"a read is behind", "k/record of revision", func(b *builder) { behind(b, sec) }},
		{"a read is ahead", "k/record of revision", func(b *builder) {
			b.look("w1#1")
			a := copied(last(b))
			b.pass(sec)
			b.acquire("w1#1")
			b.h.Asks = append(b.h.Asks, a)
			last(b).Reads, last(b).Revision = []Seen{{"k/record", b.rec.Revision}}, b.rec.Revision
		}},
		{"a read shows another write than its revision does", "k/record of revision", func(b *builder) {
			behind(b, 0)
			last(b).Revision = b.rec.Revision
		}},
		{"a read shows a write that there was not", "no revision 7 wrote it", func(b *builder) {
			b.look("w1#1")
			last(b).Reads = []Seen{{"k/record", 7}}
		}},
		{"one that may be behind is, within the bound", "", func(b *builder) { behind(b, sec); last(b).Stale = true }},
		{"one that may be behind is so beyond it", "k/record of revision", func(b *builder) {
			behind(b, testPolicy.OwnerLease+100*ms)
			last(b).Stale = true
		}},
		{"one that may be behind goes back", "and w2#1 asked", func(b *builder) {
			b.look("w2#1")
			behind(b, sec)
			seen := copied(last(b))
			last(b).Reads, last(b).Revision = []Seen{{"k/record", b.rec.Revision}}, b.rec.Revision
			b.h.Asks = append(b.h.Asks, seen)
			a := last(b)
			a.Stale, a.Sent, a.At, a.Received = true, a.Sent+10*ms, a.At+10*ms, a.Received+10*ms
			b.pass(20 * ms)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := bootstrap(1)
			b.rotate("w1#1", "d1")
			b.look("w3#1")
			c.do(b)
			l, ok := statuses(b.done(), Options{})
			if !ok || (l.Result == Illegal) != (c.want != "") || !strings.Contains(l.Detail, c.want) {
				t.Errorf("%+v", l)
			}
		})
	}
}

// copied is a request of its own.
func copied(a *Ask) Ask {
	c, asked := *a, *a.Asked
	c.Asked = &asked
	return c
}

// The status is a register of revisions; Porcupine checks it as one.
func TestStatusAgreesWithPorcupine(t *testing.T) {
	type op struct {
		write bool
		rev   int64
	}
	model := porcupine.Model{
		Init: func() any { return int64(0) },
		Step: func(state, in, _ any) (bool, any) {
			s, o := state.(int64), in.(op)
			if o.write {
				return o.rev > s, o.rev
			}
			return o.rev == s, s
		},
		Hash: func(state any) uint64 { return uint64(state.(int64)) },
	}
	r := rand.New(rand.NewSource(9))
	legal, illegal := 0, 0
	for range 6_000 {
		h := &Past{History: &History{Keys: []string{"k"}, Offers: Offers{Record: true}}}
		var ops []porcupine.Operation
		add := func(o op, call, ret time.Duration) {
			ops = append(ops, porcupine.Operation{ClientId: len(ops), Input: o, Call: int64(call), Return: int64(ret)})
		}
		now := time.Duration(1)
		for n := range 1 + r.Intn(4) {
			from := now
			now += time.Duration(1 + r.Intn(6))
			v := View{Key: "k", Object: "k/record", Revision: int64(n + 1), RecordWritten: true, Sent: from, Early: from, At: now}
			h.Views = append(h.Views, v)
			add(op{true, v.Revision}, from, now)
		}
		for n := range 1 + r.Intn(5) {
			call := time.Duration(1 + r.Intn(int(now)+2))
			ret := call + time.Duration(r.Intn(5))
			rev := int64(1 + r.Intn(len(h.Views)))
			h.Asks = append(h.Asks, Ask{ID: n, Key: "k", By: string(rune('a' + n)), Times: Times{Sent: call, At: call, Received: ret},
				Asked: &Asked{Verb: "txn", Reply: Done, Reads: []Seen{{"k/record", rev}}}})
			add(op{false, rev}, call, ret)
		}
		l, _ := statuses(h, Options{})
		want := porcupine.CheckOperations(model, ops)
		if (l.Result == Linearizable) != want {
			t.Fatalf("%+v, Porcupine: %v\n%+v", l, want, ops)
		}
		if want {
			legal++
		} else {
			illegal++
		}
	}
	if legal < 600 || illegal < 600 {
		t.Errorf("%d legal, %d illegal: these histories show too little", legal, illegal)
	}
}

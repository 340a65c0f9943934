package checker

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// The register as an object of its own, written apart from register.go: the n-th write,
// of a version, or else a read of it.
type registerOp struct {
	write   int
	version uint32
}

type registerState struct {
	writes int
	active uint32
}

func registerModel(described bool) porcupine.Model {
	return porcupine.Model{
		Init: func() any { return registerState{} },
		Step: func(state, in, _ any) (bool, any) {
			s, op := state.(registerState), in.(registerOp)
			switch {
			case op.write > 0:
				return op.write == s.writes+1 && op.version > s.active, registerState{op.write, op.version}
			case described:
				return op.version == s.active, s
			default:
				return op.version >= s.active, registerState{s.writes, op.version}
			}
		},
		Hash: func(state any) uint64 { return uint64(state.(registerState).active) },
	}
}

func registerOps(h *Past) []porcupine.Operation {
	var ops []porcupine.Operation
	add := func(op registerOp, call, ret time.Duration) {
		ops = append(ops, porcupine.Operation{ClientId: len(ops), Input: op, Call: int64(call), Return: int64(ret)})
	}
	last, n := uint32(0), 0
	for i := range h.Views {
		if v := &h.Views[i]; h.Offers.Record && v.Active != last {
			if last = v.Active; last != 0 {
				n++
				add(registerOp{n, v.Active}, max(v.Sent, v.Early), v.At)
			}
		}
	}
	for i := range h.Seals {
		if s := &h.Seals[i]; s.Acked {
			add(registerOp{0, s.Version}, s.Called, s.Returned)
		}
	}
	return ops
}

// lawfulRegister has commits at moments of their own, and reads of what is active at one
// of theirs. Where times are small, ties and overlaps abound.
func lawfulRegister(r *rand.Rand, reads, writes, clients int, spread, width int64, unknown float64) *Past {
	h := &Past{History: &History{Keys: []string{"k"}, Offers: Offers{Record: r.Intn(4) > 0}, End: time.Duration(spread * 2)}}
	var at []int64
	for range writes {
		at = append(at, r.Int63n(spread))
	}
	slices.Sort(at)
	at[0] = 0
	for i, t := range at {
		sent := max(0, t-r.Int63n(width+1))
		h.Views = append(h.Views, View{Key: "k", Revision: int64(i + 1), RecordWritten: true, Record: Record{Phase: Idle, Active: uint32(i + 1)},
			Sent: time.Duration(sent), Early: time.Duration(sent + r.Int63n(t-sent+1)), At: time.Duration(t)})
	}
	free := make([]int64, clients)
	for i := range reads {
		c := r.Intn(clients)
		call := max(free[c], r.Int63n(spread))
		if clients > 10 {
			call = free[c] + r.Int63n(spread*int64(clients)/int64(reads)*2+1)
		}
		lin := call + r.Int63n(width+1)
		ret := lin + r.Int63n(width+1)
		free[c] = ret + 1
		v := 0
		for v < writes && at[v] <= lin {
			v++
		}
		h.Seals = append(h.Seals, Seal{ID: i, Key: "k", Node: "n", Client: fmt.Sprint(c), Sealing: Sealing{Version: uint32(max(v, 1))},
			Called: time.Duration(call), Received: time.Duration(call), Emitted: time.Duration(lin), Returned: time.Duration(ret), Acked: r.Float64() >= unknown})
	}
	return h
}

func mutateRegister(r *rand.Rand, h *Past) {
	for range 1 + r.Intn(2) {
		s := &h.Seals[r.Intn(len(h.Seals))]
		v := &h.Views[r.Intn(len(h.Views))]
		switch r.Intn(6) {
		case 0:
			s.Version = uint32(1 + r.Intn(len(h.Views)+1))
		case 1:
			s.Version++
		case 2:
			s.Version = max(1, s.Version-1)
		case 3:
			d := time.Duration(r.Intn(8))
			s.Called, s.Returned = s.Called+d, max(s.Returned+d, s.Called+d)
		case 4:
			v.Active = uint32(1 + r.Intn(len(h.Views)))
		case 5:
			v.Sent = v.At
		}
	}
}

// The register's placing is exact: it says what Porcupine says, of lawful histories and
// of others, and never searches.
func TestRegisterAgreesWithPorcupine(t *testing.T) {
	r := rand.New(rand.NewSource(11))
	legal, illegal := 0, 0
	const draws = 16_000
	for i := range draws {
		h := lawfulRegister(r, 1+r.Intn(9), 1+r.Intn(4), 1+r.Intn(5), 30, int64(r.Intn(9)), 0.15)
		if i%2 > 0 {
			mutateRegister(r, h)
		}
		l, ok := sealRegister(h, Options{})
		if !ok {
			continue
		}
		want := porcupine.CheckOperations(registerModel(h.Offers.Record), registerOps(h))
		if l.Searched || l.Result == Undecided || (l.Result == Linearizable) != want {
			t.Fatalf("%+v, Porcupine: %v\nseals %+v\nviews %+v", l, want, h.Seals, h.Views)
		}
		if i%2 == 0 && !want {
			t.Fatalf("a lawful one is not: %+v", h)
		}
		if want {
			legal++
		} else if illegal++; len(l.Cites) == 0 || len(l.Cites) > 2 || l.Detail == "" || l.At == 0 && l.Cites[0].At != 0 {
			t.Fatalf("not told by two facts: %+v", l)
		}
	}
	t.Logf("%d legal, %d illegal", legal, illegal)
	if legal < draws/4 || illegal < draws/10 {
		t.Error("these histories show too little")
	}
}

// What fits no order is told by the write that goes back, or by two reads of which one
// goes back behind the other, or by a read and the write that forbids it.
func TestRegisterMisfitIsNamed(t *testing.T) {
	view := func(rev int64, at time.Duration, active uint32) View {
		return View{Key: "k", Revision: rev, RecordWritten: true, Sent: at, At: at, By: "worker/1#1", Record: Record{Active: active}}
	}
	seal := func(id int, at time.Duration, version uint32) Seal {
		return Seal{ID: id, Key: "k", Node: "n1", Client: "c1", Called: at, Received: at, Emitted: at + 1, Returned: at + 2, Acked: true, Sealing: Sealing{Version: version}}
	}
	past := func(record bool, views []View, seals ...Seal) *Past {
		return &Past{History: &History{Keys: []string{"k"}, Offers: Offers{Record: record}, End: 90}, Views: views, Seals: seals}
	}
	back := past(true, []View{view(1, 10, 1), view(2, 20, 2), view(3, 30, 1)}, seal(0, 11, 1), seal(1, 21, 2), seal(2, 31, 1))
	reads := past(false, nil, seal(0, 11, 1), seal(1, 21, 2), seal(2, 31, 1), seal(3, 41, 1))
	stale := past(true, []View{view(1, 10, 1), view(2, 20, 2)}, seal(0, 11, 1), seal(1, 21, 2), seal(2, 31, 1))
	early := past(true, []View{view(1, 10, 1), view(2, 20, 2)}, seal(0, 11, 1), seal(1, 15, 2))
	never := past(true, []View{view(1, 10, 1)}, seal(0, 11, 3))
	for _, c := range []struct {
		name string
		h    *Past
		want []string
		at   time.Duration
		cite []Cite
	}{
		{"write", back, []string{"by worker/1#1 makes v1 the active one again, after revision 2 had made it v2"}, 30, []Cite{back.Views[1].Cite(), back.Views[2].Cite()}},
		{"reads", reads, []string{"n1 sealed #1 under v2 for c1 at 0s, and n1 sealed #2 under v1 for c1"}, 33, []Cite{reads.Seals[1].Cite(), reads.Seals[2].Cite()}},
		{"stale", stale, []string{"n1 sealed #2 under v1 for c1 at 0s, and ", "v2"}, 33, nil},
		{"early", early, []string{"revision 2 at 0s by worker/1#1", "v2 active", "n1 sealed #1 under v2"}, 20, nil},
		{"never", never, []string{"n1 sealed #0 under v3", "which no revision had made the active one"}, 13, []Cite{never.Seals[0].Cite()}},
	} {
		l, _ := sealRegister(c.h, Options{})
		for _, want := range c.want {
			if l.Result != Illegal || !strings.Contains(l.Detail, want) || l.At != c.at || c.cite != nil && !slices.Equal(l.Cites, c.cite) {
				t.Errorf("%s: %s at %d: %s\ncites %v", c.name, l.Result, l.At, l.Detail, l.Cites)
			}
		}
	}
}

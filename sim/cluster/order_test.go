package cluster

import (
	"context"
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/sim"
	"pawl/sim/deploy"
)

// TestAnOrderChoosesOnlyWhatContends: where a run decides otherwise than its seed draws, another
// machine's message to the same machine is under way. The log alone makes the run again.
func TestAnOrderChoosesOnlyWhatContends(t *testing.T) {
	t.Parallel()
	for _, by := range deploy.Orders {
		s := deploy.Standard(reference.Engine(), 3)
		s.Order, s.Keep = by, true
		r, err := Simulated{}.Run(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		others := 0
		for i, d := range drawnOtherwise(s.Seed, r.Decisions) {
			if !d {
				continue
			}
			if others++; !contended(r.Decisions, r.Decided, i) {
				t.Errorf("%s: decision %d, at %s, contends with nothing", by, i, r.Decisions[i].Place)
			}
		}
		if others == 0 {
			t.Errorf("%s chooses nothing", by)
		}
		s.Order, s.Replay = deploy.AsDrawn, r.Decisions
		again, err := Simulated{}.Run(context.Background(), s)
		if err != nil || again.Hash != r.Hash {
			t.Errorf("%s: by its log it is another run (%v, %v)", by, again.Diverged, err)
		}
	}
}

// drawnOtherwise says of each decision whether the seed draws another there.
func drawnOtherwise(seed uint64, log []sim.Decision) []bool {
	places := map[string]*sim.Source{}
	all := make([]bool, len(log))
	for i, d := range log {
		if places[d.Place] == nil {
			places[d.Place] = sim.NewSource(seed, d.Place)
		}
		all[i] = places[d.Place].Choose(int(d.Among)) != int(d.Which)
	}
	return all
}

// contended says whether a message from elsewhere is under way to where the decision's link leads.
func contended(log []sim.Decision, at []time.Duration, i int) bool {
	link := func(d *sim.Decision) (from, to string) {
		path, is := strings.CutPrefix(d.Place, "net/")
		if !is || d.Among != delays {
			return "", ""
		}
		from, to, _ = strings.Cut(path, ">")
		return from, to
	}
	from, to := link(&log[i])
	for k := range i {
		x, y := link(&log[k])
		if y != "" && y == to && x != from && at[k] <= at[i] && at[i] < at[k]+delayOf(int(log[k].Which)) {
			return true
		}
	}
	return false
}

// TestContend: two requests contend about a key, a lease, material or an operation that one of them
// changes, and about nothing else.
func TestContend(t *testing.T) {
	t.Parallel()
	var there, elsewhere machine
	put := func(key string, lease engine.Lease) engine.Txn {
		return engine.Txn{Then: []engine.Op{engine.Put(key, nil, lease)}}
	}
	read := func(op engine.Op) engine.Txn { return engine.Txn{Then: []engine.Op{op}} }
	for _, x := range []struct {
		name string
		a, b engine.Request
		want bool
	}{
		{"two writes of a key", put("k", 0), put("k", 0), true},
		{"writes of two keys", put("k", 0), put("l", 0), false},
		{"a write and a read", put("k", 0), read(engine.Get("k")), true},
		{"a write and a compare", put("k", 0), engine.Txn{If: []engine.Compare{{Key: "k"}}}, true},
		{"a write and a scan of it", put("pool/k", 0), read(engine.Prefix("pool/")), true},
		{"a write and another scan", put("pool/k", 0), read(engine.Prefix("keys/")), false},
		{"two reads", read(engine.Get("k")), read(engine.Get("k")), false},
		{"a write under a lease and its end", put("k", 7), engine.Revoke{Lease: 7}, true},
		{"the ends of two leases", engine.Revoke{Lease: 7}, engine.KeepAlive{Lease: 8}, false},
		{"making and fetching material", engine.Create{Key: "k", Op: "o"}, engine.Fetch{Key: "k"}, true},
		{"an operation and a look for it", engine.Destroy{Key: "k", Op: "o"}, engine.Lookup{Op: "o"}, true},
		{"two fetches", engine.Fetch{Key: "k"}, engine.Fetch{Key: "k"}, false},
		{"a write and a wait for it", put("k", 0), engine.Await{Prefix: "k"}, false},
	} {
		one, other := &sim.Proc{}, &sim.Proc{}
		a := &exchange{to: &there, request: x.a, proc: one}
		if got := contend(a, &exchange{to: &there, request: x.b, proc: other}); got != x.want {
			t.Errorf("%s: %v", x.name, got)
		}
		if contend(a, &exchange{to: &elsewhere, request: x.b, proc: other}) || contend(a, &exchange{to: &there, request: x.b, proc: one}) {
			t.Errorf("%s: contend at two services, or with themselves", x.name)
		}
	}
}

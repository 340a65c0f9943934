package cluster

import (
	"fmt"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/reference"
	engines "pawl/engine/wrong"
	"pawl/faults"
	"pawl/sim/deploy"
)

// TestARegionsReplica: it is behind by just its lag, of what it is asked only what is content
// with the past sees that, and what is forgotten it has forgotten too.
func TestARegionsReplica(t *testing.T) {
	s := inCluster(t, seen)
	setup := s.m.c.setup
	setup.Regions = []deploy.Region{{Name: "far", Pools: []string{"a"}, Lag: 3 * time.Second}}
	put := func(i int, content bool) (r engine.TxnResult) {
		r, err := s.Txn(engine.Txn{Then: []engine.Op{engine.Put("k", []byte{byte(i)}, 0), engine.Get("k")}, Stale: content})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	read := func(content bool) (int64, string) {
		r, err := s.Txn(engine.Txn{Then: []engine.Op{engine.Get("k")}, Stale: content})
		if err != nil {
			t.Fatal(err)
		}
		value := "none"
		if kvs := r.Reads[0]; len(kvs) > 0 {
			value = fmt.Sprint(kvs[0].Value[0])
		}
		return r.Revision, value
	}
	for i, want := range []string{"none", "none", "none", "0", "1", "2"} {
		w := put(i, true) // it writes, so that it is none of the past
		if rev, value := read(false); rev != w.Revision || value != fmt.Sprint(i) {
			t.Errorf("write %d at revision %d: a plain read gives %s at %d", i, w.Revision, value, rev)
		}
		s.Sleep(500 * time.Millisecond) // between two writes
		if rev, value := read(true); value != want || want != "none" && rev != w.Revision-3 {
			t.Errorf("write %d at revision %d: three seconds behind that is %s at %d, want %s", i, w.Revision, value, rev, want)
		}
		s.Sleep(500 * time.Millisecond)
	}
	last := put(6, false).Revision
	_ = s.happened(func(st *storage) { _ = st.compact(last) })
	if rev, value := read(true); rev != last || value != "6" {
		t.Errorf("with all before revision %d forgotten, behind that is %s at %d", last, value, rev)
	}
	setup.Regions[0].Lag = 0
	w := put(7, false)
	if rev, value := read(true); rev != w.Revision || value != "7" {
		t.Errorf("not behind at all: %s at %d, want 7 at %d", value, rev, w.Revision)
	}
}

// TestLagIsForWhoAsksForIt: an engine that never asks for the past has the very same run wherever
// its pools lie; of one that does, the run is another.
func TestLagIsForWhoAsksForIt(t *testing.T) {
	events, err := faults.ParseAll("crash node/b1 at 5s for 2s", "partition pool/a from store at 8s for 9s", "no-leader at 19s for 2s")
	if err != nil {
		t.Fatal(err)
	}
	hash := func(e engine.Engine, seed uint64, lag time.Duration) [32]byte {
		s := deploy.Standard(e, seed)
		s.Events = append(s.Events, events...)
		if lag > 0 {
			s.Regions = []deploy.Region{{Name: "far", Pools: []string{"a", "b", "c"}, Lag: lag}}
		}
		r, err := Simulated{}.Run(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		return r.Hash
	}
	asks, _ := engines.Find("stale-read")
	for seed := range uint64(5) {
		if hash(reference.Engine(), seed, 0) != hash(reference.Engine(), seed, 5*time.Second) {
			t.Errorf("seed %d: the reference asks for no read of the past, and its run is another where pools lie in regions", seed)
		}
		if hash(asks.Engine, seed, time.Second) == hash(asks.Engine, seed, 5*time.Second) {
			t.Errorf("seed %d: %s does not notice how far behind it reads", seed, asks.Name)
		}
	}
}

// TestRegionsAreChecked: each pool lies in one, and none is behind by more than can be judged.
func TestRegionsAreChecked(t *testing.T) {
	near := deploy.Region{Name: "near", Pools: []string{"a", "b"}}
	far := func(lag time.Duration, pools ...string) deploy.Region {
		return deploy.Region{Name: "far", Pools: pools, Lag: lag}
	}
	for what, regions := range map[string][]deploy.Region{
		"a pool in none":     {near},
		"a pool in two":      {near, far(0, "b", "c")},
		"a pool twice":       {near, far(0, "c", "c")},
		"a pool not there":   {near, far(0, "c", "d")},
		"nothing in one":     {near, far(0, "c"), {Name: "empty"}},
		"no name":            {near, {Pools: []string{"c"}}},
		"a name twice":       {near, {Name: "near", Pools: []string{"c"}}},
		"further than owned": {near, far(5*time.Second+1, "c")},
		"ahead":              {near, far(-1, "c")},
	} {
		s := deploy.Standard(reference.Engine(), 1)
		if s.Regions = regions; s.Validate() == nil {
			t.Errorf("%s: accepted", what)
		}
	}
	s := deploy.Standard(reference.Engine(), 1)
	if s.Regions = []deploy.Region{near, far(5*time.Second, "c")}; s.Validate() != nil {
		t.Errorf("what is right is not: %v", s.Validate())
	}
}

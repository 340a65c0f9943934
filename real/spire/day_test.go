package main

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pawl/engine"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

func made(t *testing.T, s deploy.Setup) scenarios.Outcome {
	t.Helper()
	r, err := cluster.Simulated{}.Run(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	return scenarios.Judge(s, r)
}

// quiet is a day on which nothing goes wrong and nobody forces anything.
func quiet(e engine.Engine, seed uint64) deploy.Setup {
	s := day(e, seed)
	s.Events = nil
	return s
}

// TestQuietDay: without trouble SPIRE keeps what it claims, each server's authorities are
// replaced some times, and what is claimed has been judged.
func TestQuietDay(t *testing.T) {
	for seed := uint64(1); seed <= 5; seed++ {
		o := made(t, quiet(Engine(), seed))
		if o.Verdict() != scenarios.Passed {
			t.Fatalf("seed %d: %s, %v, %v", seed, o.Verdict(), o.Fired(), o.Findings)
		}
		highest := map[string]uint32{}
		for i := range o.Past.Seals {
			s := &o.Past.Seals[i]
			highest[s.Key] = max(highest[s.Key], s.Version)
		}
		for _, key := range o.Setup.Keys {
			if highest[key] < 4 {
				t.Errorf("seed %d: %s has come to version %d only", seed, key, highest[key])
			}
		}
		for _, v := range o.Report.Verdicts {
			if v.Judged != slices.Contains(claims, v.Invariant) {
				t.Errorf("seed %d: %s judged: %v, %s", seed, v.Invariant, v.Judged, v.WhyNot)
			}
		}
	}
}

// TestSameDay: a day is the same whenever it is made, also beside others that draw from the
// same process's randomness.
func TestSameDay(t *testing.T) { sameDay(t, Engine(), 4) }

// sameDay makes the days of some seeds alone, and then beside one another.
func sameDay(t *testing.T, e engine.Engine, seeds uint64) {
	t.Helper()
	alone := map[uint64][32]byte{}
	for seed := uint64(1); seed <= seeds; seed++ {
		alone[seed] = made(t, day(e, seed)).Hash
	}
	if alone[1] == alone[2] {
		t.Error("two seeds are one day")
	}
	var wg sync.WaitGroup
	for seed := uint64(1); seed <= seeds; seed++ {
		wg.Go(func() {
			if got := made(t, day(e, seed)).Hash; got != alone[seed] {
				t.Errorf("seed %d: beside others it is another day", seed)
			}
		})
	}
	wg.Wait()
}

// BenchmarkDay is a day of two servers and five who rely on them, judged.
func BenchmarkDay(b *testing.B) {
	for i := range b.N {
		s := quiet(Engine(), uint64(i+1))
		s.NoLog = true
		r, err := cluster.Simulated{}.Run(context.Background(), s)
		if err != nil {
			b.Fatal(err)
		}
		scenarios.Judge(s, r)
	}
}

// asksForMore is a server that calls what its datastore does not serve.
type asksForMore struct{ *server }

func (s asksForMore) Run(string) {
	s.env.Clock.Sleep(time.Hour)
	s.enter(func(context.Context) { _, _ = s.db.CountBundles(context.Background()) })
}

// TestUnservedCall: what another version of SPIRE may ask for besides, or what itself panics, is
// found, with the place where it happened.
func TestUnservedCall(t *testing.T) {
	e := Engine()
	e.Agent = func(env engine.Env) engine.Serving { return asksForMore{newServer(&env, false)} }
	s := quiet(Engine(), 1)
	s.Engine = e
	o := made(t, s)
	if o.Verdict() != scenarios.Violated || len(o.Findings) == 0 || o.Findings[0].Kind != sim.KindPanic || !strings.Contains(o.Findings[0].Stack, "asksForMore") {
		t.Errorf("%s, %+v", o.Verdict(), o.Findings)
	}
}

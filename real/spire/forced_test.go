package main

import (
	"slices"
	"testing"

	"pawl/checker"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// seeds is how often each day is made that has something of its own in it.
const seeds = 6

// on is a quiet day of an engine, in which something happens.
func on(t *testing.T, name string, seed uint64, events ...string) deploy.Setup {
	t.Helper()
	s := day(named(name), seed)
	all, err := faults.ParseAll(events...)
	if err != nil {
		t.Fatal(err)
	}
	s.Events = all
	return s
}

// TestForcedInVain: both writes of an activation to the journal fail, and it is answered all the
// same. After a restart the server signs by the authority that was done away with, though
// its operator has had that tainted.
func TestForcedInVain(t *testing.T) {
	for _, kind := range []string{x509Kind, jwtKind} {
		key := keyOf(kind, "a")
		const restart = "crash node/a1 at 2h10m for 1m"
		forced, both, one := "trigger w1 of "+key+" at 1h", "fail actor x2 on "+key+"/drain.due", "fail actor on "+key+"/drain.due"
		for seed := uint64(1); seed <= seeds; seed++ {
			for _, harmless := range [][]string{{forced, both}, {forced, one, restart}} {
				if o := made(t, on(t, distrusting, seed, harmless...)); o.Verdict() != scenarios.Passed {
					t.Errorf("seed %d, %v: %s %v", seed, harmless, o.Verdict(), o.Fired())
				}
			}
			s := on(t, distrusting, seed, forced, both, restart)
			o := made(t, s)
			if !slices.Contains(o.Fired(), "S2") || !slices.Contains(told(&o), wentBack) {
				t.Errorf("seed %d, %s: %v violated, told %q", seed, key, o.Fired(), told(&o))
			}
			if !tainted(&o, key, 1) {
				t.Errorf("seed %d, %s: what it goes back to was not tainted", seed, key)
			}
			s.Replay = o.Decisions
			if again := made(t, s); again.Hash != o.Hash {
				t.Errorf("seed %d, %s: replayed it is another run", seed, key)
			}
		}
	}
}

// tainted says that an operator has had an authority tainted.
func tainted(o *scenarios.Outcome, key string, version uint32) bool {
	return slices.ContainsFunc(o.Past.Effects, func(e checker.Effect) bool {
		return e.Kind == checker.Retire && e.Key == key && e.Version == version && e.Made
	})
}

// TestRevoked, refuted: that anybody misses an authority that is tainted and revoked, where its
// operator waits until what it has signed has ended; also with another operator, who forces a
// rotation of the same key at the same time or in between.
func TestRevoked(t *testing.T) {
	for _, kind := range []string{x509Kind, jwtKind} {
		key := keyOf(kind, "a")
		for _, second := range []string{"", "1h", "1h20m", "1h45m", "2h5m"} {
			revoked := 0
			for seed := uint64(1); seed <= seeds; seed++ {
				events := []string{"trigger w1 of " + key + " at 1h"}
				if second != "" {
					events = append(events, "trigger w2 of "+key+" at "+second)
				}
				o := made(t, on(t, distrusting, seed, events...))
				if o.Verdict() != scenarios.Passed {
					t.Errorf("seed %d, second %s: %s %v %v", seed, second, o.Verdict(), o.Fired(), told(&o))
				}
				for _, e := range o.Past.Effects {
					if e.Kind == checker.Erase && e.Made {
						revoked++
					}
				}
			}
			t.Logf("%s, second %q: %d revoked", key, second, revoked)
			if revoked == 0 && second == "" {
				t.Errorf("%s: nothing was revoked", key)
			}
		}
	}
}

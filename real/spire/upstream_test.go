package main

import (
	"slices"
	"testing"

	"pawl/scenarios"
)

// TestQuietDayDownstream: without trouble a server with an upstream authority keeps what it claims, and
// its signatures hang on one root of the authority after the other.
func TestQuietDayDownstream(t *testing.T) {
	for seed := uint64(1); seed <= 2; seed++ {
		o := made(t, quiet(Downstream(), seed))
		if o.Verdict() != scenarios.Passed {
			t.Fatalf("seed %d: %s, %v, %v", seed, o.Verdict(), o.Fired(), o.Findings)
		}
		highest := map[string]uint32{}
		for i := range o.Past.Seals {
			s := &o.Past.Seals[i]
			highest[s.Key] = max(highest[s.Key], s.Version)
		}
		for _, key := range o.Setup.Keys {
			if highest[key] < 3 {
				t.Errorf("seed %d: %s has come to version %d only", seed, key, highest[key])
			}
		}
	}
}

// TestSameDayDownstream: goroutines of SPIRE's own make no day another one, nor does what runs
// beside it.
func TestSameDayDownstream(t *testing.T) { sameDay(t, Downstream(), 2) }

// missed are the keys of which somebody did not know a version that he had to.
func missed(o *scenarios.Outcome) (keys []string) {
	t := tellingOf(o)
	for _, s := range t.early() {
		if !slices.Contains(keys, s.Key) {
			keys = append(keys, s.Key)
		}
	}
	slices.Sort(keys)
	return keys
}

// TestUpstreamAway: nobody reaches the upstream authority while the next authorities should be prepared,
// and activated. When it is back both are done at once: what is signed hangs on a root, or
// is signed by a JWT key, that nobody else can have yet, though the ones before would have done for an
// hour. No server was down. Where it is back before the activation nobody misses anything.
func TestUpstreamAway(t *testing.T) {
	for _, away := range []string{"crash node/up1 at 5h50m for ", "partition node/up1 from everything at 5h50m for "} {
		s := on(t, downstream, 1, away+"2h20m")
		o := made(t, s)
		if !slices.Contains(o.Fired(), "S3") || !slices.Contains(told(&o), upstreamAway) {
			t.Errorf("%s: %v violated, told %q", away, o.Fired(), told(&o))
		}
		t.Logf("%s: missed of %v", away, missed(&o))
		s.Replay = o.Decisions
		if again := made(t, s); again.Hash != o.Hash {
			t.Errorf("%s: replayed it is another run", away)
		}
		if o := made(t, on(t, downstream, 1, away+"1h")); o.Verdict() != scenarios.Passed {
			t.Errorf("%s1h: %s %v", away, o.Verdict(), o.Fired())
		}
	}
}

// TestUpstreamReplyLost, refuted: that somebody misses what the upstream authority has signed or
// published and its server has not heard of, or has heard of too late. It is asked anew, with
// another key.
func TestUpstreamReplyLost(t *testing.T) {
	for _, event := range []string{
		"lose-reply actor on x509.a/mint.applied", "lose-reply actor on jwt.a/publish.applied",
		"delay node/up1 to everything by 2s at 5h50m for 20m",
	} {
		for seed := uint64(1); seed <= 2; seed++ {
			if o := made(t, on(t, downstream, seed, event)); o.Verdict() != scenarios.Passed {
				t.Errorf("seed %d, %s: %s %v", seed, event, o.Verdict(), o.Fired())
			}
		}
	}
}

// TestOrphanedDownstream: with an upstream authority a server that signs at once, since it has no keys,
// or has them prepared again too late, does no harm with X.509: others verify by the root, and
// have that. With JWT keys it does what it does without.
func TestOrphanedDownstream(t *testing.T) {
	for event, harms := range map[string][]string{
		"replace node/a1 at 2h for 1s":     {"jwt.a"},
		"trigger w1 of jwt.a at 4h57m":     {"jwt.a"},
		"trigger w1 of x509.a at 4h57m":    nil,
		"crash node/a1 at 2h55m for 2h30m": {"jwt.a"},
	} {
		var all []string
		for seed := uint64(1); seed <= 2; seed++ {
			o := made(t, on(t, downstream, seed, event))
			all = append(all, missed(&o)...)
		}
		slices.Sort(all)
		if all = slices.Compact(all); !slices.Equal(all, harms) {
			t.Errorf("%s: missed of %v, want %v", event, all, harms)
		}
	}
}

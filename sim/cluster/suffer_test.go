package cluster

import (
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine/reference"
	"pawl/faults"
	"pawl/sim/deploy"
)

func injected(t *testing.T, r deploy.Result, i int) faults.Injection {
	t.Helper()
	in := r.Injections[len(r.Injections)-1-i]
	if !in.Injected {
		t.Fatalf("%s was not injected: %s", in.Event, in.WhyNot)
	}
	return in
}

// TestMessagesSuffer: a message can be lost, kept back, doubled and overtaken, and a
// process slowed; each of these bites, and the reference holds.
func TestMessagesSuffer(t *testing.T) {
	for _, text := range []string{
		"drop actor x3 on publish.due",
		"drop owner x40 at 4.1s",
		"delay workers to store by 700ms at 3.9s for 6s",
		"delay store to nodes by 300ms at 3.9s for 6s",
		"duplicate actor x20 on admit.due #2",
		"duplicate nodes x50 at 3s",
		"duplicate store x50 at 3.9s",
		"duplicate client/1 x9 at 3s",
		"reorder nodes to store by up to 900ms at 3.9s for 9s",
		"reorder store to workers by up to 900ms at 3.9s for 9s",
		"slow owner by 150ms at 3s for 12s",
		"slow nodes by 40ms at 3s for 12s",
		"slow store by 40ms at 3s for 12s",
		"slow clients by 40ms at 3s for 12s",
	} {
		for seed := range uint64(5) {
			s := deploy.Standard(reference.Engine(), seed)
			s.Events = append(s.Events, plan(t, text)...)
			r := mustRun(t, s)
			mustHold(t, s, r)
			if in := injected(t, r, 0); in.Bit == 0 && text != "slow store by 40ms at 3s for 12s" { // the store has no process of its own
				t.Errorf("seed %d: %s did not bite", seed, text)
			}
		}
	}
}

// TestDoubledRequestIsDoneTwice: a copy of a request is a request, with an effect and
// an answer of its own.
func TestDoubledRequestIsDoneTwice(t *testing.T) {
	s := deploy.Standard(reference.Engine(), 1)
	s.Events = append(s.Events, plan(t, "duplicate actor on mint.due #2")...)
	r := mustRun(t, s)
	mustHold(t, s, r)
	mints, made := 0, 0
	for _, e := range checker.Derive(r.History).Effects {
		if e.Kind == checker.Mint && e.Version == 2 {
			mints++
			if e.Made {
				made++
			}
		}
	}
	if mints != 2 || made != 1 {
		t.Errorf("version 2 was asked for %d times and made %d times, want 2 and 1", mints, made)
	}
}

// TestSlowOwnerTakesLonger: what is slowed takes longer, and nothing else does.
func TestSlowOwnerTakesLonger(t *testing.T) {
	took := func(texts ...string) time.Duration {
		s := deploy.Standard(reference.Engine(), 1)
		s.Events = append(s.Events, plan(t, texts...)...)
		var from time.Duration
		for _, v := range checker.Derive(mustRun(t, s).History).Views {
			switch {
			case v.Window == "w1" && v.Phase == checker.Intent:
				from = v.At
			case v.Window == "w1" && v.Phase == checker.Committed:
				return v.At - from
			}
		}
		t.Fatal("w1 did not commit")
		return 0
	}
	plain, slow, other := took(), took("slow owner by 100ms at 3.5s for 10s"), took("slow client/1 by 100ms at 3.5s for 10s")
	if slow < plain+500*time.Millisecond || other > plain+100*time.Millisecond {
		t.Errorf("w1 took %v; with a slow owner %v, with a slow client %v", plain, slow, other)
	}
}

// TestPauseOnAnsweredBites: a pause at the moment of an answer holds that back.
func TestPauseOnAnsweredBites(t *testing.T) {
	for _, length := range []string{"1s", "9s"} {
		s := deploy.Standard(reference.Engine(), 1)
		s.Events = append(s.Events, plan(t, "pause owner on stage.answered #2 for "+length)...)
		r := mustRun(t, s)
		mustHold(t, s, r)
		if in := injected(t, r, 0); in.Bit == 0 {
			t.Errorf("for %s: it held the answer back, and did not bite", length)
		}
	}
}

// TestOwnerOfTheKeyThatIsMeant: with several keys the owner is that of the moment's
// key, occurrences are of one key, and where no key is told one has to be named.
func TestOwnerOfTheKeyThatIsMeant(t *testing.T) {
	struck := 0
	for seed := range uint64(12) {
		s := deploy.Standard(reference.Engine(), seed)
		s.Keys = []string{"orders", "refunds"}
		s.Events = append(s.Schedule(), plan(t, "crash owner on refunds/commit.sent #2 for 3s")...)
		r := mustRun(t, s)
		mustHold(t, s, r)
		in := injected(t, r, 0)
		owner := ""
		for _, v := range checker.Derive(r.History).Views {
			if v.Key == "refunds" && v.At <= in.From {
				owner = deploy.MachineOf(v.Owner)
			}
		}
		if len(in.Machines) != 1 || in.Machines[0] != owner {
			t.Errorf("seed %d: %v was struck, refunds was owned by %s", seed, in.Machines, owner)
		}
		struck++
	}
	s := deploy.Standard(reference.Engine(), 1)
	s.Keys = []string{"orders", "refunds"}
	s.Events = append(s.Schedule(), plan(t, "crash owner at 5s for 3s")...)
	if _, err := (Simulated{}).Run(t.Context(), s); err == nil {
		t.Error("whose owner is meant is not said, and it is accepted")
	}
}

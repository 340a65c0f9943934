package cluster

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/checker"
	"pawl/faults"
)

// Each test here is a way in which the reference once went wrong, or stood still,
// that random runs rarely meet.

func plan(t *testing.T, texts ...string) (all []faults.Fault) {
	t.Helper()
	for _, text := range texts {
		f, err := faults.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	return all
}

// long is a standard run with time to see whether things come right again.
func long(seed uint64, w ...Trigger) Setup {
	s := Standard(reference(), seed)
	s.Duration, s.Healed = 120*time.Second, 70*time.Second
	s.Triggers = append(s.Triggers[:1], w...)
	for i := range s.Triggers {
		s.Triggers[i].Key = s.Keys[0]
	}
	return s
}

func transitions(r Result, name string) (n int) {
	for _, v := range r.History.Views {
		for _, e := range v.Audit {
			if e.Transition == name {
				n++
			}
		}
	}
	return n
}

func lastPhase(r Result) checker.Phase { return r.History.Views[len(r.History.Views)-1].Phase }

// TestNodeComesBackToAKeyAtRest: a node whose stamps ran out while nothing else
// happened has to serve again, though the record has not moved.
func TestNodeComesBackToAKeyAtRest(t *testing.T) {
	s := long(1, Trigger{At: 4 * time.Second, Window: "w1"})
	s.Faults = plan(t, "partition node/a1 from store at 42s for 20s")
	r := mustRun(t, s)
	mustHold(t, s, r)
	if !slices.ContainsFunc(r.History.Seals, func(x checker.Seal) bool {
		return x.Node == "node/a1" && x.Emitted > 65*time.Second
	}) {
		t.Error("node/a1 never sealed again after 62s")
	}
}

// TestLostGrantIsAskedForAgain: a grant that never arrived must not count as granted.
func TestLostGrantIsAskedForAgain(t *testing.T) {
	for nth := 60; nth < 100; nth += 3 {
		s := long(1, Trigger{At: 9100 * time.Millisecond, Window: "w1"})
		f := plan(t, "partition-one-way actor to store on stamp.due for 200ms")
		f[0].Nth = nth
		s.Faults = f
		r := mustRun(t, s)
		mustHold(t, s, r)
		var draining, committed time.Duration
		for _, v := range r.History.Views {
			switch {
			case v.Window == "w1" && v.Phase == checker.Draining:
				draining = v.At
			case v.Window == "w1" && v.Phase == checker.Committed:
				committed = v.At
			}
		}
		if gap := committed - draining; gap > 3*time.Second {
			t.Errorf("stamp %d lost: sealing stood still for %v", nth, gap)
		}
	}
}

// TestHaltIsHeardOf: whatever is lost, somebody pages, and an operator resumes.
func TestHaltIsHeardOf(t *testing.T) {
	for _, lost := range []string{"lose-reply owner on halt.applied", "partition owner from everything on halt.answered for 800ms"} {
		s := long(1, Trigger{At: 4 * time.Second, Window: "w1"})
		s.Faults = plan(t, "partition keys from workers at 3.5s for 25s", lost)
		r := mustRun(t, s)
		mustHold(t, s, r)
		if transitions(r, "HALTED") == 0 || len(r.History.Pages) == 0 || lastPhase(r) != checker.Idle {
			t.Errorf("%s: %d halts, %d pages, at the end %s", lost, transitions(r, "HALTED"), len(r.History.Pages), lastPhase(r))
		}
	}
}

// TestOneActAbortsOnce: an abort whose answer was lost must not abort the next
// rotation instead.
func TestOneActAbortsOnce(t *testing.T) {
	for late := 300 * time.Millisecond; late < 1500*time.Millisecond; late += 100 * time.Millisecond {
		s := long(1, Trigger{At: 4 * time.Second, Window: "w1"}, Trigger{At: 4500*time.Millisecond + late, Window: "w2"})
		s.Acts = []Act{{At: 4500 * time.Millisecond, Verb: "abort", Key: s.Keys[0]}}
		s.Faults = plan(t, "lose-reply actor on abort.applied")
		r := mustRun(t, s)
		mustHold(t, s, r)
		if n := transitions(r, "ABORTING"); n != 1 {
			t.Errorf("w2 %v later: one act, %d aborts", late, n)
		}
		if a := r.History.Acts[len(r.History.Acts)-1]; a.Outcome != checker.Admitted {
			t.Errorf("w2 %v later: the operator was told %q of an abort that was done", late, a.Outcome)
		}
	}
}

// TestExtensionLeavesTheDeadAlone: rule 4 keeps alive what stands and makes nothing.
func TestExtensionLeavesTheDeadAlone(t *testing.T) {
	for seed := range uint64(6) {
		s := long(seed, Trigger{At: 14500 * time.Millisecond, Window: "w1"})
		s.Faults = plan(t, "partition node/a1 from store at 8.5s for 7.3s", "partition node/a1 from keys at 8.5s for 20s")
		mustHold(t, s, mustRun(t, s))
		s = long(seed, Trigger{At: 4 * time.Second, Window: "w1"}, Trigger{At: 15300 * time.Millisecond, Window: "w2"})
		s.Faults = plan(t, "partition-one-way node/a1 to store on retire.applied for 700ms", "partition node/a1 from keys at 14s for 15s")
		mustHold(t, s, mustRun(t, s))
	}
}

// TestWordsDoNotStopAKey: what an operator says at length is refused, not stored
// where nobody could read it again.
func TestWordsDoNotStopAKey(t *testing.T) {
	s := long(1, Trigger{At: 4 * time.Second, Window: "w1"})
	s.Acts = []Act{{At: 4500 * time.Millisecond, Verb: "halt", Key: s.Keys[0], Reason: strings.Repeat("x", 5000)}}
	r := mustRun(t, s)
	mustHold(t, s, r)
	if a := r.History.Acts[0]; a.Outcome != checker.Refused || lastPhase(r) != checker.Idle {
		t.Errorf("the halt was %s, the key is %s", a.Outcome, lastPhase(r))
	}
}

// TestAnswersOnTheirWayOut: with a δ that can be noticed, nothing leaves a node
// after the evidence that it would not.
func TestAnswersOnTheirWayOut(t *testing.T) {
	for seed := range uint64(8) {
		s := Standard(reference(), seed)
		s.Policy.Emission = 100 * time.Millisecond
		s.Think = 300 * time.Millisecond
		mustHold(t, s, mustRun(t, s))
	}
}

// TestErasureIsConfirmedOrNamed: a node that stands still while the others erase
// has said nothing, whatever its stamp says.
func TestErasureIsConfirmedOrNamed(t *testing.T) {
	s := long(1, Trigger{At: 4 * time.Second, Window: "w1"})
	s.Faults = plan(t, "pause node/a1 on revoke.due for 13s")
	r := mustRun(t, s)
	mustHold(t, s, r)
	named := slices.ContainsFunc(r.History.Pages, func(p checker.Page) bool { return strings.HasSuffix(p.Reason, "by node/a1") })
	if !named || transitions(r, "v1 DESTROYED") != 1 {
		t.Errorf("pages %+v, %d times DESTROYED; want node/a1 named", r.History.Pages, transitions(r, "v1 DESTROYED"))
	}
	s.Faults = nil
	if r = mustRun(t, s); len(r.History.Pages) > 0 {
		t.Errorf("nothing went wrong, and somebody was paged: %+v", r.History.Pages)
	}
}

package cluster

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine/reference"
	"pawl/faults"
	"pawl/sim/deploy"
)

// Each test here is a way in which the reference once went wrong, or stood still,
// that random runs rarely meet.

func plan(t *testing.T, texts ...string) (all []faults.Event) {
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

// long is a standard run with time to see whether things come right again: its
// bootstrap, and what is given.
func long(t *testing.T, seed uint64, texts ...string) deploy.Setup {
	s := deploy.Standard(reference.Engine(), seed)
	s.Duration, s.Healed = 120*time.Second, 70*time.Second
	s.Events = append(s.Events[:1], plan(t, texts...)...)
	return s
}

func transitions(r deploy.Result, name string) (n int) {
	for _, v := range checker.Derive(r.History).Views {
		for _, e := range v.Audit {
			if e.Transition == name {
				n++
			}
		}
	}
	return n
}

func lastPhase(r deploy.Result) checker.Phase {
	return checker.Derive(r.History).Views[len(checker.Derive(r.History).Views)-1].Phase
}

// TestNodeComesBackToAKeyAtRest: a node whose stamps ran out while nothing else
// happened has to serve again, though the record has not moved.
func TestNodeComesBackToAKeyAtRest(t *testing.T) {
	s := long(t, 1, "trigger w1 at 4s", "partition node/a1 from store at 42s for 20s")
	r := mustRun(t, s)
	mustHold(t, s, r)
	if !slices.ContainsFunc(checker.Derive(r.History).Seals, func(x checker.Seal) bool {
		return x.Node == "node/a1" && x.Emitted > 65*time.Second
	}) {
		t.Error("node/a1 never sealed again after 62s")
	}
}

// TestLostGrantIsAskedForAgain: a grant that never arrived must not count as granted.
func TestLostGrantIsAskedForAgain(t *testing.T) {
	for nth := 60; nth < 100; nth += 3 {
		s := long(t, 1, "trigger w1 at 9.1s", fmt.Sprintf("partition-one-way actor to store on stamp.due #%d for 200ms", nth))
		r := mustRun(t, s)
		mustHold(t, s, r)
		var draining, committed time.Duration
		for _, v := range checker.Derive(r.History).Views {
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
		s := long(t, 1, "trigger w1 at 4s", "partition keys from workers at 3.5s for 25s", lost)
		r := mustRun(t, s)
		mustHold(t, s, r)
		if transitions(r, "HALTED") == 0 || len(checker.Derive(r.History).Pages) == 0 || lastPhase(r) != checker.Idle {
			t.Errorf("%s: %d halts, %d pages, at the end %s", lost, transitions(r, "HALTED"), len(checker.Derive(r.History).Pages), lastPhase(r))
		}
	}
}

// TestOneActAbortsOnce: an abort whose answer was lost must not abort the next
// rotation instead.
func TestOneActAbortsOnce(t *testing.T) {
	for late := 300 * time.Millisecond; late < 1500*time.Millisecond; late += 100 * time.Millisecond {
		s := long(t, 1, "trigger w1 at 4s", fmt.Sprintf("trigger w2 at %v", 4500*time.Millisecond+late),
			"abort at 4.5s", "lose-reply actor on abort.applied")
		r := mustRun(t, s)
		mustHold(t, s, r)
		if n := transitions(r, "ABORTING"); n != 1 {
			t.Errorf("w2 %v later: one act, %d aborts", late, n)
		}
		if a := checker.Derive(r.History).Acts[len(checker.Derive(r.History).Acts)-1]; a.Outcome != checker.Admitted {
			t.Errorf("w2 %v later: the operator was told %q of an abort that was done", late, a.Outcome)
		}
	}
}

// TestExtensionLeavesTheDeadAlone: rule 4 keeps alive what stands and makes nothing.
func TestExtensionLeavesTheDeadAlone(t *testing.T) {
	for seed := range uint64(6) {
		s := long(t, seed, "trigger w1 at 14.5s", "partition node/a1 from store at 8.5s for 7.3s", "partition node/a1 from keys at 8.5s for 20s")
		mustHold(t, s, mustRun(t, s))
		s = long(t, seed, "trigger w1 at 4s", "trigger w2 at 15.3s", "partition-one-way node/a1 to store on retire.applied for 700ms", "partition node/a1 from keys at 14s for 15s")
		mustHold(t, s, mustRun(t, s))
	}
}

// TestAnswersOnTheirWayOut: with a δ that can be noticed, nothing leaves a node
// after the evidence that it would not.
func TestAnswersOnTheirWayOut(t *testing.T) {
	for seed := range uint64(8) {
		s := deploy.Standard(reference.Engine(), seed)
		s.Policy.Emission = 100 * time.Millisecond
		s.Think = 300 * time.Millisecond
		mustHold(t, s, mustRun(t, s))
	}
}

// TestErasureIsConfirmedOrNamed: a node that stands still while the others erase
// has said nothing, whatever its stamp says.
func TestErasureIsConfirmedOrNamed(t *testing.T) {
	s := long(t, 1, "trigger w1 at 4s", "pause node/a1 on revoke.due for 13s")
	r := mustRun(t, s)
	mustHold(t, s, r)
	named := slices.ContainsFunc(checker.Derive(r.History).Pages, func(p checker.Page) bool { return strings.HasSuffix(p.Halt.Reason, "by node/a1") })
	if !named || transitions(r, "v1 DESTROYED") != 1 {
		t.Errorf("pages %+v, %d times DESTROYED; want node/a1 named", checker.Derive(r.History).Pages, transitions(r, "v1 DESTROYED"))
	}
	r = mustRun(t, long(t, 1, "trigger w1 at 4s"))
	for _, p := range checker.Derive(r.History).Pages {
		if !p.Due {
			t.Errorf("nothing went wrong, and somebody was paged: %+v", p)
		}
	}
}

// TestRefusedDestructionHasACause: the key service refuses for good to destroy an old
// version while no rotation is in flight, or that of a rotation which an operator has
// aborted. What halts then is neither the rotation's doing nor the operator's.
func TestRefusedDestructionHasACause(t *testing.T) {
	for _, texts := range [][]string{
		{"trigger w1 at 4s", "reject workers at 8s for 50s"},
		{"trigger w1 at 4s", "abort on mint.due #2", "reject workers on abort.applied for 30s"},
	} {
		s := long(t, 1, texts...)
		r := mustRun(t, s)
		mustHold(t, s, r)
		if lastPhase(r) != checker.Halted || injected(t, r, 0).Bit == 0 {
			t.Errorf("%q: the key is left %s, want HALTED by the refusal", texts, lastPhase(r))
		}
	}
}

// Margins for clocks and emission may leave little more than half of a seal lease: it
// is renewed before they end, or sealing stops at each renewal.
func TestRenewedWithinTheMargins(t *testing.T) {
	s := deploy.Standard(reference.Engine(), 1)
	s.Policy.SealLease, s.Policy.Emission, s.Policy.DriftPPM = 3*time.Second, 600*time.Millisecond, 100_000
	if err := s.Policy.Validate(); err != nil {
		t.Fatal(err)
	}
	r := mustRun(t, s)
	if report := checker.Check(checker.Derive(r.History), checker.Options{}); report.Violated() || len(report.Invalid) > 0 {
		t.Errorf("%v %+v", report.Invalid, report.Violations())
	}
}

// TestHaltedByItsOwnWorker: the owner's worker carries out the operator's halt while the
// owner waits for the key service. The worker knows; its owner sends nothing more.
func TestHaltedByItsOwnWorker(t *testing.T) {
	for seed := range uint64(60) {
		s := long(t, seed, "trigger w1 at 4s", "halt on stage.due #2")
		mustHold(t, s, mustRun(t, s))
		s = long(t, seed, "trigger w1 at 4s", "halt on acquire.due")
		mustHold(t, s, mustRun(t, s))
		s = long(t, seed, "trigger w1 at 4s", "halt on admit.due #2")
		mustHold(t, s, mustRun(t, s))
	}
}

package live_test

import (
	"slices"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/live"
	"pawl/scenarios"
	"pawl/sim/deploy"
)

// brisk is a run whose leases are short.
func brisk(t *testing.T, e engine.Engine, lasts time.Duration, events ...string) deploy.Setup {
	t.Helper()
	s := deploy.Standard(e, 1)
	s.Duration, s.Healed, s.Think = lasts, lasts, 200*time.Millisecond
	p := &s.Policy
	p.SealLease, p.OpenLease, p.OwnerLease = 4*time.Second, 6*time.Second, 3*time.Second
	p.PublishLead, p.PublishDeadline, p.DrainDeadline = 300*time.Millisecond, 8*time.Second, 6*time.Second
	p.Lifetime, p.Period, p.Due = 3*time.Second, 14*time.Second, 0
	s.Events = nil
	for _, text := range events {
		e, err := faults.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		s.Events = append(s.Events, e)
	}
	return s
}

func judged(t *testing.T, d live.Deployment, s deploy.Setup) scenarios.Outcome {
	t.Helper()
	r, err := d.Run(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	o := scenarios.Judge(s, r)
	t.Logf("%s: %d facts, %v fired; missed %v; invalid %v", o.Verdict(), len(r.History.Facts), o.Fired(), r.History.Missed, o.Report.Invalid)
	for _, v := range o.Report.Violations() {
		t.Logf("%s %s: %s", v.Invariant, v.At, v.Detail)
	}
	for _, in := range r.Injections {
		if in.Event.IsFault() {
			t.Logf("%s: bit %d, %s", in.Event, in.Bit, in.WhyNot)
		}
	}
	return o
}

// TestReferenceIsClean: the engine that passes in the simulator passes on a real etcd.
func TestReferenceIsClean(t *testing.T) {
	s := brisk(t, reference.Engine(), 10*time.Second, "trigger boot at 100ms", "trigger w1 at 2s")
	if o := judged(t, live.InProcess(1), s); o.Verdict() != scenarios.Passed {
		t.Errorf("%s", o.Verdict())
	}
}

// TestWrongEnginesAreCaught: engines that must fail do, by the invariant that they are known for.
func TestWrongEnginesAreCaught(t *testing.T) {
	for _, c := range []struct {
		engine, invariant string
		lasts             time.Duration
		events            []string
	}{
		{"cron", "S1", 12 * time.Second, []string{"trigger boot at 100ms", "trigger w1 at 2s"}},
		{"lease-without-fence", "S4", 16 * time.Second, []string{"trigger boot at 100ms", "trigger w1 at 2s", "pause owner on mint.due #2 for 7s"}},
		{"no-drain", "S2", 14 * time.Second, []string{"trigger boot at 100ms", "trigger w1 at 2s", "partition node/a1 from store on verify.due #2 for 3s"}},
		{"early-revoke", "S12", 14 * time.Second, []string{"trigger boot at 100ms", "trigger w1 at 2s"}},
		{"no-publish-barrier", "S9", 14 * time.Second, []string{"trigger boot at 100ms", "trigger w1 at 2s", "partition node/a1 from store on stage.due #2 for 3s"}},
	} {
		t.Run(c.engine, func(t *testing.T) {
			t.Parallel()
			e, known := wrong.Find(c.engine)
			if !known {
				t.Fatal("no such engine")
			}
			o := judged(t, live.InProcess(1), brisk(t, e.Engine, c.lasts, c.events...))
			if !slices.Contains(o.Fired(), c.invariant) {
				t.Errorf("%v fired; want %s", o.Fired(), c.invariant)
			}
		})
	}
}

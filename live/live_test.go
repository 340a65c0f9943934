package live_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/cmd/house/lengthy"
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

// steadily judges a run, and has it made again where the machine was too slow for it, a few
// times.
func steadily(t *testing.T, d live.Deployment, s deploy.Setup) (o scenarios.Outcome) {
	t.Helper()
	for range 3 {
		if o = judged(t, d, s); o.Verdict() != scenarios.Inconclusive {
			return o
		}
	}
	t.Skip("this machine is too slow for runs in real time: nothing can be said of them")
	return o
}

// What all runs here begin with.
const (
	boot = "trigger boot at 100ms"
	w1   = "trigger w1 at 2500ms"
)

// trials are runs of engines that must fail, each with what brings it about, and by what they
// are caught. The reference has to come through all of it.
var trials = []struct {
	engine, invariant string
	lasts             time.Duration
	events            []string
	soon              bool // wherever tests are made at all, and in containers too
}{
	{"cron", "S1", 6 * time.Second, []string{boot, w1}, false},
	{"lease-without-fence", "S4", 14 * time.Second, []string{boot, w1, "pause owner on mint.due #2 for 7s"}, true},
	{"no-drain", "S2", 10 * time.Second, []string{boot, w1, "partition node/a1 from store on verify.due #2 for 3s"}, true},
	{"early-revoke", "S12", 12 * time.Second, []string{boot, w1}, false},
	{"no-publish-barrier", "S9", 9 * time.Second, []string{boot, w1, "partition node/a1 from store on stage.due #2 for 3s"}, false},
}

func wrongEngine(t *testing.T, name string) engine.Engine {
	t.Helper()
	e, known := wrong.Find(name)
	if !known {
		t.Fatalf("no engine %q", name)
	}
	return e.Engine
}

// caught wants an engine to break an invariant. In real time no two runs are the same, and one may
// be over before the engine has done what is wrong in it: so it has three.
func caught(t *testing.T, d live.Deployment, s deploy.Setup, invariant string) {
	t.Helper()
	for range 3 {
		o := steadily(t, d, s)
		if slices.Contains(o.Fired(), invariant) {
			return
		}
		t.Logf("%v fired", o.Fired())
	}
	t.Errorf("three runs, and %s did not fire", invariant)
}

// TestWrongEnginesAreCaught: engines that must fail do, by the invariant that they are known
// for, on a real etcd too.
func TestWrongEnginesAreCaught(t *testing.T) {
	t.Parallel()
	for _, c := range trials {
		t.Run(c.engine, func(t *testing.T) {
			t.Parallel()
			if !c.soon {
				lengthy.Only(t, "it takes some ten seconds")
			}
			caught(t, live.InProcess(1), brisk(t, wrongEngine(t, c.engine), c.lasts, c.events...), c.invariant)
		})
	}
}

// TestReferenceIsClean: the engine that passes in the simulator passes here, under what the
// others fail by, and on three members.
func TestReferenceIsClean(t *testing.T) {
	t.Parallel()
	events := []string{boot, w1}
	for _, c := range trials {
		if len(c.events) > 2 {
			events = append(events, c.events[2:]...)
		}
	}
	o := steadily(t, live.InProcess(3), brisk(t, reference.Engine(), 16*time.Second, events...))
	if o.Verdict() != scenarios.Passed || !o.Bit() {
		t.Errorf("%s; a fault bit: %v", o.Verdict(), o.Bit())
	}
}

// TestStoreIsPutBack: a snapshot of etcd is restored while an engine lives, as another cluster. The
// reference halts and has somebody told; who takes no notice is caught.
func TestStoreIsPutBack(t *testing.T) {
	t.Parallel()
	events := []string{boot, w1, "rewind at 6s for 4s", "trigger w2 at 13s"}
	t.Run("noticed", func(t *testing.T) {
		t.Parallel()
		o := steadily(t, live.InProcess(3), brisk(t, reference.Engine(), 20*time.Second, events...))
		if o.Verdict() != scenarios.Passed || !o.Bit() {
			t.Errorf("%s; a fault bit: %v", o.Verdict(), o.Bit())
		}
	})
	t.Run("unnoticed", func(t *testing.T) {
		t.Parallel()
		lengthy.Only(t, "it takes twenty seconds")
		caught(t, live.InProcess(1), brisk(t, wrongEngine(t, "rewind-unnoticed"), 20*time.Second, events...), "S17")
	})
}

// TestPowerIsLost: who loses its power at a sync has what was synced before, and fetches the rest anew.
func TestPowerIsLost(t *testing.T) {
	t.Parallel()
	s := brisk(t, reference.Engine(), 16*time.Second, boot, w1, "lose-writes node/a1 at 2s for 2s")
	if o := steadily(t, live.InProcess(1), s); o.Verdict() != scenarios.Passed || !o.Bit() {
		t.Errorf("%s; a fault bit: %v", o.Verdict(), o.Bit())
	}
}

// TestMissedIsInconclusive: what an observer has not seen makes a run neither passed nor
// violated, whatever else is in it.
func TestMissedIsInconclusive(t *testing.T) {
	t.Parallel()
	s := brisk(t, wrongEngine(t, "cron"), 3*time.Second, boot)
	r, err := live.InProcess(1).Run(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	r.History.Missed = append(r.History.Missed, "revision 7")
	if o := scenarios.Judge(s, r); o.Verdict() != scenarios.Inconclusive {
		t.Errorf("%s", o.Verdict())
	}
}

// TestRefusedByName: what cannot be done to real processes is refused before anything starts,
// with the event and the reason.
func TestRefusedByName(t *testing.T) {
	t.Parallel()
	for event, why := range map[string]string{
		"drift store by +100ppm at 1s for 2s": "the clock of this machine",
		"no-leader at 1s for 2s":              "Demoter",
		"crash store at 1s for 2s":            "use containers",
		"tear-writes node/a1 at 1s for 2s":    "when all of it is durable",
	} {
		err := live.InProcess(1).Suits(brisk(t, reference.Engine(), 5*time.Second, boot, event))
		if err == nil || !strings.Contains(err.Error(), why) || !strings.Contains(err.Error(), event) {
			t.Errorf("%s: %v; want it to tell of %s", event, err, why)
		}
	}
}

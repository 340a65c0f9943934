package faults

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// outcome is an injection in a line.
func outcome(r Injection) string {
	if !r.Injected {
		return "not: " + r.WhyNot
	}
	return fmt.Sprintf("%v-%v bit %d %v", r.From, r.To, r.Bit, append(r.Machines, r.Peers...))
}

func wantReport(t *testing.T, in *Injector, want ...string) {
	t.Helper()
	var got []string
	for _, r := range in.Report() {
		got = append(got, outcome(r))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the report is\n%q\nwant\n%q", got, want)
	}
}

func TestSecondCrashDoesNotBite(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "crash node/a1 at 1s for 4s", "crash pool/a at 2s for 1s")
	d.run(time.Minute)
	wantLog(t, d, "1s crash node/a1", "2s crash node/a1", "2s crash node/a2", "3s restart node/a2", "5s restart node/a1")
	wantReport(t, in, "1s-5s bit 1 [node/a1]", "2s-3s bit 1 [node/a1 node/a2]")
}

func TestLastPauseResumes(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "pause node/a1 at 1s for 4s", "pause node/a1 at 2s for 5s", "pause node/a1 at 10s for 1s")
	for _, at := range []time.Duration{1500, 3000, 6000} {
		d.run(at * time.Millisecond)
		d.bits["pause node/a1"]()
	}
	d.run(time.Minute)
	wantLog(t, d, "1s pause node/a1", "7s resume node/a1", "10s pause node/a1", "11s resume node/a1")
	wantReport(t, in, "1s-5s bit 2 [node/a1]", "2s-7s bit 2 [node/a1]", "10s-11s bit 0 [node/a1]")
}

func TestPartitionsHealTheirOwn(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "partition node/a1 from store at 1s for 4s", "partition-one-way node/a1 to store at 2s for 1s")
	d.run(2 * time.Second)
	d.bits["cut node/a1 store"]()
	d.bits["cut store node/a1"]()
	d.run(time.Minute)
	wantLog(t, d, "1s cut node/a1 store", "1s cut store node/a1", "2s cut node/a1 store",
		"3s heal node/a1 store", "5s heal node/a1 store", "5s heal store node/a1")
	wantReport(t, in, "1s-5s bit 1 [node/a1 store]", "2s-3s bit 1 [node/a1 store]")
}

func TestSidesThatOverlap(t *testing.T) {
	for text, want := range map[string][]string{
		"partition-one-way pool/a to everything at 0s for 1m": {
			"0s cut node/a1 store", "0s cut node/a1 worker/1", "0s cut node/a2 store", "0s cut node/a2 worker/1",
		},
		"partition-one-way everything to node/a1 at 0s for 1m": {
			"0s cut store node/a1", "0s cut worker/1 node/a1", "0s cut node/a2 node/a1",
		},
		"partition-one-way node/a1 to pool/a at 0s for 1m": {"0s cut node/a1 node/a2"},
	} {
		d := newFake()
		inject(t, d, 0, text)
		d.run(time.Second)
		wantLog(t, d, want...)
	}
}

func TestNewestDriftHasTheClock(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0,
		"drift node/a1 by +100ppm at 1s for 9s", "drift node/a1 by -50ppm at 2s for 3s", "drift node/a1 by +7ppm at 3s for 1s")
	for s := range time.Duration(10) {
		d.run(s*time.Second + 1)
		if bit := d.bits["drift node/a1"]; bit != nil {
			bit()
		}
	}
	d.run(time.Minute)
	wantLog(t, d, "1s drift node/a1 100", "2s drift node/a1 -50", "3s drift node/a1 7",
		"4s drift node/a1 -50", "5s drift node/a1 100", "10s steady node/a1")
	wantReport(t, in, "1s-10s bit 6 [node/a1]", "2s-5s bit 2 [node/a1]", "3s-4s bit 1 [node/a1]")
}

func TestOlderDriftEndsUnnoticed(t *testing.T) {
	d := newFake()
	inject(t, d, 0, "drift node/a1 by +100ppm at 1s for 2s", "drift node/a1 by -50ppm at 2s for 3s")
	d.run(time.Minute)
	wantLog(t, d, "1s drift node/a1 100", "2s drift node/a1 -50", "5s steady node/a1")
}

func TestLostRepliesAreUsedUp(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "lose-reply pool/a x2 at 1s")
	d.run(2 * time.Second)
	d.bits["lose node/a1"]()
	d.bits["lose node/a1"]()
	d.bits["lose node/a2"]()
	wantReport(t, in, "1s-2s bit 3 [node/a1 node/a2]")
	d.run(3 * time.Second)
	d.bits["lose node/a2"]()
	in.Heal()
	wantLog(t, d, "1s lose 2 of node/a1", "1s lose 2 of node/a2")
	wantReport(t, in, "1s-3s bit 4 [node/a1 node/a2]")
}

func TestDuplicateIsUsedUpAtOnce(t *testing.T) {
	d := newFake()
	in := inject(t, d, time.Minute, "duplicate-trigger x3 at 5s")
	d.run(time.Hour)
	wantLog(t, d, "5s duplicate 3")
	wantReport(t, in, "5s-5s bit 3 []")
}

func TestNthMeaning(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0,
		"pause actor on commit.sent #2 for 1s", "crash owner on commit.sent for 1s", "lose-reply actor on commit.applied",
		"crash owner on commit.sent #3 for 1s", "crash store on commit.sent #9 for 1s")
	sent, applied := moment(t, "commit.sent"), moment(t, "commit.applied")
	for i, machine := range []string{"worker/1", "worker/2", "worker/1"} {
		d.run(time.Duration(i) * time.Minute)
		d.owner = [][]string{{"worker/1"}, {"worker/2"}, nil}[i]
		in.Reached(sent, machine)
		in.Reached(applied, machine)
	}
	wantLog(t, d, "0s crash worker/1", "0s lose 1 of worker/1", "1s restart worker/1",
		"1m0s pause worker/2", "1m1s resume worker/2")
	wantReport(t, in, "1m0s-1m1s bit 0 [worker/2]", "0s-1s bit 1 [worker/1]", "0s-2m0s bit 0 [worker/1]",
		"not: at 2m there was no owner", "not: commit.sent was reached 3 of 9 times")
}

// A deployment may reach a moment while a fault of that moment is injected.
type echo struct {
	*fake
	reached func()
}

func (e *echo) Crash(machine string) bool {
	e.reached()
	return e.fake.Crash(machine)
}

func TestReachedWithinReached(t *testing.T) {
	m := moment(t, "halt.sent")
	d := &echo{fake: newFake()}
	in, err := NewInjector(plan(t, "crash store on halt.sent for 1s", "crash worker/1 on halt.sent #2 for 1s"), d, d.now, 0)
	if err != nil {
		t.Fatal(err)
	}
	depth := 0
	d.reached = func() {
		if depth++; depth < 5 {
			in.Reached(m, "worker/2")
		}
	}
	in.Reached(m, "worker/2")
	wantReport(t, in, "0s-0s bit 1 [store]", "0s-0s bit 1 [worker/1]")
}

func TestHorizon(t *testing.T) {
	d := newFake()
	d.owner = []string{"worker/1"}
	in := inject(t, d, 10*time.Second,
		"crash node/a1 at 9s for 5s", "pause node/a2 on commit.sent for 1h", "lose-reply worker/1 x2 at 1s",
		"crash worker/2 at 10s for 1s", "crash store on commit.applied for 1s", "partition owner from store at 8s for 1s")
	d.run(5 * time.Second)
	in.Reached(moment(t, "commit.sent"), "worker/1")
	d.run(time.Hour)
	in.Reached(moment(t, "commit.applied"), "worker/1")
	wantLog(t, d, "1s lose 2 of worker/1", "5s pause node/a2",
		"8s cut worker/1 store", "8s cut store worker/1", "9s crash node/a1", "9s heal worker/1 store", "9s heal store worker/1",
		"10s restart node/a1", "10s resume node/a2", "10s lose no more of worker/1")
	wantReport(t, in, "9s-10s bit 1 [node/a1]", "5s-10s bit 0 [node/a2]", "1s-10s bit 0 [worker/1]",
		"not: the faults ended before its time", "not: commit.applied was reached 0 of 1 times",
		"8s-9s bit 0 [worker/1 store]")
}

func TestHealAheadOfTheHorizon(t *testing.T) {
	d := newFake()
	in := inject(t, d, time.Minute, "crash node/a1 at 1s for 10s", "crash node/a2 at 5s for 1s", "crash store on commit.sent for 1s")
	d.run(2 * time.Second)
	in.Heal()
	in.Heal()
	in.Reached(moment(t, "commit.sent"), "worker/1")
	d.run(time.Hour)
	wantLog(t, d, "1s crash node/a1", "2s restart node/a1")
	wantReport(t, in, "1s-2s bit 1 [node/a1]",
		"not: the faults ended before its time", "not: commit.sent was reached 0 of 1 times")
}

func TestReportWhileInForce(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "crash node/a1 at 1s for 1h", "crash node/a2 at 2h for 1h")
	d.run(time.Minute)
	wantReport(t, in, "1s-1m0s bit 1 [node/a1]", "not: its time has not come")
}

func TestPlanErrors(t *testing.T) {
	for _, k := range All {
		for _, f := range plan(t, examples(t)...) {
			if f.Kind != k.Name {
				continue
			}
			_, err := NewInjector([]Fault{f}, mute{newFake()}, nil, 0)
			want := fmt.Sprintf("fault %q: the deployment faults.mute cannot suffer %s: it is no faults.%s", f, k.Name, k.Needs)
			if err == nil || err.Error() != want {
				t.Errorf("got %v\nwant %s", err, want)
			}
		}
	}
	d := newFake()
	_, err := NewInjector(plan(t, "partition node/a1 from node/z9 at 1s for 1s"), d, d.now, 0)
	if want := `fault "partition node/a1 from node/z9 at 1s for 1s": the deployment *faults.fake has no machine "node/z9"`; err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	if _, err := NewInjector([]Fault{{Kind: "crash"}}, d, d.now, 0); err == nil {
		t.Error("an invalid fault was planned")
	}
}

func TestReachedIsFree(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "crash actor on commit.sent for 1s")
	idle := moment(t, "stamp.sent")
	if n := testing.AllocsPerRun(100, func() { in.Reached(idle, "node/a1") }); n != 0 {
		t.Errorf("Reached allocates %v times though nothing waits", n)
	}
}

func BenchmarkReached(b *testing.B) {
	d := newFake()
	in := inject(b, d, 0, "crash actor on commit.sent for 1s")
	idle := moment(b, "stamp.sent")
	for b.Loop() {
		in.Reached(idle, "node/a1")
	}
}

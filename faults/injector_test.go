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
	for _, row := range []struct {
		from, to string
		lost     bool
	}{{"node/a1", "store", true}, {"store", "node/a1", true}, {"node/a1", "worker/1", false}, {"node/a2", "store", false}} {
		if fate := d.pass(row.from, row.to, false); fate != (Fate{Lost: row.lost}) {
			t.Errorf("from %s to %s: %+v", row.from, row.to, fate)
		}
	}
	d.run(time.Minute)
	wantLog(t, d, "1s intercept node/a1", "2s intercept node/a1", "3s let node/a1 be", "5s let node/a1 be")
	wantReport(t, in, "1s-5s bit 2 [node/a1 store]", "2s-3s bit 1 [node/a1 store]")
}

func TestSidesThatOverlap(t *testing.T) {
	for text, want := range map[string][]string{
		"partition-one-way pool/a to everything at 0s for 1m": {
			"node/a1 store", "node/a1 worker/1", "node/a2 store", "node/a2 worker/1",
		},
		"partition-one-way everything to node/a1 at 0s for 1m": {
			"node/a2 node/a1", "store node/a1", "worker/1 node/a1",
		},
		"partition-one-way node/a1 to pool/a at 0s for 1m": {"node/a1 node/a2"},
		"partition pool/a from store at 0s for 1m": {
			"node/a1 store", "node/a2 store", "store node/a1", "store node/a2",
		},
	} {
		d := newFake()
		in := inject(t, d, 0, text)
		d.run(time.Second)
		if lost := d.cutLinks(); !slices.Equal(lost, want) {
			t.Errorf("%q cuts %q, want %q", text, lost, want)
		}
		if got := in.Report()[0].Bit; got != len(want) {
			t.Errorf("%q bit %d times on %d messages", text, got, len(want))
		}
	}
}

// cutLinks sends a message over every link, and lists those that lose it.
func (d *fake) cutLinks() []string {
	var lost []string
	all := []string{"node/a1", "node/a2", "store", "worker/1"}
	for _, from := range all {
		for _, to := range all {
			if from != to && d.pass(from, to, false).Lost {
				lost = append(lost, from+" "+to)
			}
		}
	}
	return lost
}

func TestFatesOfALink(t *testing.T) {
	for text, want := range map[string]Fate{
		"delay node/a1 to store by 200ms at 0s for 1m":         {Later: 200 * time.Millisecond},
		"reorder node/a1 to store by up to 300ms at 0s for 1m": {UpTo: 300 * time.Millisecond},
		"partition-one-way node/a1 to store at 0s for 1m":      {Lost: true},
	} {
		d := newFake()
		in := inject(t, d, 0, text)
		d.run(time.Second)
		if got := d.pass("node/a1", "store", false); got != want {
			t.Errorf("%q: %+v", text, got)
		}
		if got := d.pass("store", "node/a1", true); got != (Fate{}) {
			t.Errorf("%q: on the way back %+v", text, got)
		}
		wantReport(t, in, "0s-1s bit 1 [node/a1 store]")
	}
}

func TestFatesAddUp(t *testing.T) {
	d := newFake()
	inject(t, d, 0, "delay node/a1 to store by 2s at 0s for 1m", "delay pool/a to everything by 1s at 0s for 1m",
		"reorder node/a1 to store by up to 3s at 0s for 1m", "duplicate node/a1 at 0s", "duplicate node/a1 at 0s")
	d.run(time.Second)
	want := Fate{Later: 3 * time.Second, UpTo: 3 * time.Second, Copies: 1}
	if got := d.pass("node/a1", "store", false); got != want {
		t.Errorf("%+v, want %+v", got, want)
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

func TestNewestLagHolds(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "slow node/a1 by 1s at 1s for 9s", "slow node/a1 by 20ms at 2s for 3s")
	for s := range time.Duration(10) {
		d.run(s*time.Second + 1)
		if bit := d.bits["slow node/a1"]; bit != nil {
			bit()
		}
	}
	d.run(time.Minute)
	wantLog(t, d, "1s slow node/a1 1s", "2s slow node/a1 20ms", "5s slow node/a1 1s", "10s slow node/a1 0s")
	wantReport(t, in, "1s-10s bit 6 [node/a1]", "2s-5s bit 3 [node/a1]")
}

func TestLostRepliesAreUsedUp(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "lose-reply pool/a x2 at 1s")
	d.run(2 * time.Second)
	for _, to := range []string{"node/a1", "node/a1", "node/a2", "node/a1"} {
		d.pass(to, "store", false)
		d.pass("store", to, true)
	}
	wantReport(t, in, "1s-2s bit 3 [node/a1 node/a2]")
	d.run(3 * time.Second)
	d.pass("store", "node/a2", true)
	in.Heal()
	wantLog(t, d, "1s intercept node/a1", "1s intercept node/a2", "2s let node/a1 be", "3s let node/a2 be")
	wantReport(t, in, "1s-3s bit 4 [node/a1 node/a2]")
}

// TestCountedFaultsTakeTurns: one message is counted by one of them.
func TestCountedFaultsTakeTurns(t *testing.T) {
	for _, kind := range []string{"lose-reply", "drop", "duplicate"} {
		d := newFake()
		in := inject(t, d, 0, kind+" node/a1 x2 at 1s", kind+" node/a1 at 2s")
		want := Fate{Lost: true}
		if kind == "duplicate" {
			want = Fate{Copies: 1}
		}
		for at := range time.Duration(5) {
			d.run((3 + at) * time.Second)
			got := d.pass("node/a1", "store", false)
			if kind == "lose-reply" {
				got = got.And(d.pass("store", "node/a1", true))
			}
			if at < 3 && got != want || at >= 3 && got != (Fate{}) {
				t.Errorf("%s, message %d: %+v", kind, at, got)
			}
		}
		wantReport(t, in, "1s-4s bit 2 [node/a1]", "2s-5s bit 1 [node/a1]")
	}
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
		in.Reached(sent, "orders", machine)
		in.Reached(applied, "orders", machine)
	}
	wantLog(t, d, "0s crash worker/1", "0s intercept worker/1", "1s restart worker/1",
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
	in, err := NewInjector(plan(t, "crash store on halt.sent for 1s", "crash worker/1 on halt.sent #2 for 1s"), d, []string{"orders"}, d.now, 0)
	if err != nil {
		t.Fatal(err)
	}
	depth := 0
	d.reached = func() {
		if depth++; depth < 5 {
			in.Reached(m, "orders", "worker/2")
		}
	}
	in.Reached(m, "orders", "worker/2")
	wantReport(t, in, "0s-0s bit 1 [store]", "0s-0s bit 1 [worker/1]")
}

func TestHorizon(t *testing.T) {
	d := newFake()
	d.owner = []string{"worker/1"}
	in := inject(t, d, 10*time.Second,
		"crash node/a1 at 9s for 5s", "pause node/a2 on commit.sent for 1h", "lose-reply worker/1 x2 at 1s",
		"crash worker/2 at 10s for 1s", "crash store on commit.applied for 1s", "partition owner from store at 8s for 1s")
	d.run(5 * time.Second)
	in.Reached(moment(t, "commit.sent"), "orders", "worker/1")
	d.run(time.Hour)
	in.Reached(moment(t, "commit.applied"), "orders", "worker/1")
	wantLog(t, d, "1s intercept worker/1", "5s pause node/a2",
		"8s intercept worker/1", "9s crash node/a1", "9s let worker/1 be",
		"10s restart node/a1", "10s resume node/a2", "10s let worker/1 be")
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
	in.Reached(moment(t, "commit.sent"), "orders", "worker/1")
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

func TestRequestsGoOnAfterTheHorizon(t *testing.T) {
	d := newFake()
	in := inject(t, d, 10*time.Second, "halt at 6s", "resume by bob at 75s", "abort on commit.sent #2",
		"trigger w1 at 4s", "trigger w2 attempt 2 by operator on commit.sent #2", "crash store on commit.sent #2 for 1s")
	sent := moment(t, "commit.sent")
	in.Reached(sent, "orders", "worker/1")
	d.run(20 * time.Second)
	in.Heal()
	in.Reached(sent, "orders", "worker/1")
	d.run(time.Hour)
	wantLog(t, d, `4s trigger "w1" of "orders" attempt 1 by ""`, `6s halt "orders" by ""`, `20s abort "orders" by ""`,
		`20s trigger "w2" of "orders" attempt 2 by "operator"`, `1m15s resume "orders" by "bob"`)
	wantReport(t, in, "6s-6s bit 1 []", "1m15s-1m15s bit 1 []", "20s-20s bit 1 []", "4s-4s bit 1 []", "20s-20s bit 1 []",
		"not: commit.sent was reached 1 of 2 times")
	for _, r := range in.Report()[:5] {
		if r.Event.IsFault() {
			t.Errorf("%q is a fault", r.Event)
		}
	}
}

// TestOccurrencesAreOfAKey: what no key is said of waits for the first that gets
// there, and is about that key.
func TestOccurrencesAreOfAKey(t *testing.T) {
	d := newFake()
	d.owners = map[string][]string{"orders": {"worker/1"}, "refunds": {"worker/2"}}
	in, err := NewInjector(plan(t, "crash owner on commit.sent #2 for 1s", "pause owner on refunds/commit.sent #2 for 1s",
		"abort on commit.sent #3", "crash owner/orders on refunds/commit.sent for 9s", "halt of orders on commit.sent #4"),
		d, []string{"orders", "refunds"}, d.now, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, key := range []string{"orders", "refunds", "orders", "refunds", "refunds"} {
		d.run(time.Duration(i) * time.Minute)
		in.Reached(moment(t, "commit.sent"), key, "worker/9")
	}
	d.run(time.Hour)
	wantLog(t, d, "1m0s crash worker/1", "1m9s restart worker/1", "2m0s crash worker/1", "2m1s restart worker/1",
		"3m0s pause worker/2", "3m1s resume worker/2", `4m0s abort "refunds" by ""`)
	wantReport(t, in, "2m0s-2m1s bit 1 [worker/1]", "3m0s-3m1s bit 0 [worker/2]", "4m0s-4m0s bit 1 []",
		"1m0s-1m9s bit 1 [worker/1]", "not: commit.sent was reached 3 of 4 times")
}

func TestKeyErrors(t *testing.T) {
	for text, want := range map[string]string{
		"crash owner at 5s for 3s":                    "whose owner is meant is not said; want owner/orders or owner/refunds",
		"partition node/a1 from owner at 5s for 3s":   "whose owner is meant is not said; want owner/orders or owner/refunds",
		"crash owner on lease.sent for 3s":            "whose owner is meant is not said; want owner/orders or owner/refunds",
		"crash owner/order at 5s for 3s":              `there is no key "order"; did you mean "orders"?`,
		"partition node/a1 from owner/x at 5s for 3s": `there is no key "x"; want orders or refunds`,
		"crash owner on x/commit.sent for 3s":         `there is no key "x"; want orders or refunds`,
		"trigger w1 at 4s":                            "which key is meant is not said; want of orders or of refunds",
		"abort on lease.sent":                         "which key is meant is not said; want of orders or of refunds",
		"abort of refund on lease.sent":               `there is no key "refund"; did you mean "refunds"?`,
		"crash owner on commit.sent for 3s":           "",
		"abort on commit.sent":                        "",
		"abort of orders at 5s":                       "",
		"crash worker/1 at 5s for 3s":                 "",
	} {
		if want != "" {
			want = fmt.Sprintf("event %q: %s", text, want)
		}
		d := newFake()
		_, err := NewInjector(plan(t, text), d, []string{"orders", "refunds"}, d.now, 0)
		if err == nil && want != "" || err != nil && err.Error() != want {
			t.Errorf("%q:\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestPlanErrors(t *testing.T) {
	for _, k := range All {
		for _, e := range plan(t, examples(t)...) {
			if e.Kind != k.Name {
				continue
			}
			_, err := NewInjector([]Event{e}, mute{newFake()}, []string{"orders", "refunds"}, nil, 0)
			want := fmt.Sprintf("event %q: this deployment cannot do that: it is no faults.%s, which %s needs", e, k.Needs, k.Name)
			if err == nil || err.Error() != want {
				t.Errorf("got %v\nwant %s", err, want)
			}
		}
	}
	d := newFake()
	_, err := NewInjector(plan(t, "partition node/a1 from node/z9 at 1s for 1s"), d, nil, d.now, 0)
	if want := `event "partition node/a1 from node/z9 at 1s for 1s": there is no machine "node/z9" in this deployment`; err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	if _, err := NewInjector([]Event{{Kind: "crash"}}, d, nil, d.now, 0); err == nil {
		t.Error("an invalid event was planned")
	}
}

func TestReachedIsFree(t *testing.T) {
	d := newFake()
	in := inject(t, d, 0, "crash actor on commit.sent for 1s")
	idle := moment(t, "stamp.sent")
	if n := testing.AllocsPerRun(100, func() { in.Reached(idle, "orders", "node/a1") }); n != 0 {
		t.Errorf("Reached allocates %v times though nothing waits", n)
	}
}

func BenchmarkReached(b *testing.B) {
	d := newFake()
	in := inject(b, d, 0, "crash actor on commit.sent for 1s")
	idle := moment(b, "stamp.sent")
	for b.Loop() {
		in.Reached(idle, "orders", "node/a1")
	}
}

package envelope

import (
	"bytes"
	"context"
	"slices"
	"testing"
	"time"

	"pawl/cmd/house/lengthy"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios/campaign"
	"pawl/sim/deploy"
)

// named is the assumption of a name.
func named(t *testing.T, name string) Assumption {
	t.Helper()
	for _, a := range Assumptions() {
		if a.Name == name {
			return a
		}
	}
	t.Fatalf("no assumption is called %s", name)
	return Assumption{}
}

// measure pushes some assumptions with few runs.
func measure(t *testing.T, q Question) *reports.Envelope {
	t.Helper()
	if q.Seed = 7; q.Runs == 0 {
		q.Runs = 4
	}
	q.Command, q.Again = "pawl", "pawl envelope"
	if q.ReproDir == "" {
		q.ReproDir = t.TempDir()
	}
	r, err := q.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	r.Head.SchemaVersion, r.Head.Command = reports.SchemaVersion, "envelope"
	var b bytes.Buffer
	if err := reports.JSON(&b, r, reports.Style{}); err != nil {
		t.Fatal(err)
	}
	if _, err := reports.Read(&b); err != nil {
		t.Errorf("what was written is not read: %v", err)
	}
	return r
}

// TestReference: the reference keeps what policy says of each assumption, and what breaks beyond it
// is there to be had again.
func TestReference(t *testing.T) {
	q := Question{Engine: reference.Engine()}
	for _, name := range []string{"pool-loss", "cache-age", "text-life", "wall-skew"} {
		q.Pushed = append(q.Pushed, named(t, name))
	}
	r := measure(t, q)
	if r.Verdict != reports.Pass || len(r.Pushed) != 4 {
		t.Errorf("%s: %s", r.Verdict, r.Closing)
	}
	for _, x := range r.Pushed {
		if x.Assumed == nil || x.Holds == nil || x.Breaks == nil || x.Holds.Value < x.Assumed.Value || x.Breaks.Value <= x.Holds.Value || len(x.Harm) == 0 {
			t.Errorf("%+v", x)
			continue
		}
		repro, err := campaign.LoadRepro(x.Repro)
		if err != nil {
			t.Errorf("%s: %v", x.Name, err)
			continue
		}
		again, err := campaign.Replay(context.Background(), simulated(), repro, q.Engine)
		if err != nil || !again.Reproduced() || !repro.OfHarm() {
			t.Errorf("%s: replayed %+v, error %v", x.Name, again.Reproduced(), err)
		}
	}
	if x := r.Pushed[0]; x.Holds.Value != 7 || x.Breaks.Value != 8 || !slices.Equal(x.Harm, []string{reports.Unfinished}) {
		t.Errorf("a pool of 8 of which one has to be there: %+v", x)
	}
}

// TestSmaller: an engine that neglects an assumption breaks sooner than the reference, within what
// policy says, and that is held against it.
func TestSmaller(t *testing.T) {
	for name, neglects := range map[string]string{
		"clock-rate":   "lease-clock-too-long",
		"emission":     "lease-checked-early",
		"cache-age":    "no-publish-lead",
		"text-life":    "short-overlap",
		"replica-lag":  "stale-read",
		"lost-replies": "retry-mints-again",
		"pool-loss":    "waits-for-the-dead",
		"owner-pause":  "lease-without-fence",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if slices.Contains([]string{"clock-rate", "replica-lag", "emission"}, name) {
				lengthy.Only(t, "half a minute of a processor")
			}
			bad, found := wrong.Find(neglects)
			if !found {
				t.Fatalf("no engine is called %s", neglects)
			}
			pushed := []Assumption{named(t, name)}
			right := measure(t, Question{Engine: reference.Engine(), Pushed: pushed}).Pushed[0]
			r := measure(t, Question{Engine: bad.Engine, Pushed: pushed})
			x := r.Pushed[0]
			want := reports.Violation
			if name == "pool-loss" {
				want = reports.CriterionMissed // it waits, and does no harm: what it is without is the rotation
			}
			if r.Verdict != want || x.Breaks == nil || x.Breaks.Value > x.Assumed.Value || r.Next == "" {
				t.Errorf("%s breaks at %+v: %s, %s", neglects, x.Breaks, r.Verdict, r.Closing)
			}
			if right.Holds == nil || right.Holds.Value < right.Assumed.Value || x.Holds != nil && x.Holds.Value >= right.Holds.Value {
				t.Errorf("%s holds to %+v, and the reference to %+v", neglects, x.Holds, right.Holds)
			}
		})
	}
}

// TestJobs: what is found does not depend on how many runs are made at a time.
func TestJobs(t *testing.T) {
	dir := t.TempDir()
	texts := map[string]bool{}
	for _, jobs := range []int{1, 5} {
		r := measure(t, Question{Engine: reference.Engine(), Pushed: []Assumption{named(t, "pool-loss"), named(t, "key-outage")}, Runs: 3, Jobs: jobs, ReproDir: dir})
		r.WallSeconds = 0
		var b bytes.Buffer
		_ = reports.JSON(&b, r, reports.Style{})
		texts[b.String()] = true
	}
	if len(texts) != 1 {
		t.Error("one job and five come to two results")
	}
}

// absent has a pool be away where a value is bad.
func absent(bad func(int64) bool) Assumption {
	return Assumption{Name: "made-up", Text: "Made up.", Unit: Nodes, Least: 0, Most: 100, Step: 1,
		Assumed: func(*deploy.Setting) (int64, bool) { return 10, true },
		Push: func(s *deploy.Setup, value int64, _ int) error {
			if !bad(value) {
				return happens(s, "crash node/a1 at 2s for 1s")
			}
			return happens(s, "crash pool/a at 2s for 58s")
		}}
}

// TestBisection: the boundary is found to the step, wherever it is, and what is better beyond it is
// told.
func TestBisection(t *testing.T) {
	for _, at := range []int64{0, 1, 5, 10, 11, 37, 99, 100, 101} {
		x := measure(t, Question{Engine: reference.Engine(), Runs: 1, Pushed: []Assumption{absent(func(v int64) bool { return v >= at })}}).Pushed[0]
		switch {
		case at > 100 && (x.Breaks != nil || x.Holds.Value != 100):
			t.Errorf("nothing breaks, and it says %+v", x)
		case at > 100:
		case x.Breaks == nil || x.Breaks.Value != at || at > 0 && x.Holds.Value != at-1 || len(x.Again) > 0:
			t.Errorf("it breaks at %d, and it says %+v", at, x)
		}
	}
	x := measure(t, Question{Engine: reference.Engine(), Runs: 1, Pushed: []Assumption{absent(func(v int64) bool { return v >= 30 && v < 60 })}}).Pushed[0]
	if x.Breaks == nil || x.Breaks.Value != 30 || len(x.Again) == 0 || x.Again[len(x.Again)-1].Value != 100 {
		t.Errorf("it breaks from 30 to 59, and it says %+v", x)
	}
}

// TestOnlyLost: where only progress is lost, within what policy says, that is no violation and no
// pass.
func TestOnlyLost(t *testing.T) {
	for at, want := range map[int64]reports.Verdict{0: reports.CriterionMissed, 10: reports.CriterionMissed, 11: reports.Pass} {
		r := measure(t, Question{Engine: reference.Engine(), Runs: 1, Pushed: []Assumption{absent(func(v int64) bool { return v >= at })}})
		if r.Verdict != want {
			t.Errorf("it breaks at %d, and 10 is assumed: %s, want %s", at, r.Verdict, want)
		}
	}
}

// TestNoPass: what was not measured is none.
func TestNoPass(t *testing.T) {
	unfelt := absent(func(int64) bool { return false })
	unfelt.Push = func(*deploy.Setup, int64, int) error { return nil }
	if r := measure(t, Question{Engine: reference.Engine(), Runs: 1, Pushed: []Assumption{unfelt}}); r.Verdict != reports.Inconclusive {
		t.Errorf("what is pushed changes nothing: %s", r.Verdict)
	}
	foreign := absent(func(int64) bool { return false })
	foreign.Push = func(s *deploy.Setup, _ int64, _ int) error { s.Workers = 0; return nil }
	if r := measure(t, Question{Engine: reference.Engine(), Pushed: []Assumption{foreign}}); r.Verdict != reports.NothingRan || r.Pushed[0].NotTried == "" {
		t.Errorf("it cannot be pushed: %s, %+v", r.Verdict, r.Pushed[0])
	}
	foreign.Push = func(s *deploy.Setup, _ int64, _ int) error { return happens(s, "crush everything") }
	q := Question{Engine: reference.Engine(), Runs: 1, Pushed: []Assumption{foreign}}
	if _, err := q.Run(context.Background()); err == nil {
		t.Error("an event that is none is no error")
	}
	if r := measure(t, Question{Engine: reference.Engine(), Budget: time.Nanosecond}); r.Verdict != reports.NothingRan {
		t.Errorf("no time: %s", r.Verdict)
	}
}

// TestInterrupted: what was found until then is kept.
func TestInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	calls := 0
	second := absent(func(int64) bool { return false })
	second.Push = func(*deploy.Setup, int64, int) error {
		if calls++; calls == 3 {
			stop()
		}
		return nil
	}
	q := Question{Engine: reference.Engine(), Seed: 7, Runs: 2, Jobs: 1, ReproDir: t.TempDir(), Command: "pawl",
		Pushed: []Assumption{absent(func(v int64) bool { return v >= 20 }), second}}
	r, err := q.Run(ctx)
	if err != nil || r.Verdict != reports.Interrupted || r.Pushed[0].Breaks == nil || r.Pushed[0].Breaks.Value != 20 || !r.Pushed[1].CutShort {
		t.Errorf("error %v, %+v", err, r)
	}
}

// TestNondeterministic: a run that is not the same when it is made again is told.
func TestNondeterministic(t *testing.T) {
	q := Question{Engine: reference.Engine(), Seed: 7, ReproDir: t.TempDir()}
	c, err := q.runOf(&Assumption{Push: func(s *deploy.Setup, _ int64, _ int) error { return happens(s, "crash pool/a at 2s for 58s") }}, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	o, err := simulated().Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	o.Hash[0]++
	r, breaks := &reports.Envelope{}, &reports.Value{}
	if err := q.tell(context.Background(), r, &reports.Pushed{Breaks: breaks}, &Try{outcome: &o}); err != nil || len(r.Different) != 1 {
		t.Errorf("error %v, %q", err, r.Different)
	}
	if q.conclude(r); r.Verdict != reports.Nondeterministic {
		t.Errorf("%s", r.Verdict)
	}
}

// TestNames: each assumption has a name and words of its own, and a run at each end of what is tried
// can be made.
func TestNames(t *testing.T) {
	q := Question{Engine: reference.Engine()}
	all := Assumptions()
	for i, a := range all {
		if slices.ContainsFunc(all[:i], func(x Assumption) bool { return x.Name == a.Name || x.Text == a.Text }) || a.Text == "" || a.Least >= a.Most || a.Step < 1 {
			t.Errorf("%+v", a)
		}
		for _, v := range []int64{a.Least, a.Least + a.Step, a.Most} {
			for run := range 9 {
				c, err := q.runOf(&a, v, run)
				if err != nil {
					t.Fatal(err)
				}
				s := c.Setup()
				if err := s.Validate(); err != nil {
					t.Errorf("%s at %s, run %d: %v", a.Name, a.Unit.Say(v), run, err)
				}
			}
		}
	}
}

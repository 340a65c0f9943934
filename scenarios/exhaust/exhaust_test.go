package exhaust_test

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/cmd/house/lengthy"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/exhaust"
	"pawl/scenarios/library"
)

func of(t *testing.T, s exhaust.Subject, e engine.Engine) *exhaust.Exhaustion {
	t.Helper()
	return &exhaust.Exhaustion{Subject: s, Engine: e, Seed: 1, ReproDir: t.TempDir(), Command: "pawl", Again: "pawl exhaust"}
}

func run(t *testing.T, ctx context.Context, x *exhaust.Exhaustion) *reports.Exhaust {
	t.Helper()
	r, err := x.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func planted(t *testing.T, name string) engine.Engine {
	t.Helper()
	w, ok := wrong.Find(name)
	if !ok {
		t.Fatalf("no engine %s", name)
	}
	return w.Engine
}

// tiny is a cluster of one node that makes a key's first version, for four seconds.
func tiny(t *testing.T) exhaust.Subject {
	t.Helper()
	text, err := os.ReadFile("testdata/tiny.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenarios.Parse("tiny.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	return exhaust.Of(s)
}

// The reference survives every single fault. That of the small cluster is also a part of each
// pawl check, of which the scripts of cmd/cli make one.
func TestReferenceIsClean(t *testing.T) {
	lengthy.Only(t, "some thousand runs, as a check has them too")
	// The standard run's cells are some 9,000 runs: pawl exhaust standard makes them.
	for _, s := range []exhaust.Subject{exhaust.Small()} {
		t.Run(s.Name, func(t *testing.T) {
			r := run(t, t.Context(), of(t, s, reference.Engine()))
			if r.Verdict != reports.Pass || r.Run != r.Cells || r.Cells < 1000 || r.Bit < r.Cells/2 {
				t.Errorf("%s: %s", r.Verdict, &r.Exhausted)
			}
			for _, l := range r.Listed {
				t.Errorf("%s: %s %v; %s", l.Event, l.Upshot, l.Why, l.Command)
			}
			for _, k := range r.Kinds { // a row of the table that is never tried needs a reason
				if k.Cells == 0 && !slices.ContainsFunc(r.LeftOut, func(l reports.LeftOut) bool { return l.Kind == k.Kind }) {
					t.Errorf("%s is not tried, and not left out", k.Kind)
				}
			}
		})
	}
}

// Whatever is in the small cluster's way happens, the reference comes through it, and
// through a sample of second faults.
func TestReferenceInTrouble(t *testing.T) {
	for _, s := range exhaust.Troubled() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			p, err := exhaust.Prepare(t.Context(), s, reference.Engine(), 1)
			if err != nil {
				t.Fatal(err)
			}
			for _, j := range p.Free.Outcome.Injections {
				if j.Bit == 0 {
					t.Errorf("%s: did not bite", j.Event)
				}
			}
			some := p.Telling()
			if len(some) < 1000 || len(some) > len(p.Cells) {
				t.Errorf("%d cells that tell, of %d", len(some), len(p.Cells))
			}
			for i := 0; i < len(some); i += 100 {
				o, err := simulated().Run(t.Context(), p.Case(some[i]))
				if v := o.Verdict(); err != nil || v != scenarios.Passed {
					t.Errorf("%s: %s %v, error %v", p.Cells[some[i]], v, o.Fired(), err)
				}
			}
		})
	}
}

// An owner that does not compare its fence is caught by a single fault, which the repro
// has and a replay shows again.
func TestWrongEngineIsCaught(t *testing.T) {
	e := planted(t, "lease-without-fence")
	x := of(t, tiny(t), e)
	r := run(t, t.Context(), x)
	if r.Verdict != reports.Violation || r.Violated == 0 || r.FaultFree != "passed" || len(r.Listed) != r.Violated {
		t.Fatalf("%s: %s, %d listed", r.Verdict, &r.Exhausted, len(r.Listed))
	}
	if !slices.ContainsFunc(r.Violations, func(f reports.Failure) bool { return f.Invariant == "S13" }) {
		t.Error("not by S13: a write at a fence that is over")
	}
	f := r.Violations[0]
	if len(f.Faults) != 1 {
		t.Errorf("it takes %q", f.Faults)
	}
	repro, err := campaign.LoadRepro(f.Repro)
	if err != nil {
		t.Fatal(err)
	}
	replayed, err := campaign.Replay(t.Context(), simulated(), repro, e)
	if err != nil || !replayed.Reproduced() {
		t.Errorf("not reproduced; error %v", err)
	}
	alone := *x
	alone.Only = r.Listed[0].Event
	if one := run(t, t.Context(), &alone); one.Cells != 1 || one.Violated != 1 {
		t.Errorf("alone: %s", &one.Exhausted)
	}
	alone.Only = "crash actor on commit.due #99 for 3s"
	if _, err := alone.Run(t.Context()); !exhaust.Unfitting(err) {
		t.Errorf("a cell that is not there: %v", err)
	}
}

// What an engine does wrong without a fault is said, and nothing is tried.
func TestFaultFreeRunIsJudged(t *testing.T) {
	e := planted(t, "cron")
	if r := run(t, t.Context(), of(t, exhaust.Small(), e)); r.Cells > 0 || r.Verdict != reports.Violation || len(r.Violations) == 0 || r.FaultFree != "violated" {
		t.Errorf("%s: %s", r.Verdict, &r.Exhausted)
	}
}

// A scenario is run without its faults, and not held to what it expects of them.
func TestScenario(t *testing.T) {
	all, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenarios.Find(all, "owner-back-from-a-pause")
	if err != nil {
		t.Fatal(err)
	}
	p, err := exhaust.Prepare(t.Context(), exhaust.Of(s), reference.Engine(), 1)
	if err != nil {
		t.Fatal(err)
	}
	c := p.Case(0)
	setup := c.Setup()
	if some := setup.Faults(); len(p.Cells) == 0 || len(some) != 1 || some[0] != p.Cells[0] {
		t.Errorf("%d cells; the first run has the faults %v", len(p.Cells), some)
	}
	if v := p.Free.Outcome.Verdict(); v != scenarios.Missed {
		t.Errorf("without its fault it should miss what it expects: %s", v)
	}
}

// stop ends a context after so many runs are done.
type stop struct {
	after  int
	cancel context.CancelFunc
}

func (s stop) At(done, _ int) {
	if done == s.after {
		s.cancel()
	}
}
func (stop) End() {}

// An Exhaustion that is interrupted, twice, comes to what an undivided one comes to, for
// any number of jobs.
func TestResume(t *testing.T) {
	e := planted(t, "lease-without-fence")
	whole := of(t, tiny(t), e)
	whole.Jobs = 1
	want := run(t, t.Context(), whole)
	x := of(t, tiny(t), e)
	for _, after := range []int{300, 900} {
		ctx, cancel := context.WithCancel(t.Context())
		x.Jobs, x.Watch = 3, func(what string, _ time.Time) campaign.Progress {
			if strings.HasPrefix(what, "single") {
				return stop{after, cancel}
			}
			return stop{}
		}
		r := run(t, ctx, x)
		if !r.Interrupted || r.Run < after || r.Run == r.Cells || r.State == "" {
			t.Fatalf("interrupted: %v, %s, state %q", r.Interrupted, &r.Exhausted, r.State)
		}
		s, err := exhaust.LoadState(r.State)
		if err != nil || len(s.Marks) != r.Run {
			t.Fatalf("%d marks after %d cells; error %v", len(s.Marks), r.Run, err)
		}
		x.Resume = s
	}
	x.Watch = nil
	got := run(t, t.Context(), x)
	if got.Resumed < 900 {
		t.Errorf("%d cells were run before", got.Resumed)
	}
	if told(t, got) != told(t, want) {
		t.Errorf("got %s, want %s\n%s\n%s", &got.Exhausted, &want.Exhausted, told(t, got), told(t, want))
	}
}

// told is a result without what depends on how it came about.
func told(t *testing.T, r *reports.Exhaust) string {
	t.Helper()
	x := *r
	x.Resumed, x.WallSeconds = 0, 0
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	dir := r.Violations[0].Repro[:strings.LastIndex(r.Violations[0].Repro, string(os.PathSeparator))]
	return strings.ReplaceAll(string(b), dir, "")
}

// A state of something else is refused, by what it is of.
func TestStateOfSomethingElse(t *testing.T) {
	p, err := exhaust.Prepare(t.Context(), exhaust.Small(), reference.Engine(), 1)
	if err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(s *exhaust.State){
		"of the scenario standard": func(s *exhaust.State) { s.Scenario = "standard" },
		"of the engine mine":       func(s *exhaust.State) { s.Engine = "mine" },
		"of seed 2":                func(s *exhaust.State) { s.Seed = 2 },
		"the plan is another one":  func(s *exhaust.State) { s.Plan = strings.Repeat("0", 64) },
	} {
		x := of(t, exhaust.Small(), reference.Engine())
		x.Resume = &exhaust.State{Scenario: "small", Engine: "reference", Seed: 1, Plan: p.Hash(), Cells: len(p.Cells)}
		spoil(x.Resume)
		if _, err := x.Run(t.Context()); !exhaust.Unfitting(err) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// The census changes nothing: the run is the same without.
func TestCensusIsNoPartOfTheRun(t *testing.T) {
	p, err := exhaust.Prepare(t.Context(), exhaust.Small(), reference.Engine(), 7)
	if err != nil {
		t.Fatal(err)
	}
	c := p.Free.Outcome.Case
	c.Census = false
	o, err := simulated().Run(t.Context(), c)
	if err != nil || o.Hash != p.Free.Outcome.Hash || len(o.Moments) != 0 || len(p.Moments) == 0 {
		t.Errorf("another run, or %d moments; error %v", len(o.Moments), err)
	}
	nth := map[string]int{} // looked up only
	for _, m := range p.Moments {
		nth[m.Place.On]++
		if m.Place.Nth != nth[m.Place.On] || m.By == "" {
			t.Errorf("%+v comes as number %d", m, nth[m.Place.On])
		}
		if _, err := faults.ParseWhen(m.Place.String()); err != nil {
			t.Error(err)
		}
	}
}

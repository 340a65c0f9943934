package shrink_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"pawl/cmd/house/lengthy"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/exhaust"
	"pawl/scenarios/library"
	"pawl/scenarios/shrink"
	"pawl/sim"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// Most of the time of these tests is runs.
func TestMain(m *testing.M) {
	sim.CollectSeldom()
	m.Run()
}

func simulated() scenarios.Runner { return scenarios.On(cluster.Simulated{}) }

func wrongEngine(t testing.TB, name string) wrong.Engine {
	t.Helper()
	w, ok := wrong.Find(name)
	if !ok {
		t.Fatalf("no engine %q", name)
	}
	return w
}

// caught are runs of a wrong engine in which what must catch it does: a random one, and one of each
// scenario that names it.
func caught(t testing.TB, w wrong.Engine) (all []*scenarios.Outcome) {
	t.Helper()
	some, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	h := campaign.Hunt{Runner: simulated(), Engine: w.Engine, MustFire: w.MustFire, Seed: 1, MaxRuns: 300}
	catches := []func(context.Context) (campaign.Catch, error){h.Random}
	for _, s := range some {
		if s.Breaks.Engine == w.Name && s.Suits(w.Engine) == nil {
			catches = append(catches, func(ctx context.Context) (campaign.Catch, error) { return h.In(ctx, s) })
		}
	}
	for _, find := range catches {
		k, err := find(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if k.Caught {
			all = append(all, k.Outcome)
		}
	}
	if len(all) == 0 {
		t.Fatalf("%s was not caught", w.Name)
	}
	return all
}

// kept is what catches a run, and by which clause.
func kept(t testing.TB, o *scenarios.Outcome, mustFire ...string) shrink.Kept {
	t.Helper()
	fired := o.Fired()
	i := slices.IndexFunc(fired, func(id string) bool { return slices.Contains(mustFire, id) })
	if i < 0 {
		t.Fatalf("only %v fired, want any of %v", fired, mustFire)
	}
	k := shrink.Kept{Invariant: fired[i]}
	for _, v := range o.Report.Violations() {
		if v.Invariant == k.Invariant {
			k.Clause = v.Clause
			break
		}
	}
	return k
}

func shrunk(t testing.TB, o *scenarios.Outcome, k shrink.Kept) *shrink.Result {
	t.Helper()
	q := shrink.Shrinker{Runner: simulated()}
	r, err := q.Shrink(t.Context(), o, k)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func faultsOf(o *scenarios.Outcome) (n int) {
	for _, e := range o.Setup.Events {
		if e.IsFault() {
			n++
		}
	}
	return n
}

// all has every wrong engine tried: some minutes.
const all = "PAWL_ALL"

// sampled are those that ordinary tests try: of liveness and of safety, of faults, of acts and of
// nothing at all.
var sampled = []string{"no-drain", "waits-for-the-dead", "halted-as-idle", "lease-without-fence", "abort-after-commit"}

const (
	mostFaults  = 3
	mostSeconds = 5
)

// TestEveryEngineIsShrunk: to at most three faults in at most 500 runs, to a run in which nothing is
// wrong with the reference, and to one fault where a single one finds the engine on the small
// cluster.
func TestEveryEngineIsShrunk(t *testing.T) {
	amount := 2
	if lengthy.Wanted() {
		amount = len(sampled)
	}
	var runs, left []int
	var seconds []float64
	for _, w := range wrong.All {
		if os.Getenv(all) == "" && !slices.Contains(sampled[:amount], w.Name) {
			continue
		}
		fewest := mostFaults + 1
		for _, o := range caught(t, w) {
			k := kept(t, o, w.MustFire...)
			started := time.Now()
			r := shrunk(t, o, k)
			took := time.Since(started).Seconds()
			name := "random"
			if s := o.Case.Scenario; s != nil {
				name = s.Name
			}
			n := faultsOf(r.Outcome)
			t.Logf("%s, %s, %s: faults %d, runs %d, %.2f s; %s; then %s", w.Name, name, k, n, r.Runs, took, r.Before, r.After)
			if n > mostFaults || r.Runs > shrink.DefaultRuns || !r.Least {
				t.Errorf("%s, %s: faults %d, runs %d, %s", w.Name, name, n, r.Runs, r.Ended)
			}
			if _, shown := r.Outcome.Shows(k.Invariant, k.Clause); !shown {
				t.Errorf("%s, %s: %s is lost", w.Name, name, k)
			}
			owed(t, r)
			runs, left, seconds, fewest = append(runs, r.Runs), append(left, n), append(seconds, took), min(fewest, n)
		}
		if fewest > 1 && foundBySingle(t, w) {
			t.Errorf("%s: a single fault finds it on the small cluster, and it is shrunk to %d", w.Name, fewest)
		}
	}
	t.Logf("of %d runs: faults left, median %d, most %d; runs, median %d, most %d; seconds, median %.2f, most %.2f, more than %d in %d",
		len(runs), median(left), slices.Max(left), median(runs), slices.Max(runs), median(seconds), slices.Max(seconds), mostSeconds,
		len(slices.DeleteFunc(slices.Clone(seconds), func(s float64) bool { return s <= mostSeconds })))
}

func median[T cmp.Ordered](all []T) T { return slices.Sorted(slices.Values(all))[len(all)/2] }

// owed makes a shrunk run with the reference: a run so short, or so quiet, that it violates
// anything of itself would convict anybody.
func owed(t *testing.T, r *shrink.Result) {
	t.Helper()
	c := r.Outcome.Case
	c.Engine = reference.Engine()
	o, err := simulated().Run(t.Context(), c)
	if err != nil || len(o.Fired()) > 0 || len(o.Report.Invalid) > 0 {
		t.Errorf("the reference in the run that is left: %v %v, error %v", o.Fired(), o.Report.Invalid, err)
	}
}

// foundBySingle says whether a single event on the small cluster violates what must catch it.
func foundBySingle(t *testing.T, w wrong.Engine) bool {
	t.Helper()
	x := exhaust.Exhaustion{Subject: exhaust.Small(), Engine: w.Engine, Seed: 1, ReproDir: t.TempDir(), Command: "pawl"}
	r, err := x.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(r.Violations, func(f reports.Failure) bool { return slices.Contains(w.MustFire, f.Invariant) })
}

func TestTheSameForAnyJobs(t *testing.T) {
	for _, name := range []string{"no-drain", "waits-for-the-dead"} {
		w := wrongEngine(t, name)
		o := caught(t, w)[0]
		k := kept(t, o, w.MustFire...)
		var first *shrink.Result
		for _, jobs := range []int{1, 4} {
			q := shrink.Shrinker{Runner: simulated(), Jobs: jobs}
			r, err := q.Shrink(t.Context(), o, k)
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = r
			}
			if !reflect.DeepEqual(r.Gone, first.Gone) || !reflect.DeepEqual(r.Needed, first.Needed) || r.Runs != first.Runs || r.Outcome.Hash != first.Outcome.Hash ||
				!reflect.DeepEqual(r.Outcome.Setup.Events, first.Outcome.Setup.Events) || r.After != first.After {
				t.Errorf("%s, %d jobs: %+v, want %+v", name, jobs, r, first)
			}
		}
	}
}

// TestNoPartCanGo leaves each part out by itself, by no code of the shrinker's.
func TestNoPartCanGo(t *testing.T) {
	for _, name := range []string{"no-drain", "halted-as-idle"} {
		w := wrongEngine(t, name)
		o := caught(t, w)[0]
		r := shrunk(t, o, kept(t, o, w.MustFire...))
		try := func(what string, change func(c *scenarios.Case, s *deploy.Setting)) {
			c, s := r.Outcome.Case, r.Outcome.Setup.Setting
			s.Pools = slices.Clone(s.Pools)
			change(&c, &s)
			c.Setting = &s
			x, err := simulated().Run(t.Context(), c)
			if _, shown := x.Shows(r.Invariant, r.Clause); err == nil && shown {
				t.Errorf("%s: it can do %s", name, what)
			}
		}
		for i, e := range r.Outcome.Setup.Events {
			try(fmt.Sprintf("without %q", e), func(c *scenarios.Case, _ *deploy.Setting) { c.Events = slices.Delete(slices.Clone(c.Events), i, i+1) })
			if e.For > 100*time.Millisecond {
				try("with a shorter "+e.String(), func(c *scenarios.Case, _ *deploy.Setting) {
					c.Events = slices.Clone(c.Events)
					c.Events[i].For = 100 * time.Millisecond
				})
			}
		}
		for i := range r.Outcome.Case.Drawing {
			try("with a place calm", func(c *scenarios.Case, _ *deploy.Setting) { c.Drawing = slices.Delete(slices.Clone(c.Drawing), i, i+1) })
		}
		try("with a worker less", func(_ *scenarios.Case, s *deploy.Setting) { s.Workers-- })
		try("with a client less", func(_ *scenarios.Case, s *deploy.Setting) { s.Clients-- })
		for i := range r.Outcome.Setup.Pools {
			if r.Outcome.Setup.Pools[i].Nodes > 1 {
				try("with a node less", func(_ *scenarios.Case, s *deploy.Setting) { s.Pools[i].Nodes-- })
			}
		}
		if len(r.Needed) == 0 || !r.Least {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// TestIdentityIsKept: a run that violates two invariants is shrunk to another run for each. Who
// kept only that anything is violated would come to the smaller one for both.
func TestIdentityIsKept(t *testing.T) {
	w := wrongEngine(t, "no-drain")
	o := caught(t, w)[0]
	if fired := o.Fired(); !slices.Contains(fired, "S2") || !slices.Contains(fired, "S9") {
		t.Fatalf("fired %v, want S2 and S9", fired)
	}
	k := kept(t, o, "S2")
	two, nine := shrunk(t, o, k), shrunk(t, o, kept(t, o, "S9"))
	if _, shown := nine.Outcome.Shows(k.Invariant, k.Clause); shown || nine.After.Events >= two.After.Events {
		t.Errorf("the run for S9 is no smaller, or shows S2 as well: nothing could slip")
	}
	if _, shown := two.Outcome.Shows(k.Invariant, k.Clause); !shown {
		t.Errorf("S2 by %s was lost: %v", k.Clause, two.Outcome.Fired())
	}
}

// counting counts the runs that are made.
type counting struct {
	scenarios.Runner
	n *atomic.Int64
}

func (c counting) Run(ctx context.Context, x scenarios.Case) (scenarios.Outcome, error) {
	o, err := c.Runner.Run(ctx, x)
	if err == nil { // else there is no such run
		c.n.Add(1)
	}
	return o, err
}

func TestBoundIsKept(t *testing.T) {
	w := wrongEngine(t, "no-drain")
	o := caught(t, w)[0]
	k := kept(t, o, w.MustFire...)
	for _, bound := range []int{3, 10, 25} {
		var n atomic.Int64
		q := shrink.Shrinker{Runner: counting{simulated(), &n}, Runs: bound}
		r, err := q.Shrink(t.Context(), o, k)
		if err != nil {
			t.Fatal(err)
		}
		if r.Runs > bound || int(n.Load()) > bound || r.Least || r.Ended == "" {
			t.Errorf("bound %d: %d runs, %d made, least %v, ended %q", bound, r.Runs, n.Load(), r.Least, r.Ended)
		}
		if _, shown := r.Outcome.Shows(k.Invariant, k.Clause); !shown {
			t.Errorf("bound %d: what is left does not violate %s", bound, k)
		}
	}
}

// TestInterrupted keeps what it has.
func TestInterrupted(t *testing.T) {
	w := wrongEngine(t, "no-drain")
	o := caught(t, w)[0]
	k := kept(t, o, w.MustFire...)
	ctx, cancel := context.WithCancel(t.Context())
	q := shrink.Shrinker{Runner: simulated(), Progress: func(done, _ int) {
		if done > 12 {
			cancel()
		}
	}}
	r, err := q.Shrink(ctx, o, k)
	if err != nil || r.Least || r.Ended != "it was interrupted" || len(r.Gone) == 0 || r.After.Events >= r.Before.Events {
		t.Errorf("least %v, ended %q, gone %v, %s, then %s, error %v", r.Least, r.Ended, r.Gone, r.Before, r.After, err)
	}
}

// TestAnotherRunIsNotShrunk: one that is not the same when it is made again, or does not violate
// what is to be kept.
func TestAnotherRunIsNotShrunk(t *testing.T) {
	w := wrongEngine(t, "no-drain")
	o := caught(t, w)[0]
	q := shrink.Shrinker{Runner: simulated()}
	if _, err := q.Shrink(t.Context(), o, shrink.Kept{Invariant: "S7"}); !errors.Is(err, shrink.ErrOther) {
		t.Errorf("of S7: error %v", err)
	}
	other := *o
	other.Hash[0]++
	if _, err := q.Shrink(t.Context(), &other, kept(t, o, w.MustFire...)); !errors.Is(err, shrink.ErrOther) {
		t.Errorf("of another trace: error %v", err)
	}
}

// TestAtHomeTheClusterStays: what the engine says of where it lives is not made something else.
func TestAtHomeTheClusterStays(t *testing.T) {
	w := wrongEngine(t, "no-drain")
	o := caught(t, w)[0]
	q := shrink.Shrinker{Runner: simulated(), Fixed: true}
	r, err := q.Shrink(t.Context(), o, kept(t, o, w.MustFire...))
	if err != nil {
		t.Fatal(err)
	}
	if was, is := o.Setup.Setting, r.Outcome.Setup.Setting; !reflect.DeepEqual(was.Pools, is.Pools) || was.Workers != is.Workers || !reflect.DeepEqual(was.Policy, is.Policy) || !r.Least {
		t.Errorf("%s, then %s", &was, &is)
	}
	if r.After.Events > r.Before.Events || r.After.Places >= r.Before.Places {
		t.Errorf("%s, then %s", r.Before, r.After)
	}
}

// TestFaultsThatDoNothingGo: of many events only those are left that it takes.
func TestFaultsThatDoNothingGo(t *testing.T) {
	w := wrongEngine(t, "no-drain")
	o := caught(t, w)[0]
	k := kept(t, o, w.MustFire...)
	c := o.Case
	setting := o.Setup.Setting
	c.Setting, c.Events = &setting, slices.Clone(o.Setup.Events)
	for i := range 50 {
		e, err := faults.Parse(fmt.Sprintf("delay client/1 to store by %dms at %dms for 1s", 1+i, 3000+i))
		if err != nil {
			t.Fatal(err)
		}
		c.Events = append(c.Events, e)
	}
	c.NoLog = false
	many, err := simulated().Run(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if _, shown := many.Shows(k.Invariant, k.Clause); !shown {
		t.Skip("the faults that do nothing did something")
	}
	if r := shrunk(t, &many, k); r.After.Spares > mostFaults || r.Runs > 150 {
		t.Errorf("%d events are left, in %d runs", r.After.Spares, r.Runs)
	}
}

// BenchmarkShrink is a typical violation; of what it reports, runs/op are those that it takes.
func BenchmarkShrink(b *testing.B) {
	w := wrongEngine(b, "no-drain")
	o := caught(b, w)[0]
	k := kept(b, o, w.MustFire...)
	runs := 0
	for b.Loop() {
		runs += shrunk(b, o, k).Runs
	}
	b.ReportMetric(float64(runs)/float64(b.N), "runs/op")
}

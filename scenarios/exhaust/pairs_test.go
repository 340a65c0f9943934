package exhaust_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"pawl/cmd/house/lengthy"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios/campaign"
	"pawl/scenarios/exhaust"
)

func pairsOf(t *testing.T, s exhaust.Subject, e engine.Engine, kinds ...string) *exhaust.Pairs {
	t.Helper()
	return &exhaust.Pairs{Exhaustion: *of(t, s, e), Kinds: kinds}
}

func runPairs(t *testing.T, ctx context.Context, x *exhaust.Pairs) *reports.Exhaust {
	t.Helper()
	r, err := x.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The reference survives a sample of the pairs of the small cluster, of all kinds, and what
// was left out of their product is stood for.
func TestReferenceSurvivesPairs(t *testing.T) {
	for name, kinds := range map[string][]string{"usual": faults.Core(), "some": {"drift", "join", "delay", "tear-writes", "halt"}} {
		t.Run(name, func(t *testing.T) {
			if name == "usual" {
				lengthy.Only(t, "some thousand runs of single faults come first")
			}
			x := pairsOf(t, exhaust.Small(), reference.Engine(), kinds...)
			x.Sample, x.Audit = 300, 150
			r := runPairs(t, t.Context(), x)
			p := r.Pairs
			if r.Verdict != reports.Pass || p.Run != 300 || p.Pairs < 50_000 || p.Classes < 200 || p.Pairs >= p.Product {
				t.Errorf("%s: %s", r.Verdict, p)
			}
			if a := p.Audit; a.Drawn != 150 || a.Both < 50 || a.Same+a.LeftOut != a.Drawn {
				t.Errorf("%+v", a)
			}
		})
	}
}

// Pairs that are interrupted, twice, come to what undivided ones come to, for any number of
// jobs; and shards of them together as well.
func TestPairsResume(t *testing.T) {
	lengthy.Only(t, "some thousand runs")
	e := planted(t, "lease-without-fence")
	whole := pairsOf(t, tiny(t), e, "crash", "halt")
	whole.Jobs, whole.Sample = 1, 1000
	want := runPairs(t, t.Context(), whole)
	if want.Pairs.Run != 1000 || want.Pairs.Violated == 0 {
		t.Fatalf("%s; %s", &want.Exhausted, want.Pairs)
	}
	x := *whole
	for _, at := range []struct {
		of    string
		after int
	}{{"first events", 20}, {"first events", 70}, {"pairs of faults", 200}, {"pairs of faults", 600}} {
		ctx, cancel := context.WithCancel(t.Context())
		x.Jobs, x.Watch = 3, func(what string, _ time.Time) campaign.Progress {
			if strings.HasPrefix(what, at.of) {
				return atLeast{at.after, cancel}
			}
			return stop{}
		}
		r := runPairs(t, ctx, &x)
		cancel()
		done := map[string]int{"first events": r.Run, "pairs of faults": r.Pairs.Run}[at.of]
		if !r.Interrupted || done < at.after || r.Pairs.Run == 1000 || r.State == "" || (r.Pairs.NoPairs == "") != (r.Run == r.Cells) {
			t.Fatalf("interrupted: %v, %s, %s, state %q", r.Interrupted, &r.Exhausted, r.Pairs, r.State)
		}
		s, err := exhaust.LoadPairState(r.State)
		if err != nil {
			t.Fatal(err)
		}
		x.GoOn = s
	}
	x.Watch = nil
	got := runPairs(t, t.Context(), &x)
	if got.Pairs.Resumed < 600 || got.Resumed != got.Cells {
		t.Errorf("%d cells and %d pairs were run before", got.Resumed, got.Pairs.Resumed)
	}
	if toldPairs(t, got) != toldPairs(t, want) {
		t.Errorf("got %s\nwant %s", toldPairs(t, got), toldPairs(t, want))
	}
	sum := 0
	for n := 1; n <= 3; n++ {
		part := *whole
		part.Shard = campaign.Shard{Number: n, Of: 3}
		r := runPairs(t, t.Context(), &part)
		if r.Pairs.Run != r.Pairs.Meant || r.Pairs.Parts != 3 {
			t.Errorf("part %d: %s", n, r.Pairs)
		}
		sum += r.Pairs.Violated
	}
	if sum != want.Pairs.Violated {
		t.Errorf("%d violated in three parts, %d in the whole", sum, want.Pairs.Violated)
	}
	x.Sample = 999
	if _, err := x.Run(t.Context()); !exhaust.Unfitting(err) {
		t.Errorf("a state of another sample: %v", err)
	}
}

// atLeast ends a context once so many are done.
type atLeast struct {
	after  int
	cancel context.CancelFunc
}

func (s atLeast) At(done, _ int) {
	if done >= s.after {
		s.cancel()
	}
}
func (atLeast) End() {}

// toldPairs is a result without what depends on how it came about.
func toldPairs(t *testing.T, r *reports.Exhaust) string {
	t.Helper()
	x, p := *r, *r.Pairs
	x.WallSeconds, x.Resumed, x.Pairs = 0, 0, &p
	p.Resumed, p.RunsPerSecond, p.HoursForAll = 0, 0, 0
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	dir := r.Violations[0].Repro[:strings.LastIndex(r.Violations[0].Repro, string(os.PathSeparator))]
	return strings.ReplaceAll(string(b), dir, "")
}

// thirdOwner does not look at stamps before it commits, once a rotation has changed hands
// twice: what nobody does who was tried with one owner's end at a time.
func thirdOwner() engine.Engine {
	return reference.Variant{Name: "third-owner", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		drain := s.Rotation[reference.Verified]
		s.Rotation[reference.Verified] = func(o *reference.Owner, version uint32) (reference.Pause, error) {
			if o.Record().Fence < handed {
				return drain(o, version)
			}
			return reference.Pause{}, o.CommitNow()
		}
	}}.Engine()
}

// handed is the fence of a key that was acquired for its two rotations, and for the second
// of them by two others.
const handed = 4

// An engine that stands the loss of one owner and not of two is not found by any single fault, of
// whatever kind, at any moment of the small cluster.
func TestSinglesDoNotFindThirdOwner(t *testing.T) {
	lengthy.Only(t, "some thousand runs")
	r := run(t, t.Context(), of(t, exhaust.Small(), thirdOwner()))
	if r.Verdict != reports.Pass || r.Run != r.Cells || r.Cells < 1000 || r.Bit < r.Cells/2 {
		t.Errorf("%s: %s; %v", r.Verdict, &r.Exhausted, r.Listed)
	}
}

// What no single fault finds a pair does: that engine is caught by two crashes, the repro has both
// events, and a replay shows it again.
func TestPairsFindWhatSinglesDoNot(t *testing.T) {
	lengthy.Only(t, "some thousand runs")
	e := thirdOwner()
	x := pairsOf(t, exhaust.Small(), e, "crash")
	x.Sample = 1500
	r := runPairs(t, t.Context(), x)
	if r.Verdict != reports.Violation || r.FaultFree != "passed" || r.Violated > 0 || r.Passed < 300 || r.Pairs.Violated == 0 || len(r.Violations) == 0 {
		t.Fatalf("%s: %s; %s", r.Verdict, &r.Exhausted, r.Pairs)
	}
	f := r.Violations[0]
	if len(f.Faults) != 2 || f.Run < 1 || f.Run > r.Pairs.Pairs || !strings.HasSuffix(f.Scenario, "--faults 2") {
		t.Errorf("pair %d of %s: it takes %q", f.Run, f.Scenario, f.Faults)
	}
	repro, err := campaign.LoadRepro(f.Repro)
	if err != nil {
		t.Fatal(err)
	}
	if replayed, err := campaign.Replay(t.Context(), simulated(), repro, e); err != nil || !replayed.Reproduced() {
		t.Errorf("not reproduced; error %v", err)
	}
	alone := *x
	alone.Only, alone.Sample = r.Pairs.Listed[0].First, 0
	alone.Audit = 20
	one := runPairs(t, t.Context(), &alone)
	if p := one.Pairs; p.Classes != 1 || p.Violated == 0 || p.Run != p.Pairs || p.Product != one.Cells-1 || p.Only != alone.Only || p.Stands != alone.Only || p.All() || one.State != "" {
		t.Errorf("alone: %s", p)
	}
	if a := one.Pairs.Audit; a.Drawn != 20 || a.Same != 20 || a.Both == 0 || a.Runs <= 20 {
		t.Errorf("alone: %+v", a)
	}
	alone.Only = "crash actor on commit.due #99 for 3s"
	if _, err := alone.Run(t.Context()); !exhaust.Unfitting(err) {
		t.Errorf("a cell that is not there: %v", err)
	}
	alone.Only = "halt on commit.due"
	if _, err := alone.Run(t.Context()); !exhaust.Unfitting(err) || !strings.Contains(err.Error(), "pairs are made of crash, and not of halt") {
		t.Errorf("a kind that is not asked for: %v", err)
	}
}

// On a small enough cluster all that was pruned is made as it is: every pair of the product
// leaves the trace of the run that stands for it, and what both find is the same.
func TestTheWholeProductIsStoodFor(t *testing.T) {
	lengthy.Only(t, "some thousand runs")
	x := pairsOf(t, tiny(t), reference.Engine(), "crash")
	x.Audit = 1_000_000
	r := runPairs(t, t.Context(), x)
	p := r.Pairs
	if r.Verdict != reports.Pass || p.Run != p.Pairs || p.Audit.Drawn != p.Product || p.Audit.Same != p.Product || p.Product < 5000 || p.Pairs*3 > p.Product {
		t.Errorf("%s: %s; %d of %d as they are: %v", r.Verdict, p, p.Audit.Same, p.Product, p.Audit.Different)
	}
}

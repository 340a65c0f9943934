package exhaust_test

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/reference"
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
	for name, kinds := range map[string][]string{"usual": exhaust.UsualKinds, "some": {"drift", "join", "delay", "tear-writes", "halt"}} {
		t.Run(name, func(t *testing.T) {
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
	e := planted(t, "lease-without-fence")
	whole := pairsOf(t, tiny(t), e, "crash", "pause")
	whole.Jobs, whole.Sample = 1, 1000
	want := runPairs(t, t.Context(), whole)
	if want.Violated > 0 || want.Pairs.Run != 1000 || want.Pairs.Violated == 0 {
		t.Fatalf("%s; %s", &want.Exhausted, want.Pairs)
	}
	x := *whole
	for _, after := range []int{200, 600} {
		ctx, cancel := context.WithCancel(t.Context())
		x.Jobs, x.Watch = 3, func(what string, _ time.Time) campaign.Progress {
			if strings.HasPrefix(what, "pairs of faults") {
				return atLeast{after, cancel}
			}
			return stop{}
		}
		r := runPairs(t, ctx, &x)
		cancel()
		if !r.Interrupted || r.Pairs.Run < after || r.Pairs.Run == 1000 || r.State == "" {
			t.Fatalf("interrupted: %v, %s, state %q", r.Interrupted, r.Pairs, r.State)
		}
		s, err := exhaust.LoadPairState(r.State)
		if err != nil {
			t.Fatal(err)
		}
		x.GoOn = s
	}
	x.Watch = nil
	got := runPairs(t, t.Context(), &x)
	if got.Pairs.Resumed < 600 {
		t.Errorf("%d pairs were run before", got.Pairs.Resumed)
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
	x.WallSeconds, x.Pairs = 0, &p
	p.Resumed, p.RunsPerSecond, p.HoursForAll = 0, 0, 0
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	dir := r.Violations[0].Repro[:strings.LastIndex(r.Violations[0].Repro, string(os.PathSeparator))]
	return strings.ReplaceAll(string(b), dir, "")
}

// What no single fault finds a pair does: an engine that lets go of nothing it should is
// caught, the repro has both events, and a replay shows it again.
func TestPairsFindWhatSinglesDoNot(t *testing.T) {
	e := planted(t, foundByPairs)
	x := pairsOf(t, tiny(t), e, "crash", "pause")
	x.Sample = 1000
	r := runPairs(t, t.Context(), x)
	if r.Verdict != reports.Violation || r.FaultFree != "passed" || r.Violated > 0 || r.Pairs.Violated == 0 || len(r.Violations) == 0 {
		t.Fatalf("%s: %s; %s", r.Verdict, &r.Exhausted, r.Pairs)
	}
	two := slices.IndexFunc(r.Violations, func(f reports.Failure) bool { return len(f.Faults) == 2 })
	if two < 0 {
		t.Fatal("each violation takes one event alone")
	}
	repro, err := campaign.LoadRepro(r.Violations[two].Repro)
	if err != nil {
		t.Fatal(err)
	}
	if replayed, err := campaign.Replay(t.Context(), simulated(), repro, e); err != nil || !replayed.Reproduced() {
		t.Errorf("not reproduced; error %v", err)
	}
}

const foundByPairs = "lease-without-fence"

package explain

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/library"
	"pawl/sim/cluster"
)

// asked is a question about the run that catches a wrong engine.
func asked(t *testing.T, name string, runs int) Puzzle {
	t.Helper()
	shelf, err := library.All()
	if err != nil {
		t.Fatal(err)
	}
	w, _ := wrong.Find(name)
	r := reproOf(t, &w, shelf)
	if r == nil {
		t.Fatalf("%s was not caught", name)
	}
	return Puzzle{Runner: scenarios.On(cluster.Simulated{}), Repro: r, Engine: w.Engine, Runs: runs, File: "a.repro"}
}

func answered(t *testing.T, q Puzzle) *reports.Why {
	t.Helper()
	r, err := q.Answer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestAnswer: of a failure that takes faults, all is told, and within the bound.
func TestAnswer(t *testing.T) {
	q := asked(t, "wall-clock-lease", 500)
	r := answered(t, q)
	if r.Verdict != reports.Explained || r.ExitCode != 0 || r.Partial || r.Runs > q.Runs || !r.BySeed {
		t.Errorf("%s, exit %d, partial %v, %d runs, by seed %v", r.Verdict, r.ExitCode, r.Partial, r.Runs, r.BySeed)
	}
	needed := 0
	for _, e := range r.Events {
		if e.Fault && e.Needed != reports.Needed {
			t.Errorf("it was reduced, and %s is %s", e.Event, e.Needed)
		}
		if e.Fault {
			needed++
		}
	}
	if needed == 0 || len(r.Windows) < needed || len(r.Curve) < 3 || r.Settled == nil || r.Nearest == nil {
		t.Errorf("%d faults, %d windows, %d points, settled %+v, nearest %+v", needed, len(r.Windows), len(r.Curve), r.Settled, r.Nearest)
	}
	if len(r.Guards) == 0 || r.Guards[0].Name != "node.env.Clock" || !r.Guards[0].Mends() {
		t.Errorf("guards: %+v", r.Guards)
	}
	if r.Nearest.Failing == r.Nearest.Passing {
		t.Errorf("nothing differs: %+v", r.Nearest)
	}
	for _, want := range []string{"takes", "What is missing: of nodes: time is read from the machine's monotonic clock"} {
		if !strings.Contains(r.Closing, want) {
			t.Errorf("%q lacks %q", r.Closing, want)
		}
	}
}

// TestAnswerForAnyJobs: the same, whatever runs at a time.
func TestAnswerForAnyJobs(t *testing.T) {
	q := asked(t, "cached-record", 200)
	var all []string
	for _, jobs := range []int{1, 3} {
		q.Jobs = jobs
		b, err := json.Marshal(answered(t, q))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(b))
	}
	if all[0] != all[1] {
		t.Errorf("one at a time:\n%s\nthree:\n%s", all[0], all[1])
	}
}

// TestAnswerWithFewRuns says what it is too few for, and makes no more.
func TestAnswerWithFewRuns(t *testing.T) {
	q := asked(t, "wall-clock-lease", LeastRuns)
	r := answered(t, q)
	if !r.Partial || len(r.LeftOut) == 0 || r.Runs > q.Runs || !strings.Contains(r.Closing, "--runs 40") {
		t.Errorf("partial %v, %v, %d runs: %s", r.Partial, r.LeftOut, r.Runs, r.Closing)
	}
}

// TestAnswerInterrupted keeps what was found, wherever it is cut off, and says nothing that it has
// not seen.
func TestAnswerInterrupted(t *testing.T) {
	q := asked(t, "cached-record", 400)
	for _, runs := range []int{2, 3, 60, 120} {
		ctx, stop := context.WithCancel(t.Context())
		q.Watch = func(string, time.Time) campaign.Progress { return after{runs, stop} }
		r, err := q.Answer(ctx)
		if err != nil || r.Verdict != reports.Interrupted || r.ExitCode != 130 || !r.Partial || runs >= 60 && len(r.Events) == 0 {
			t.Errorf("after %d: %+v, error %v", runs, r, err)
		}
		if !strings.HasPrefix(r.Closing, "Interrupted after ") || strings.Contains(r.Closing, "No single event") || strings.Contains(r.Closing, "more runs") {
			t.Errorf("after %d: %s", runs, r.Closing)
		}
		if left := slices.Contains(r.LeftOut, reports.LeftCurve); left && (r.Settled != nil || strings.Contains(r.Closing, "it was settled")) {
			t.Errorf("after %d it is settled at %+v, and that was not seen: %s", runs, r.Settled, r.Closing)
		}
		if !r.BySeed && !slices.Contains(r.LeftOut, reports.LeftSeed) {
			t.Errorf("after %d its seed does not draw it, and nobody has looked: %v", runs, r.LeftOut)
		}
		for _, w := range r.Windows {
			if w.Runs == 0 || w.From == "" {
				t.Errorf("after %d there is a window of nothing: %+v", runs, w)
			}
		}
	}
}

// TestFirstOther: what happens otherwise comes before what happens at another time, and that
// nothing does is said.
func TestFirstOther(t *testing.T) {
	h := func(at int, what string) campaign.Happening {
		return campaign.Happening{At: time.Duration(at), Who: "worker/1", What: what}
	}
	ours := []campaign.Happening{h(1, "records STAGED (revision 4)"), h(2, "dies"), h(3, "is back")}
	for name, x := range map[string]struct {
		theirs []campaign.Happening
		i      int
		in     string
	}{
		"another thing":  {[]campaign.Happening{h(1, "records STAGED (revision 9)"), h(9, "dies"), h(3, "is gone")}, 2, reports.InMeaning},
		"less":           {ours[:2], 2, reports.InMeaning},
		"more":           {append(slices.Clone(ours), h(4, "dies")), 3, reports.InMeaning},
		"at other times": {[]campaign.Happening{h(1, "records STAGED (revision 9)"), h(5, "dies"), h(6, "is back")}, 1, reports.InTime},
		"the same":       {slices.Clone(ours), 3, reports.InNothing},
	} {
		if i, in := firstOther(ours, x.theirs); i != x.i || in != x.in {
			t.Errorf("%s: %d, in %s", name, i, in)
		}
	}
}

// after stops when so many runs were made.
type after struct {
	runs int
	stop func()
}

func (a after) At(done, _ int) {
	if done >= a.runs {
		a.stop()
	}
}
func (after) End() {}

// TestTheEngineAlone: where no fault is needed, that is said, and nothing is moved.
func TestTheEngineAlone(t *testing.T) {
	r := answered(t, asked(t, "commits-the-same", 120))
	if !strings.Contains(r.Closing, "S16 needs no fault: the engine alone is wrong.") || !slices.Contains(r.FaultFree.Violated, "S16") {
		t.Errorf("%q, without faults %+v", r.Closing, r.FaultFree)
	}
}

// TestNothingToExplain: as replay says of a run that is another one now, or not violated.
func TestNothingToExplain(t *testing.T) {
	q := asked(t, "commits-the-same", 120)
	whole := q.Repro.Decisions
	q.Repro.Decisions = whole[:len(whole)/2]
	if r := answered(t, q); r.Verdict != reports.Nondeterministic || r.ExitCode != 6 || r.DivergedAt == nil || len(r.Guards)+len(r.Curve) > 0 {
		t.Errorf("half of its decisions: %s, exit %d, diverged %v", r.Verdict, r.ExitCode, r.DivergedAt)
	}
	q.Repro.Decisions = whole
	q.Repro.Violated[0].Invariant = "S13"
	if r := answered(t, q); r.Verdict != reports.CriterionMissed || r.ExitCode != 5 {
		t.Errorf("another invariant: %s, exit %d", r.Verdict, r.ExitCode)
	}
}

// atRandom is a question about a random run that catches a wrong engine by what it drew, so
// that some other draws do not.
func atRandom(t *testing.T, runs int) (Puzzle, *answer) {
	t.Helper()
	w, _ := wrong.Find("cached-record")
	runner := scenarios.On(cluster.Simulated{})
	for seed := uint64(1); seed < 20; seed++ {
		k, err := campaign.Hunt{Runner: runner, Engine: w.Engine, MustFire: w.MustFire, Seed: seed, MaxRuns: 50, Jobs: 1}.Random(t.Context())
		r := kept(t, runner, &w, k, err)
		if r == nil {
			continue
		}
		q := Puzzle{Runner: runner, Repro: r, Engine: w.Engine, Runs: runs}
		a, is, err := q.begin(t.Context())
		if err != nil || !is {
			t.Fatalf("it is not there again, error %v", err)
		}
		a.tellFaultFree(t.Context())
		a.broken = campaign.Broke(&a.failing, a.lab.id)
		a.branch(t.Context(), 8, 0)
		if p := a.point(0); p.failed < p.runs {
			return q, a
		}
	}
	t.Fatal("all that is caught fails whatever is drawn")
	return Puzzle{}, nil
}

// TestDecisionsOfAnotherSeed: where the seed does not draw what was decided, no event is moved,
// and what can be asked all the same is.
func TestDecisionsOfAnotherSeed(t *testing.T) {
	q, a := atRandom(t, 200)
	late := a.brokenBy()
	for n := range 40 {
		o, err := q.Runner.Run(t.Context(), a.continuation(late, n))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(o.Fired(), a.lab.id) || o.Hash == a.failing.Hash {
			continue
		}
		q.Repro.Decisions, q.Repro.Hash = o.Decisions, o.Hash
		q.Repro.Violated = q.Repro.Violated[:1]
		q.Repro.Violated[0].Invariant = a.lab.id
		r := answered(t, q)
		if r.Verdict != reports.Explained || r.BySeed || len(r.Windows)+len(r.Events) > 0 || len(r.Curve) == 0 {
			t.Errorf("%s, by seed %v, %d windows, %d events, %d points", r.Verdict, r.BySeed, len(r.Windows), len(r.Events), len(r.Curve))
		}
		return
	}
	t.Error("no continuation fails")
}

// TestTheCurveRises: what is settled at the end is not at the beginning, in a run that fails by
// what was drawn; and a continuation of all that was decided is the run itself.
func TestTheCurveRises(t *testing.T) {
	q, a := atRandom(t, 500)
	all := len(a.failing.Decisions)
	o, err := q.Runner.Run(t.Context(), a.continuation(all, 3))
	if err != nil || o.Diverged != nil || o.Hash != a.failing.Hash {
		t.Errorf("after all %d decisions it is another run: %+v, error %v", all, o.Diverged, err)
	}
	a.tellCurve(t.Context())
	points := a.r.Curve
	if first, last := points[0], points[len(points)-1]; first.Share >= last.Share || last.Share != 100 || a.r.Settled == nil || a.r.Steepest == nil {
		t.Errorf("from %+v to %+v, settled %+v", first, last, a.r.Settled)
	}
	if s := a.r.Settled; s != nil && s.Decision > 0 && s.At != clock(a.failing.Decided[s.Decision-1]) {
		t.Errorf("settled by decision %d, which was made at %s, and not at %s", s.Decision, clock(a.failing.Decided[s.Decision-1]), s.At)
	}
	if a.failing.Decided = nil; a.brokenBy() != 0 || a.madeBy(0) != 0 {
		t.Errorf("without a decision %d were made", a.brokenBy())
	}
	for _, p := range points {
		if p.Low > p.Share || p.High < p.Share {
			t.Errorf("%+v: outside its interval", p)
		}
	}
}

// TestNearer: the later the first other decision is the nearer, and the same events are nearer
// than others.
func TestNearer(t *testing.T) {
	n := &nearest{}
	for _, x := range []nearest{{first: 9}, {found: true, first: 5, planned: true}, {found: true, first: 8, planned: true}, {found: true, first: 2}, {found: true, first: 3}, {found: true, first: 3, run: scenarios.Case{Seed: 1}}, {found: true, first: 90, planned: true}} {
		n.take(x)
	}
	if want := (nearest{found: true, first: 3}); !reflect.DeepEqual(*n, want) {
		t.Errorf("%+v", *n)
	}
}

// TestAnyOfSeveral: where each fault can be spared, and not all, that is said.
func TestAnyOfSeveral(t *testing.T) {
	q := asked(t, "wall-clock-lease", 100)
	a, is, err := q.begin(t.Context())
	if err != nil || !is {
		t.Fatal(err)
	}
	a.r.Of, a.r.BySeed, a.passesWithout = "S2", true, true
	a.r.Events = []reports.ExplainedEvent{{Event: "crash owner at 3s for 2s", Fault: true, Needed: reports.NotNeeded}, {Event: "crash store at 3s for 2s", Fault: true, Needed: reports.NotNeeded}}
	a.settle(t.Context())
	if want := "S2 takes some of its faults: each single one can be left out, and not all."; !strings.Contains(a.r.Closing, want) {
		t.Errorf("%q, want %q", a.r.Closing, want)
	}
	a.r.Events[1].Needed = reports.NotKnown
	a.settle(t.Context())
	if strings.Contains(a.r.Closing, "each single one") {
		t.Errorf("%q, and of one it is not known", a.r.Closing)
	}
}

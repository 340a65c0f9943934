package follow_test

import (
	"fmt"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/faults"
	"pawl/live/follow"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// rotations is the store of a run with so many rotations.
func rotations(t *testing.T, n int) *tape {
	t.Helper()
	s := deploy.Setup{Engine: reference.Engine(), Seed: 1, NoLog: true, Setting: deploy.Setting{
		Pools: []deploy.Pool{{Name: "a", Nodes: 2}}, Workers: 2, Keys: []string{"pay"}, Policy: engine.StandardPolicy(), Think: time.Second,
	}}
	p := &s.Policy
	p.SealLease, p.OpenLease, p.OwnerLease = 2*time.Second, 3*time.Second, 2*time.Second
	p.PublishLead, p.PublishDeadline, p.DrainDeadline = 0, 4*time.Second, 3*time.Second
	p.Lifetime, p.Period = time.Second, 5*time.Second
	s.Duration = time.Duration(n+3) * p.Period
	for i := range n {
		window := fmt.Sprint("w", i)
		if i == 0 {
			window = deploy.Boot
		}
		s.Events = append(s.Events, faults.Event{Kind: faults.TriggerKind, Word: window, When: faults.When{At: time.Second + time.Duration(i)*p.Period}})
	}
	r, err := cluster.Simulated{}.Run(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return taped(s.Engine, s.Policy, r.History)
}

// TestWhatFollowingCosts counts the facts that are judged, each as often as it is: for four times
// the rotations about four times as many, and never more at once than a bound.
func TestWhatFollowingCosts(t *testing.T) {
	const together = 256
	cost := func(n int) (revisions, judged int) {
		x := rotations(t, n)
		f := follow.New(&x.engine, x.policy)
		f.Together(together)
		if found := x.play(f, 0); len(found) > 0 {
			t.Fatal(found[0].Invariant, found[0].Clause, found[0].Detail)
		}
		a := f.Account()
		if a.Cuts == 0 || a.Missed > 0 || a.Longest > together {
			t.Errorf("%d rotations: %d windows cut at rest, %d gaps, and as many as %d facts at once", n, a.Cuts, a.Missed, a.Longest)
		}
		return a.Revisions, a.Judged
	}
	few, once := cost(20)
	many, fourfold := cost(80)
	t.Logf("%d revisions: %d facts judged; %d revisions: %d", few, once, many, fourfold)
	if a, b := float64(once)/float64(few), float64(fourfold)/float64(many); b > 1.25*a || many < 3*few {
		t.Errorf("a revision costs %.1f facts of %d, and %.1f of %d", a, few, b, many)
	}
}

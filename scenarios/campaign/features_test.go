package campaign

import (
	"cmp"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/deploy"
)

// TestEveryFeatureTogether: what policy has beside the bare rotation is drawn apart, one or two
// in a run, so that a failure is understood. Here all of it is on at once, since features that
// each hold alone may not hold together. PAWL_RUNS makes more of these runs, as .ci/run does:
//
//	PAWL_RUNS=100000 PAWL_SEED=1 go test ./scenarios/campaign -run EveryFeature -v -timeout 1h
func TestEveryFeatureTogether(t *testing.T) {
	t.Cleanup(sim.CollectSeldom())
	c := Campaign{
		Runner: simulated(),
		Engine: reference.Engine(),
		Home:   withEveryFeature,
		Seed:   uint64(fromEnvironment(t, "PAWL_SEED", 1)),
		Runs:   fromEnvironment(t, "PAWL_RUNS", 40),
	}
	started := time.Now()
	f, err := c.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d runs in %s: %+v", f.Runs, time.Since(started).Round(time.Second), f.Outcomes)
	for _, failure := range f.Failures {
		t.Errorf("seed %d: %+v", failure.Outcome.Case.Seed, failure.Outcome.Report.Violations())
	}
	if f.Runs != c.Runs || f.Outcomes[scenarios.Passed] != c.Runs {
		t.Errorf("%d runs of %d, %+v", f.Runs, c.Runs, f.Outcomes)
	}
}

// withEveryFeature is a drawn run with all on that excludes nothing else; pools in turn and a
// spare do exclude one another, and take turns.
func withEveryFeature(e engine.Engine, seed uint64) deploy.Setup {
	s := deploy.Drawn(e, seed)
	drawn := slices.DeleteFunc(s.Events, func(e faults.Event) bool {
		return e.Kind == faults.TriggerKind && e.When.On == "" // below, when the anchor has a version
	})
	if len(s.Keys) == 1 {
		s.Keys = []string{"pay", "pay-2"}
		for i, e := range drawn {
			if e.When.On != "" { // of a rotation
				drawn[i].Key, drawn[i].When.Key = "pay", "pay"
			}
		}
	}
	features := func(p *engine.Policy) {
		p.Anchor = s.Keys[0]
		p.Rewrap = true
		p.SealLimit = max(s.Policy.SealLimit, 400)
		p.Due = cmp.Or(p.Due, 25*time.Second)
		p.Canary, p.Spare = seed%2 == 0, seed%2 == 1
	}
	features(&s.Policy)
	s.Policy.KeyLife = s.Policy.LeastKeyLife()
	if s.NewPolicy != nil {
		features(s.NewPolicy)
		both := s.Policy.LongerOf(*s.NewPolicy)
		s.Policy.KeyLife = both.LeastKeyLife()
		s.NewPolicy.KeyLife = s.Policy.KeyLife
	}
	s.Events = append(s.Schedule(), drawn...)
	s.Relying = deploy.Caches
	s.Duration += 25 * time.Second
	return s
}

func fromEnvironment(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s: %q, want a number from 1 on", name, text)
	}
	return n
}

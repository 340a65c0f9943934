package wrong_test

import (
	"slices"
	"testing"

	"pawl/checker"
	"pawl/engine/wrong"
	"pawl/faults"
	"pawl/sim"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

func TestCaught(t *testing.T) {
	for _, e := range wrong.All {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			var paper deploy.Paper // no run of these gets stuck, after which it could not be used again
			var desk checker.Desk
			for seed := range uint64(1000) {
				s := deploy.Drawn(e.Engine, seed)
				s.Paper, s.NoLog = &paper, true
				s.Events = append(s.Events, s.Plan(deploy.Turn{})...)
				r, err := cluster.Simulated{}.Run(t.Context(), s)
				if err != nil {
					t.Fatal(err)
				}
				rep := checker.Check(desk.Derive(r.History), checker.Options{})
				if invalid := append(rep.Invalid, r.History.Unfit(faults.All.Faults())...); len(invalid) > 0 {
					t.Fatal(seed, invalid)
				}
				if slices.ContainsFunc(r.Findings, func(f sim.Finding) bool { return f.Kind == sim.KindStall }) {
					t.Fatal(seed, "stuck")
				}
				for _, f := range r.Findings {
					t.Log(seed, f.Kind, f.Process, f.Detail, f.Stack)
				}
				fired := rep.Fired()
				if slices.ContainsFunc(e.MustFire, func(id string) bool { return slices.Contains(fired, id) }) {
					t.Logf("seed %d: %v", seed, fired)
					return
				}
			}
			t.Errorf("not caught by %v in 1000 runs", e.MustFire)
		})
	}
}

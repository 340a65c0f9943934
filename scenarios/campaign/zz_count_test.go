package campaign

import (
	"testing"

	"pawl/checker"
	"pawl/engine/reference"
	"pawl/sim"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

func TestZZCount(t *testing.T) {
	t.Cleanup(sim.CollectSeldom())
	n := map[string]int{}
	for i := range fromEnvironment(t, "PAWL_RUNS", 400) {
		s := deploy.Drawn(reference.Engine(), SeedOf(9, "", i))
		s.NoLog, s.Census = true, true
		s.Events = append(s.Events, s.Plan(deploy.Turn{Campaign: 9, N: i + 1})...)
		r, err := cluster.Simulated{}.Run(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		if s.Policy.KeyLife != 0 {
			seen["keylife"] = true
			if s.Policy.KeyLife < s.Duration {
				seen["keylife within run"] = true
			}
			if s.Policy.KeyLife < s.Healed {
				seen["keylife within faults"] = true
			}
		}
		if s.Policy.Anchor != "" {
			seen["anchor"] = true
		}
		anchorBusy := false
		for _, o := range r.Moments {
			switch {
			case o.Place.On == "undrain.applied":
				seen["undrained"] = true
			case o.Place.On == "halt.applied":
				seen["halted"] = true
			case s.Policy.Anchor != "" && o.Place.Key == s.Policy.Anchor && o.Place.On == "admit.applied":
				anchorBusy = true
			case s.Policy.Anchor != "" && o.Place.Key == s.Policy.Anchor && (o.Place.On == "settle.applied" || o.Place.On == "aborted.applied"):
				anchorBusy = false
			case anchorBusy && o.Place.Nth > 1 && o.Place.On == "admit.applied":
				seen["child admitted in anchor's rotation"] = true
			}
		}
		for _, a := range checker.Derive(r.History).Acts {
			seen["act "+a.Verb+" "+string(a.Outcome)] = true
		}
		for _, in := range r.Injections {
			if in.Event.Target == "operator" && in.Bit > 0 {
				seen["pager cut"] = true
			}
		}
		for k := range seen {
			n[k]++
		}
	}
	for k, v := range n {
		t.Log(k, v)
	}
}

package shrink_test

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/library"
	"pawl/scenarios/shrink"
	"pawl/sim"
	"pawl/sim/cluster"
)

// Most of the time of these tests is runs.
func TestMain(m *testing.M) {
	sim.CollectSeldom()
	m.Run()
}

func simulated() scenarios.Runner { return scenarios.On(cluster.Simulated{}) }

// caught are runs of a wrong engine in which what must catch it does: a random one, and one of the
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
	return all
}

// kept is what catches a run, and by which clause.
func kept(t testing.TB, o *scenarios.Outcome, mustFire []string) shrink.Kept {
	t.Helper()
	for _, id := range o.Fired() {
		if !slices.Contains(mustFire, id) {
			continue
		}
		for _, v := range o.Report.Violations() {
			if v.Invariant == id {
				return shrink.Kept{Invariant: id, Clause: v.Clause}
			}
		}
		return shrink.Kept{Invariant: id}
	}
	t.Fatal("nothing was violated")
	return shrink.Kept{}
}

func TestAll(t *testing.T) {
	var runs []int
	for _, w := range wrong.All {
		if only := os.Getenv("ONLY"); only != "" && only != w.Name {
			continue
		}
		for _, o := range caught(t, w) {
			k := kept(t, o, w.MustFire)
			started := time.Now()
			q := shrink.Shrinker{Runner: simulated()}
			r, err := q.Shrink(t.Context(), o, k)
			if err != nil {
				t.Errorf("%s: %v", w.Name, err)
				continue
			}
			runs = append(runs, r.Runs)
			nf := 0
			for _, e := range r.Outcome.Setup.Events {
				if scenarios.Spare(e) {
					nf++
				}
			}
			c := r.Outcome.Case
			c.Engine = reference.Engine()
			ref, err := simulated().Run(t.Context(), c)
			bad := ""
			if err != nil || len(ref.Fired()) > 0 || len(ref.Report.Invalid) > 0 {
				bad = fmt.Sprint("REFERENCE ", ref.Fired(), ref.Report.Invalid, err)
			}
			name := "random"
			if c.Scenario != nil {
				name = c.Scenario.Name
			}
			fmt.Printf("%-30s %-28s %-40s spare %d runs %3d %6.2fs least %v %s | %s -> %s %s\n", w.Name, name, k, nf, r.Runs, time.Since(started).Seconds(), r.Least, r.Ended, r.Before, r.After, bad)
			if os.Getenv("ONLY") != "" || cmp.Compare(nf, 3) > 0 {
				for _, e := range r.Outcome.Setup.Events {
					fmt.Println("    ", e)
				}
			}
			if os.Getenv("ONLY") != "" {
				for _, x := range r.Gone {
					fmt.Println("  gone", x)
				}
				for _, x := range r.Needed {
					fmt.Println("  needed", x)
				}
				fmt.Println(r.Drawing, r.Outcome.Setup.Setting.String())
			}
		}
	}
}

package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// played is a run in the days' setting, with these events.
func played(t *testing.T, e engine.Engine, seed uint64, events ...string) (*scenarios.Outcome, deploy.Result) {
	t.Helper()
	s := days(e, seed)
	for _, text := range events {
		ev, err := faults.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		s.Events = append(s.Events, ev)
	}
	return judged(t, s)
}

func judged(t *testing.T, s deploy.Setup) (*scenarios.Outcome, deploy.Result) {
	t.Helper()
	r, err := cluster.Simulated{}.Run(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	o := scenarios.Judge(s, r)
	return &o, r
}

func TestTry(t *testing.T) {
	for _, e := range []engine.Engine{Engine(), Docker()} {
		for seed := range uint64(4) {
			start := time.Now()
			o, r := played(t, e, seed)
			fmt.Println(e.Name, seed, time.Since(start), r.Steps, fmt.Sprintf("%x", r.Hash), len(o.Past.Seals), len(o.Past.Opens), o.Verdict(), r.Findings)
			for i, v := range o.Report.Violations() {
				if i < 3 {
					fmt.Println("   !", v.Invariant, v.Key, v.Detail)
				}
			}
			count := map[string]int{}
			for _, x := range o.Past.Seals {
				count[fmt.Sprint(x.Key, x.Version)]++
			}
			fmt.Println(count)
			ans := map[checker.Answer]int{}
			for _, x := range o.Past.Opens {
				ans[x.Answer]++
			}
			fmt.Println(ans)
		}
	}
}

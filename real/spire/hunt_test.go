package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pawl/scenarios"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

func TestHunt(t *testing.T) {
	start := time.Now()
	seen := map[string]int{}
	n := 0
	for seed := range uint64(300) {
		s := day(Engine(), seed)
		s.Events = append(s.Events, s.Plan(deploy.Turn{Campaign: 1, N: int(seed) + 1})...)
		r, err := cluster.Simulated{}.Run(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		n++
		o := scenarios.Judge(s, r)
		for _, f := range r.Findings {
			fmt.Println(seed, f)
		}
		if o.Verdict() != scenarios.Passed {
			fmt.Println(seed, o.Verdict(), o.Fired(), s.Faults(), o.Report.Invalid)
			for i, v := range o.Report.Violations() {
				if i < 2 {
					fmt.Println("   !", v.Invariant, v.Key, v.Detail)
				}
			}
			for _, id := range o.Fired() {
				seen[id]++
			}
		}
	}
	fmt.Println(n, time.Since(start), seen)
}

package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pawl/checker"
	"pawl/faults"
	"pawl/scenarios"
	"pawl/sim/cluster"
)

func TestDay(t *testing.T) {
	for seed := range uint64(3) {
		start := time.Now()
		s := day(Engine(), seed)
		r, err := cluster.Simulated{}.Run(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		o := scenarios.Judge(s, r)
		fmt.Println(seed, time.Since(start), r.Steps, fmt.Sprintf("%x", r.Hash), len(o.Past.Seals), len(o.Past.Opens), o.Verdict(), r.Findings)
		for _, v := range o.Report.Verdicts {
			if v.Judged {
				fmt.Println("  ", v.Invariant, v.Judged)
			}
		}
		for i, v := range o.Report.Violations() {
			if i < 5 {
				fmt.Println("   !", v)
			}
		}
		count := map[string]int{}
		for _, x := range o.Past.Seals {
			count[fmt.Sprint(x.Version)]++
		}
		fmt.Println(count)
		ans := map[checker.Answer]int{}
		for _, x := range o.Past.Opens {
			ans[x.Answer]++
		}
		fmt.Println(ans)
	}
	_ = faults.Event{}
}

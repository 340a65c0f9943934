package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pawl/checker"
	"pawl/scenarios"
	"pawl/sim/cluster"
)

func TestSmoke(t *testing.T) {
	for _, e := range Engines() {
		for seed := range uint64(4) {
			start := time.Now()
			s := day(e, seed)
			r, err := cluster.Simulated{}.Run(context.Background(), s)
			if err != nil {
				t.Fatal(err)
			}
			o := scenarios.Judge(s, r)
			fmt.Println(e.Name, seed, time.Since(start), r.Steps, fmt.Sprintf("%x", r.Hash), len(o.Past.Seals), len(o.Past.Opens), o.Verdict(), r.Findings)
			for i, v := range o.Report.Violations() {
				if i < 3 {
					fmt.Println("   !", v.Invariant, v.Detail)
				}
			}
			count := map[string]int{}
			for _, x := range o.Past.Seals {
				count[fmt.Sprint(x.Version)]++
			}
			ans := map[checker.Answer]int{}
			for _, x := range o.Past.Opens {
				ans[x.Answer]++
			}
			fmt.Println(count, ans)
		}
	}
}

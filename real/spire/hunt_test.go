package main

import (
	"context"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"
	"time"

	"pawl/checker"
	"pawl/scenarios"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

func TestHunt(t *testing.T) {
	start := time.Now()
	seen := map[string]int{}
	n, steps := 0, 0
	for seed := uint64(1); seed < 150; seed++ {
		s := day(Engine(), seed)
		s.Events = append(s.Events, s.Plan(deploy.Turn{Campaign: 1, N: int(seed) + 1})...)
		s.NoLog = true
		began := time.Now()
		r, err := cluster.Simulated{}.Run(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		n++
		steps += r.Steps
		o := scenarios.Judge(s, r)
		if r.Steps > 60000 {
			fmt.Println("BIG", seed, r.Steps, time.Since(began), s.Faults())
			if os.Getenv("BIG") != "" {
				c := map[string]int{}
				for _, a := range o.Past.Asks {
					c[a.By+" "+a.Verb+" "+a.To+" "+fmt.Sprint(a.Reply)]++
				}
				var l []string
				for k, v := range c {
					l = append(l, fmt.Sprintf("%8d %s", v, k))
				}
				sort.Strings(l)
				fmt.Println(strings.Join(l[max(0, len(l)-8):], "\n"))
			}
		}
		if o.Verdict() != scenarios.Passed {
			fmt.Println(seed, o.Verdict(), o.Fired(), s.Faults())
			for i, v := range o.Report.Violations() {
				if i < 1 {
					fmt.Println("   !", v.Invariant, v.Key, v.Detail)
				}
			}
			for _, id := range o.Fired() {
				seen[id]++
			}
		}
	}
	fmt.Println(n, steps, time.Since(start), seen)
	_ = checker.All
}

package cluster

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine/reference"
	"pawl/faults"
	"pawl/sim"
	"pawl/sim/deploy"
)

func TestTmpEnd(t *testing.T) {
	from, _ := strconv.Atoi(os.Getenv("FROM"))
	n, _ := strconv.Atoi(os.Getenv("N"))
	bad := 0
	counts := map[string]int{}
	for _, k := range faults.All {
		for seed := from; seed < from+n && bad < 5; seed++ {
			s := deploy.Standard(reference.Engine(), uint64(seed))
			p := &s.Policy
			p.SealLease, p.OpenLease, p.OwnerLease = 2*time.Second, 3*time.Second, 2*time.Second
			p.PublishLead, p.PublishDeadline, p.DrainDeadline, p.Lifetime, p.Period, p.Due = 500*time.Millisecond, 4*time.Second, 3*time.Second, 3*time.Second, 8*time.Second, 6*time.Second
			p.KeyLife = p.LeastKeyLife() + time.Duration(seed%4)*time.Second
			s.Think = time.Second
			s.Operator = seed%3 != 0
			s.Healed = 40 * time.Second
			s.Duration = 60 * time.Second
			s.Events = s.Schedule()
			if seed%2 == 0 {
				s.Events = append(s.Events, faults.Event{Kind: faults.TriggerKind, Word: "w3", When: faults.When{At: 30 * time.Second}})
			}
			sp := s.Space()
			sp.Kinds = []string{k.Name}
			if seed%2 == 0 {
				sp.Kinds = append(sp.Kinds, "halt", "partition", "replace", "crash")
			}
			s.Events = append(s.Events, faults.Random(func(place string) faults.Chooser { return sim.NewSource(s.Seed, place) }, sp, faults.Turn{})...)
			r, err := Simulated{}.Run(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			past := checker.Derive(r.History)
			rep := checker.Check(past, checker.Options{})
			for i := range past.Views {
				for _, e := range past.Views[i].Audit {
					if e.Cause == "deadline:key-life" && e.Transition == "ABORTING" {
						counts["abort"]++
					}
				}
			}
			for i := range past.Pages {
				counts[past.Pages[i].Halt.Playbook]++
			}
			if invalid := append(rep.Invalid, r.History.Unfit(faults.All.Faults())...); len(invalid) > 0 {
				t.Fatal(seed, invalid)
			}
			counts["runs"]++
			if len(rep.Fired()) > 0 || len(r.Findings) > 0 {
				bad++
				fmt.Println(k.Name, seed, rep.Fired(), s.Events[3:])
				for _, v := range rep.Verdicts {
					for i, x := range v.Violations {
						if i < 1 {
							fmt.Println("   ", v.Invariant, x.Detail)
						}
					}
				}
			}
		}
	}
	fmt.Println(counts)
}

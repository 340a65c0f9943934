package cluster

import (
	"fmt"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
)

func TestLook(t *testing.T) {
	s := Standard(engine.Reference().Engine("reference"), 1)
	s.Keep = true
	r, err := Run(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range r.History.Views {
		tr := ""
		for _, e := range v.Audit {
			tr += e.Transition + " by " + e.Owner
		}
		fmt.Println(v.At, v.Revision, v.Phase, v.Active, v.Next, "rev", v.Rev, v.Target, v.Floor, v.SealFloor, tr)
	}
	fmt.Printf("seals %d opens %d stamps %d events %d trace %d decisions %d\n", len(r.History.Seals), len(r.History.Opens), len(r.History.Stamps), r.Outcome.Events, len(r.Outcome.Trace), len(r.Outcome.Decisions))
	for _, f := range r.Outcome.Findings {
		fmt.Println(f.Kind, f.Process, f.Detail, f.Stack)
	}
	n := map[checker.Answer]int{}
	for _, o := range r.History.Opens {
		n[o.Answer]++
	}
	fmt.Println(n)
	for _, tr := range r.History.Triggers {
		fmt.Println(tr)
	}
	rep := checker.Check(r.History, checker.Options{Porcupine: time.Second})
	fmt.Println(rep.Invalid, rep.Fired(), rep.Goals)
	for _, v := range rep.Verdicts {
		fmt.Println(v.Invariant, v.Judged, v.WhyNot, v.Count, v.Violations)
	}
}

func BenchmarkRun(b *testing.B) {
	for i := range b.N {
		s := Standard(engine.Reference().Engine("reference"), uint64(i))
		s.Faults = s.Plan()
		if _, err := Run(s); err != nil {
			b.Fatal(err)
		}
	}
}

func TestMany(t *testing.T) {
	fired := map[string]int{}
	goals := map[string]int{}
	bit := 0
	shown := 0
	for i := range 300 {
		s := Standard(engine.Reference().Engine("reference"), uint64(i))
		s.Faults = s.Plan()
		r, err := Run(s)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Outcome.Findings {
			t.Log(i, f.Kind, f.Process, f.Detail, f.Stack)
		}
		for _, in := range r.Injections {
			if in.Bit > 0 {
				bit++
				break
			}
		}
		rep := checker.Check(r.History, checker.Options{})
		if len(rep.Invalid) > 0 {
			fired["invalid"]++
			t.Log(i, rep.Invalid)
		}
		for _, g := range rep.Goals {
			goals[g]++
		}
		for _, id := range rep.Fired() {
			fired[id]++
		}
		for _, v := range rep.Violations() {
			if shown++; shown < 20 {
				t.Log(i, v.Invariant, v.At, v.Detail)
				for _, f := range s.Faults {
					t.Log("    ", f)
				}
			}
		}
	}
	t.Log(fired, goals, bit)
}

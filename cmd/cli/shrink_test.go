package cli

import (
	"context"
	"os"

	"github.com/rogpeppe/go-internal/testscript"

	"pawl/engine/wrong"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/library"
	"pawl/sim/cluster"
)

// unshrunk ENGINE FILE [SCENARIO] writes the repro of a run, random or of a scenario, in which a wrong engine fails, with all that
// was drawn in it: check writes none like that.
func unshrunk(ts *testscript.TestScript, neg bool, args []string) {
	w, ok := wrong.Find(args[0])
	if neg || !ok {
		ts.Fatalf("unshrunk: want a wrong engine and a file")
	}
	d := scenarios.On(cluster.Simulated{})
	h := campaign.Hunt{Runner: d, Engine: w.Engine, MustFire: w.MustFire, Seed: 3, MaxRuns: 100}
	k, err := h.Random(context.Background())
	ts.Check(err)
	some, err := library.All()
	ts.Check(err)
	for _, s := range some {
		if len(args) > 2 && s.Name == args[2] {
			k, err = h.In(context.Background(), s)
			ts.Check(err)
		}
	}
	c := k.Outcome.Case
	c.NoLog = false
	o, err := d.Run(context.Background(), c)
	ts.Check(err)
	for _, v := range o.Report.Violations() {
		if v.Invariant == w.MustFire[0] {
			f := campaign.Failure{Violated: []campaign.Broken{{Invariant: v.Invariant, Sentence: v.Sentence, Violation: v}}, Outcome: &o}
			ts.Check(os.WriteFile(ts.MkAbs(args[1]), campaign.NewRepro(f).Bytes(), 0o644))
			return
		}
	}
	ts.Fatalf("unshrunk: %s was not caught", args[0])
}

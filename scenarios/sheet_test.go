package scenarios_test

import (
	"testing"

	"pawl/engine/reference"
	"pawl/scenarios"
	"pawl/sim"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// A run that is written over others is the same as one on memory of its own, whichever they
// were; and one that nobody has let go of stays as it is.
func TestLetGo(t *testing.T) {
	of := func(r scenarios.Runner, n int) scenarios.Outcome {
		t.Helper()
		o, err := r.Run(t.Context(), scenarios.Case{Engine: reference.Engine(), Seed: uint64(n), Turn: deploy.Turn{Campaign: 1, N: n}, NoLog: true})
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	var alone []scenarios.Digest
	const runs = 12
	for n := range runs {
		o := of(scenarios.On(cluster.Simulated{}), n)
		alone = append(alone, o.Digest())
	}
	one := scenarios.On(cluster.Simulated{})
	kept := of(one, 0)
	for i := range 2 * runs {
		n := i * 5 % runs
		o := of(one, n)
		if o.Digest() != alone[n] {
			t.Errorf("run %d is another one when it is written over others: its %v", n, o.Digest().Differs(alone[n]))
		}
		if o.LetGo(); o.History != nil || o.Past != nil {
			t.Error("it can still be looked at after it was let go")
		}
		o.LetGo() // once more gives nothing away
	}
	first, second := of(one, 1), of(one, 2)
	if first.Digest() != alone[1] || second.Digest() != alone[2] {
		t.Error("two runs were given the same memory")
	}
	if kept.Digest() != alone[0] {
		t.Error("a run that nobody has let go of was written over")
	}
}

// What is stuck in a run that was given up may still write: its memory is not used again.
func TestNoLettingGoOfFindings(t *testing.T) {
	o, err := scenarios.On(cluster.Simulated{}).Run(t.Context(), scenarios.Case{Engine: reference.Engine(), NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	o.Findings = append(o.Findings, sim.Finding{Kind: sim.KindStall})
	if o.LetGo(); o.History == nil {
		t.Error("a run with a finding was let go")
	}
}

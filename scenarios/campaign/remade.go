package campaign

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"pawl/engine"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/sim"
)

// A Remaking makes runs of which a result tells once more, for whoever has the evidence in his
// hands: the repros that belong to it, runs of its campaign, and fresh ones of the same engine.
// Which, nobody could know who made the evidence: they follow from what it is and from a word
// of the verifier's own.
type Remaking struct {
	Gate   *Gate          // that asks what the result answers
	Result *reports.Check // its answer
	Repros []*Repro
	Engine func(name string) (engine.Engine, error) // of a repro
	Word   string                                   // the evidence's digest and the verifier's nonce
	Runs   int                                      // of the campaign, and as many fresh ones
}

// Run makes them, in the order of repros, runs and fresh runs.
func (m *Remaking) Run(ctx context.Context) (all []reports.Remade, err error) {
	hashes, err := m.Result.Hashes()
	if err != nil {
		return nil, err
	}
	c, _ := m.Gate.campaign()
	if c.Total() < m.Result.Runs {
		return nil, fmt.Errorf("runs is %d, and a check of this engine with this many random runs and scenarios has %d: it was made by another build, or was changed", m.Result.Runs, c.Total())
	}
	for _, r := range m.Repros {
		x, err := m.repro(ctx, r)
		if err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	sum := sha256.Sum256([]byte(m.Word))
	seed := binary.LittleEndian.Uint64(sum[:])
	fresh := Campaign{Engine: c.Engine, Home: c.Home, Seed: seed, Runs: m.Runs}
	p := m.Gate.Watch.Begin("runs made again", m.Gate.until(0))
	defer p.End()
	picked := m.picked(seed)
	total := len(picked) + m.Runs
	InOrder(m.Gate.Jobs, total, func() bool { return ctx.Err() == nil }, func(i int) Making {
		if i < len(picked) {
			return MakeBriefly(ctx, c.Runner, c.Case(picked[i]), false)
		}
		return MakeBriefly(ctx, c.Runner, fresh.Case(i-len(picked)), false)
	}, func(i int, r Making) bool {
		if err = r.Err; err != nil {
			return false
		}
		o := &r.Outcome
		x := reports.Remade{What: "fresh", Name: scenarioOf(o.Case), Seed: fmt.Sprint(o.Case.Seed), Got: hexOf(o.Hash), Verdict: string(o.Verdict())}
		if i < len(picked) {
			recorded := hashes[picked[i]*reports.HashBytes:][:reports.HashBytes]
			x.What, x.Name = "run", fmt.Sprintf("run %d, %s", picked[i]+1, x.Name)
			x.Expected, x.Got = fmt.Sprintf("%x", recorded), x.Got[:2*reports.HashBytes]
			x.OK = bytes.Equal(recorded, o.Hash[:reports.HashBytes]) && !m.denies(o)
		} else {
			x.OK = !m.denies(o)
		}
		all = append(all, x)
		p.At(i+1, total)
		return true
	})
	return all, err
}

// denies says that a run is none that a result with this verdict can have.
func (m *Remaking) denies(o *scenarios.Outcome) bool {
	return m.Result.Verdict == reports.Pass && o.Verdict() != scenarios.Passed
}

// picked are the numbers of runs of the campaign, each once, in order.
func (m *Remaking) picked(seed uint64) (numbers []int) {
	for i := 0; len(numbers) < min(m.Runs, m.Result.Runs); i++ {
		n := sim.NewSource(seed, fmt.Sprintf("verify/%d", i)).Choose(m.Result.Runs)
		if at, there := slices.BinarySearch(numbers, n); !there {
			numbers = slices.Insert(numbers, at, n)
		}
	}
	return numbers
}

func (m *Remaking) repro(ctx context.Context, r *Repro) (reports.Remade, error) {
	x := reports.Remade{What: "repro", Name: r.Name(), Seed: fmt.Sprint(r.Seed), Expected: hexOf(r.Hash)}
	e, err := m.Engine(r.Engine)
	if err != nil {
		return x, err
	}
	again, err := Replay(ctx, simulated(), r, e)
	if err != nil {
		return x, err
	}
	x.Got, x.Verdict, x.OK = hexOf(again.Outcome.Hash), string(again.Outcome.Verdict()), again.Reproduced()
	return x, nil
}

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
// hands: runs of its campaign, fresh ones of the same engine, single faults and planted bugs.
// Which, nobody could know who made the evidence: they follow from what it is and from a word
// of the verifier's own.
type Remaking struct {
	Gate    *Gate          // that asks what the result answers
	Result  *reports.Check // its answer
	Singles SinglesRemaker // nil: no single fault is tried again
	Word    string         // the evidence's digest and the verifier's nonce
	Runs    int            // of the campaign, and as many fresh ones and single faults

	had  Had
	seed uint64
}

// Had is what came of it.
type Had struct {
	Remade  []reports.Remade
	Sampled []reports.Sampled
	Wrong   []string // in what the result is not what it must be
}

// RemakeRepro makes the run of a repro again.
func RemakeRepro(ctx context.Context, r *Repro, name string, e engine.Engine) (reports.Remade, error) {
	x := reports.Remade{What: reports.RemadeRepro, Name: name, Seed: fmt.Sprint(r.Seed), Expected: hexOf(r.Hash)}
	again, err := Replay(ctx, simulated(), r, e)
	if err != nil {
		return x, err
	}
	x.Got, x.Verdict, x.OK = hexOf(again.Outcome.Hash), string(again.Outcome.Verdict()), again.Reproduced()
	if !x.OK {
		x.Why = "it is not the run that was recorded, or what was violated in it is not"
	}
	return x, nil
}

// Run looks at what follows from the question first. Where another question was answered no run
// is made: none could be held against the result.
func (m *Remaking) Run(ctx context.Context) (Had, error) {
	hashes, err := m.Result.Hashes()
	if err != nil {
		return m.had, err
	}
	if m.had.Wrong = m.Gate.Held(m.Result); len(m.had.Wrong) > 0 {
		return m.had, nil
	}
	sum := sha256.Sum256([]byte(m.Word))
	m.seed = binary.LittleEndian.Uint64(sum[:])
	for _, some := range []func(context.Context) error{
		func(ctx context.Context) error { return m.campaign(ctx, hashes) }, m.singles, m.planted, m.atPorts,
	} {
		err := some(ctx)
		if ctx.Err() != nil {
			break // what was made is kept
		}
		if err != nil {
			return m.had, err
		}
	}
	return m.had, nil
}

// campaign makes runs of the campaign, and fresh ones.
func (m *Remaking) campaign(ctx context.Context, hashes []byte) (err error) {
	c, _ := m.Gate.campaign()
	first, _ := c.Shard.Range(c.Total())
	fresh := Campaign{Runner: c.Runner, Engine: c.Engine, Home: c.Home, Seed: m.seed, Runs: m.Runs}
	p := m.Gate.Watch.Begin("runs made again", m.Gate.until(0))
	defer p.End()
	picked := m.picked("verify", m.Runs, m.Result.Runs)
	counts := m.counted()
	total := len(picked) + m.Runs
	made := 0
	InOrder(m.Gate.Jobs, total, func() bool { return ctx.Err() == nil }, func(i int) Making {
		if i < len(picked) {
			return MakeBriefly(ctx, c.Runner, c.Case(first+picked[i]), false)
		}
		return MakeBriefly(ctx, fresh.Runner, fresh.Case(i-len(picked)), false)
	}, func(i int, r Making) bool {
		if r.Err != nil {
			if ctx.Err() == nil {
				err = r.Err
			}
			return false
		}
		o := &r.Outcome
		x := reports.Remade{What: reports.RemadeFresh, Name: scenarioOf(o.Case), Seed: fmt.Sprint(o.Case.Seed), Got: hexOf(o.Hash), Verdict: string(o.Verdict())}
		if i < len(picked) {
			recorded := hashes[picked[i]*reports.HashBytes:][:reports.HashBytes]
			x.What, x.Name = reports.RemadeRun, fmt.Sprintf("%d, %s", first+picked[i]+1, x.Name)
			x.Expected, x.Got = fmt.Sprintf("%x", recorded), x.Got[:2*reports.HashBytes]
			if x.Why = m.deniedBy(o, counts); !bytes.Equal(recorded, o.Hash[:reports.HashBytes]) {
				x.Why = "it is another run than the one that was recorded"
			}
		} else if m.sound() && o.Verdict() != scenarios.Passed {
			x.Why = fmt.Sprintf("a result with the verdict %s says that there is none such", m.Result.Verdict)
		}
		x.OK = x.Why == ""
		m.had.Remade = append(m.had.Remade, x)
		made = i + 1
		p.At(made, total)
		return true
	})
	m.sampled("runs of the campaign", min(made, len(picked)), m.Result.Runs)
	if m.Runs > 0 {
		m.had.Sampled = append(m.had.Sampled, reports.Sampled{What: "fresh random runs", Made: max(0, made-len(picked)), Chosen: true})
	}
	return err
}

// sampled notes how many of how many were made again.
func (m *Remaking) sampled(what string, made, of int) {
	m.had.Sampled = append(m.had.Sampled, reports.Sampled{What: what, Made: made, Of: of, Chosen: made > 0})
}

// sound says that a result says that nothing was wrong.
func (m *Remaking) sound() bool {
	return m.Result.Verdict == reports.Pass || m.Result.Verdict == reports.Partial
}

// counted is how many runs of each kind a result has left to tell of; a sample may not have more.
func (m *Remaking) counted() map[scenarios.Verdict]int {
	o := m.Result.Outcomes
	return map[scenarios.Verdict]int{scenarios.Passed: o.Passed, scenarios.Violated: o.Violated, scenarios.Inconclusive: o.Inconclusive,
		scenarios.Invalid: o.Invalid, scenarios.Unjudged: o.Unjudged, scenarios.Missed: o.Missed}
}

// deniedBy is what a result says that a run, made again, denies; "" if it denies nothing.
func (m *Remaking) deniedBy(o *scenarios.Outcome, counts map[scenarios.Verdict]int) string {
	v := o.Verdict()
	if counts[v]--; counts[v] < 0 {
		return fmt.Sprintf("outcomes has fewer runs that are %s", v)
	}
	for _, id := range o.Fired() {
		i := slices.IndexFunc(m.Result.Invariants, func(j reports.Judged) bool { return j.ID == id })
		if i >= 0 && m.Result.Invariants[i].Violated == 0 && !o.Beyond() {
			return fmt.Sprintf("it violates %s, and invariants says that no run does", id)
		}
	}
	s := o.Case.Scenario
	if s == nil {
		return ""
	}
	i := slices.IndexFunc(m.Result.Scenarios, func(x reports.ScenarioRuns) bool { return x.Name == s.Name })
	if i < 0 {
		return "scenarios does not have it"
	}
	if said := m.Result.Scenarios[i].Verdict; reports.Worst(said, verdictOf[v]) != said {
		return fmt.Sprintf("it is %s, and the scenario is said to come to %s", v, said)
	}
	return ""
}

// picked are some numbers below how many there are, each once, in order.
func (m *Remaking) picked(what string, some, of int) (numbers []int) {
	for i := 0; len(numbers) < min(some, of); i++ {
		n := sim.NewSource(m.seed, fmt.Sprintf("%s/%d", what, i)).Choose(of)
		if at, there := slices.BinarySearch(numbers, n); !there {
			numbers = slices.Insert(numbers, at, n)
		}
	}
	return numbers
}

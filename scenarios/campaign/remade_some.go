package campaign

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"pawl/engine/planted"
	"pawl/reports"
	"pawl/scenarios"
)

// SinglesRemaker makes the runs of some single faults once more: those that pick chooses of how many
// there are.
type SinglesRemaker interface {
	Remake(ctx context.Context, pick func(cells int) []int) (plan reports.Exhausted, made []MadeCell, err error)
}

// MadeCell is a single fault, tried again.
type MadeCell struct {
	Number  int // from 0
	Event   string
	Upshot  string
	Listed  bool // it speaks against the engine, or cannot be judged
	Outcome scenarios.Outcome
}

// singles tries some single faults again. A result counts what became of all, and does not say
// what became of each: none may be of a kind of which it counts none.
func (m *Remaking) singles(ctx context.Context) error {
	x := m.Result.Exhaust
	if m.Singles == nil || m.Gate.named() {
		if x != nil {
			m.had.Wrong = append(m.had.Wrong, "exhaust is not null, and this check tries no single faults")
		}
		return nil
	}
	if x == nil {
		if m.Result.Runs > 0 {
			m.had.Wrong = append(m.had.Wrong, "exhaust is null, and a check tries every single fault")
		}
		return nil
	}
	if x.FaultFree == reports.NotRun {
		return nil // it was interrupted before that
	}
	pick := func(cells int) []int {
		from, to := m.Gate.Shard.Range(cells)
		some := m.picked("single", m.Runs, min(to-from, x.Run))
		for i := range some {
			some[i] += from
		}
		return some
	}
	plan, made, err := m.Singles.Remake(ctx, pick)
	if err != nil || ctx.Err() != nil {
		return err
	}
	if !planOf(x, &plan) {
		m.had.Wrong = append(m.had.Wrong, fmt.Sprintf("exhaust speaks of %s of %s of the %s cluster, whose run without a fault is %s, and this build has %s of %s of the %s one, and that run is %s",
			reports.Count(x.Cells, "cell"), reports.Count(x.Moments, "moment"), x.Scenario, x.FaultFree, reports.Count(plan.Cells, "cell"), reports.Count(plan.Moments, "moment"), plan.Scenario, plan.FaultFree))
	}
	left := map[string]int{"passed": x.Passed, "violated": x.Violated, "inconclusive": x.Inconclusive,
		"invalid": x.Invalid, "not injected": x.NotInjected, "did not bite": x.DidNotBite} // looked up only
	for _, c := range made {
		one := reports.Remade{What: reports.RemadeSingle, Name: fmt.Sprintf("%d, %s", c.Number+1, c.Event), Seed: fmt.Sprint(c.Outcome.Case.Seed),
			Got: hexOf(c.Outcome.Hash), Verdict: c.Upshot}
		if left[c.Upshot]--; left[c.Upshot] < 0 && (c.Listed || x.Run == x.Cells) {
			one.Why = fmt.Sprintf("exhaust has fewer cells that are %q", c.Upshot)
		}
		one.OK = one.Why == ""
		m.had.Remade = append(m.had.Remade, one)
	}
	m.sampled("single faults", len(made), x.Run)
	return nil
}

// planOf says whether what was exhausted is what a plan has.
func planOf(x, plan *reports.Exhausted) bool {
	return x.Scenario == plan.Scenario && x.FaultFree == plan.FaultFree && x.Moments == plan.Moments && x.Cells == plan.Cells && x.NoCells == plan.NoCells
}

// fewHunted is how many bugs are hunted again, of those that are said to be caught: one may take
// hundreds of runs.
const fewHunted = 3

// planted hunts some wrong engines again. What was drawn, and is hunted in thousands of runs, is
// not among them.
func (m *Remaking) planted(ctx context.Context) error {
	h, engines := m.Gate.hunter()
	var caught []int
	for i, p := range m.Result.Planted {
		if p.Caught && !p.Drawn {
			caught = append(caught, i)
		}
	}
	some := m.picked("planted", min(m.Runs, fewHunted), len(caught))
	for _, n := range some {
		said := m.Result.Planted[caught[n]]
		again, err := h.hunt(ctx, &engines[caught[n]])
		if err != nil || ctx.Err() != nil {
			return err
		}
		m.hunted(said.Engine, said.Runs, again.Runs, again.Caught, reflect.DeepEqual(said, again))
	}
	if len(m.Result.Planted) > 0 {
		m.sampled("planted bugs", len(some), len(m.Result.Planted))
	}
	return nil
}

// atPorts hunts some bugs at the ports of the engine again.
func (m *Remaking) atPorts(ctx context.Context) error {
	h := m.Gate.portHunter(m.Result)
	var caught []int
	for i, b := range m.Result.PortBugs {
		if b.Caught {
			caught = append(caught, i)
		}
	}
	some := m.picked("ports", min(m.Runs, fewHunted), len(caught))
	for _, n := range some {
		said := m.Result.PortBugs[caught[n]]
		i := slices.IndexFunc(m.Gate.Bugs, func(b planted.Bug) bool { return b.Name == said.Bug })
		if i < 0 {
			m.had.Wrong = append(m.had.Wrong, fmt.Sprintf("port_bugs has %.60q, which is none", said.Bug))
			continue
		}
		again, err := h.hunt(ctx, &m.Gate.Bugs[i])
		if err != nil || ctx.Err() != nil {
			return err
		}
		m.hunted(said.Engine, said.Runs, again.Runs, again.Caught, reflect.DeepEqual(said, again))
	}
	if len(m.Result.PortBugs) > 0 {
		m.sampled("bugs at the engine's ports", len(some), len(m.Result.PortBugs))
	}
	return nil
}

// hunted notes a bug that was hunted again.
func (m *Remaking) hunted(name string, said, runs int, caught, same bool) {
	x := reports.Remade{What: reports.RemadeHunt, Name: name, Seed: fmt.Sprint(m.Gate.Seed), Verdict: "not caught", OK: same}
	if caught {
		x.Verdict = "caught"
	}
	if !same {
		x.Why = fmt.Sprintf("it is said to be caught after %s, by what is told of it; hunted again, it is %s after %s", reports.Count(said, "run"), x.Verdict, reports.Count(runs, "run"))
	}
	m.had.Remade = append(m.had.Remade, x)
}

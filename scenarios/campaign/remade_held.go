package campaign

import (
	"fmt"
	"reflect"
	"slices"

	"pawl/engine/planted"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios"
)

// Held says in what a result is none that this question can have as its answer. It makes no run:
// what it looks at follows from the question alone, or from other numbers of the result.
func (g *Gate) Held(r *reports.Check) (wrong []string) {
	c, leftOut := g.campaign()
	blank := &reports.Check{}
	fill(blank, newFindings(c))
	say := func(what string, got, want any) {
		if !reflect.DeepEqual(got, want) {
			wrong = append(wrong, fmt.Sprintf("%s is %.200s, and that of a check that asks this is %.200s", what, fmt.Sprint(got), fmt.Sprint(want)))
		}
	}
	say("engine", r.Engine, g.Engine.Name)
	say("contract", r.Contract, contract)
	say("strategy", r.Strategy, g.Strategy.told())
	say("seed", r.Seed, fmt.Sprint(g.Seed))
	say("assumptions", slices.Concat(r.Assumptions), assumptions)
	say("left_out", slices.Concat(r.LeftOut), slices.Concat(leftOut))
	say("policy", r.Policy, policyLines(c))
	say("kept_of_each", r.KeptOfEach, KeptFailures)
	if !g.anonymous() {
		say("scenarios", ranOf(r), ranOf(blank))
		say("runs_meant", r.RunsMeant, c.Meant())
	}
	say("invariants", scenarios.Names(r.Invariants, idOf), scenarios.Names(blank.Invariants, idOf))
	say("faults", scenarios.Names(r.Faults, kindOf), scenarios.Names(blank.Faults, kindOf))
	say("sometimes", goalsOf(r), goalsOf(blank))
	if at := g.turned(c, r); at != "" {
		wrong = append(wrong, at)
	}
	if w := r.Waivers; w != nil {
		for _, id := range reports.Broken(r.Violations) {
			if !slices.Contains(w.Waived, id) && !slices.Contains(w.Open, id) {
				wrong = append(wrong, fmt.Sprintf("waivers has %s neither among what is waived nor among what is open", id))
			}
		}
	}
	return append(wrong, g.heldPlanted(r)...)
}

// anonymous says that the scenarios of the question were named, and are not at hand.
func (g *Gate) anonymous() bool { return g.named() && len(g.Named) == 0 }

func ranOf(r *reports.Check) []string {
	return scenarios.Names(r.Scenarios, func(s reports.ScenarioRuns) string { return s.Name })
}

func idOf(j reports.Judged) string      { return fmt.Sprintf("%s: %s", j.ID, j.Sentence) }
func kindOf(f reports.FaultRuns) string { return f.Kind }

// goalsOf are the goals of a result, and which of them must be reached.
func goalsOf(r *reports.Check) []string {
	return scenarios.Names(r.Sometimes, func(g reports.Goal) string { return fmt.Sprintf("%s %v", g.Goal, g.Required) })
}

// turned says in what the runs are not the first so many of the campaign: what is started is
// always that, whatever ends it.
func (g *Gate) turned(c *Campaign, r *reports.Check) string {
	if g.anonymous() {
		return ""
	}
	from, _ := c.Shard.Range(c.Total())
	return r.Turned(from, from+r.Runs, len(c.Scenarios)*c.Each)
}

// heldPlanted says which bugs are not those that a check plants: all are hunted where nothing was
// violated, and only an interrupt leaves out those that come last.
func (g *Gate) heldPlanted(r *reports.Check) (others []string) {
	if g.anonymous() {
		return nil
	}
	said := scenarios.Names(r.Planted, func(p reports.Planted) string { return fmt.Sprintf("%s, drawn %v", p.Engine, p.Drawn) })
	atPorts := scenarios.Names(r.PortBugs, func(b reports.PortBug) string { return b.Engine })
	var engines, bugs []string
	if r.Runs > 0 && len(r.Violations) == 0 {
		h, all := g.hunter()
		engines = scenarios.Names(all, func(w wrong.Engine) string {
			return fmt.Sprintf("%s, drawn %v", w.Name, slices.Contains(h.drawn, w.Name))
		})
		if len(g.Bugs) > 0 && g.passed(r) > 0 {
			bugs = scenarios.Names(part(g.Shard, g.Bugs), func(b planted.Bug) string { return b.Called(g.Engine.Name) })
		}
	}
	for _, x := range []struct {
		what       string
		said, want []string
	}{{"planted", said, engines}, {"port_bugs", atPorts, bugs}} {
		if r.Interrupted {
			x.want = x.want[:min(len(x.want), len(x.said))]
		}
		if !slices.Equal(x.said, x.want) {
			others = append(others, fmt.Sprintf("%s has %s, and this check plants %s: %s", x.what, reports.Number(len(x.said)), reports.Number(len(x.want)), firstApart(x.said, x.want)))
		}
	}
	return others
}

// firstApart is the first thing in which two lists differ.
func firstApart(said, want []string) string {
	for i := range max(len(said), len(want)) {
		switch {
		case i >= len(said):
			return "not " + want[i]
		case i >= len(want):
			return said[i] + " is none of them"
		case said[i] != want[i]:
			return fmt.Sprintf("%s in place of %s", said[i], want[i])
		}
	}
	return "the same"
}

// Concluded is what the numbers of a result come to: its verdict, its last sentence and the
// command that it ends with, had again. What became of it under waivers is had again too.
func (g *Gate) Concluded(r *reports.Check) reports.Head {
	again := *r
	again.Decide(g.verdicts(&again)...)
	if again.Error != nil {
		again.Closing, again.Next = r.Closing, r.Next // what went wrong was outside of the runs
	} else {
		again.Closing, again.Next = g.closing(&again)
	}
	if again.Waivers != nil {
		again.Waive(again.Waivers)
	}
	return again.Head
}

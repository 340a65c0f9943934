package compliance

import (
	"fmt"
	"slices"
	"strings"

	"pawl/reports"
	"pawl/reports/controls"
)

// A backing is what stands behind a claim in this result, or speaks against it.
type backing struct {
	against []string // what was violated, or else contradicts it
	lacking []string // what was not judged or not run
	unknown []string // figures that were not measured, with what to do where that is not plain
	behind  []string // what was, with how often
	most    int      // runs of one of its scenarios
	runs    string   // the command that makes them again; "" if it is not known
}

// back looks for what a claim stands on.
func back(s *Set, r *controls.Relation) (b backing) {
	c := s.check()
	if len(s.different()) > 0 {
		b.against = append(b.against, "the same seed gave two different runs")
	}
	for _, id := range violatedIDs(s) {
		if !slices.ContainsFunc(c.Invariants, func(j reports.Judged) bool { return j.ID == id }) {
			b.against = append(b.against, "the engine's program failed: "+id) // no invariant is about that, and so every claim is
		}
	}
	if r.Passed && c.Verdict != reports.Pass && c.Runs > 0 {
		b.against = append(b.against, "the verdict of the campaign is: "+words(c.Verdict))
	}
	for _, id := range r.Invariants {
		b.invariant(s, id)
	}
	for _, name := range r.Scenarios {
		b.most = max(b.most, b.scenario(c, name))
	}
	for _, name := range r.Figures {
		if m := measured(s, name); m != "" {
			b.behind = append(b.behind, m)
		} else {
			b.unknown = append(b.unknown, lacking(c, name))
		}
	}
	if b.most > 0 {
		b.runs = scenarioCommand(c, r.Scenarios, b.most)
	}
	return b
}

// invariant looks for runs in which one was judged.
func (b *backing) invariant(s *Set, id string) {
	all := s.check().Invariants
	i := slices.IndexFunc(all, func(j reports.Judged) bool { return j.ID == id })
	switch {
	case slices.Contains(violatedIDs(s), id):
		b.against = append(b.against, id+" was violated")
	case i < 0:
		b.lacking = append(b.lacking, id+" was not judged")
	case all[i].Runs == 0:
		b.lacking = append(b.lacking, fmt.Sprintf("%s was not judged: %s", id, orSay(all[i].WhyNot, "nothing says why")))
	default:
		text := fmt.Sprintf("%s, judged in %s", id, reports.Count(all[i].Runs, "run"))
		if all[i].Without != "" {
			text += ", without: " + all[i].Without
		}
		b.behind = append(b.behind, text)
	}
}

// scenario looks for runs of one, and says how many there are.
func (b *backing) scenario(c *reports.Check, name string) int {
	i := slices.IndexFunc(c.Scenarios, func(x reports.ScenarioRuns) bool { return x.Name == name })
	switch {
	case i < 0 || c.Scenarios[i].Runs == 0:
		b.lacking = append(b.lacking, "scenario "+name+" was not run")
		return 0
	case c.Scenarios[i].Verdict == reports.Violation:
		b.against = append(b.against, fmt.Sprintf("in scenario %s something was violated", name))
	case c.Scenarios[i].Verdict != reports.Pass:
		b.lacking = append(b.lacking, fmt.Sprintf("scenario %s came to: %s", name, words(c.Scenarios[i].Verdict)))
	default:
		b.behind = append(b.behind, fmt.Sprintf("scenario %s, %s", name, reports.Count(c.Scenarios[i].Runs, "run")))
	}
	return c.Scenarios[i].Runs
}

// ofItsOwn are flags of the campaign's command that say which runs are made, and how; value
// says that a word follows.
var ofItsOwn = map[string]struct{ value bool }{"--runs": {true}, "--jobs": {true}, "--budget": {true}, "--scenario": {true}, "--json": {false}}

// scenarioCommand makes the runs of scenarios again, and no others: the campaign's command for
// other runs. A scenario's seeds follow from the campaign's and its name, so that they are
// the same beside others and alone. It is empty if the campaign's is not known.
func scenarioCommand(c *reports.Check, names []string, runs int) string {
	var kept []string
	words := strings.Fields(c.Again)
	for i := 0; i < len(words); i++ {
		flag, own := ofItsOwn[words[i]]
		switch {
		case !own:
			kept = append(kept, words[i])
		case flag.value:
			i++
		}
	}
	if len(kept) == 0 {
		return ""
	}
	return fmt.Sprintf("%s --runs %d --scenario %s", strings.Join(kept, " "), runs, strings.Join(names, " --scenario "))
}

// measured says of a figure that it was measured, and what it came to; "" if it was not.
func measured(s *Set, name string) string {
	c := s.check()
	switch name {
	case "bound":
		if sampled(c).why == "" {
			return "the bound of section 8"
		}
	case "matrix":
		if c.Matrix != nil {
			return fmt.Sprintf("the matrix of section 6, %s of it reached and %s left empty", reports.Count(c.Matrix.Reached, "cell"), reports.Number(len(c.Matrix.Empty)))
		}
	case "single-faults":
		if c.Exhaust != nil && c.Exhaust.Run > 0 {
			return fmt.Sprintf("single faults, %s of %s run", reports.Number(c.Exhaust.Run), reports.Count(c.Exhaust.Cells, "cell"))
		}
	case "wrong-engines":
		if all := wrongEngines(s); len(all) > 0 {
			return fmt.Sprintf("%d of %s caught", reports.Caught(all), reports.Count(len(all), "wrong engine"))
		}
	case "determinism":
		if c.Determinism.Twice > 0 {
			return fmt.Sprintf("%s made twice, the same both times", reports.Count(c.Determinism.Twice, "run"))
		}
	case "identity":
		if c.Identity != nil && c.Build.Revision != "" {
			return "the identity of section 2"
		}
	}
	return ""
}

func figureText(name string) string {
	for _, f := range controls.Figures {
		if f.Name == name {
			return f.Text
		}
	}
	return name
}

// lacking says why a figure is not there, and what to do.
func lacking(c *reports.Check, name string) string {
	if name == "identity" && c.Identity != nil {
		return "the revision of the source (run in a checkout of it, or build there with -buildvcs=true)"
	}
	return figureText(name)
}

// wrongEngines are those that were hunted: by a hunt of their own if there was one, else by
// the campaign.
func wrongEngines(s *Set) []reports.Planted {
	if s.Mutants != nil {
		return s.Mutants.Mutants
	}
	return s.check().Planted
}

// judgedIn is the least number of runs in which something that is behind a claim was judged: what
// it says of all of that is so in no more. Runs in which an assumption was broken are not among
// them.
func judgedIn(c *reports.Check, r *controls.Relation) int {
	least := c.Runs - beyondRuns(c)
	for _, j := range c.Invariants {
		if slices.Contains(r.Invariants, j.ID) {
			least = min(least, j.Runs)
		}
	}
	return least
}

// filler fills in the placeholders of a claim.
func filler(c *reports.Check, r *controls.Relation) func(string) string {
	identity := c.Identity
	if identity == nil {
		identity = &reports.Identity{}
	}
	values := map[string]string{
		"runs": reports.Count(judgedIn(c, r), "run"), "engine": c.Engine, "revision": revision(c), "fault_model": short(identity.FaultModel),
		"policy": short(identity.Policy), "scenarios": reports.Number(len(c.Scenarios)), "verdict": words(c.Verdict),
	}
	return func(name string) string { return orSay(values[name], notKnown) }
}

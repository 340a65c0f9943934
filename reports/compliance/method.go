package compliance

import (
	"fmt"

	"pawl/reports"
	"pawl/reports/paper"
)

// method says how runs come about and how they are judged.
func method(s *Set) []paper.Block {
	c := s.check()
	all := []paper.Block{
		say("A run is the engine's code in a simulated deployment: virtual time, one seed, and a log of every choice that was made by it. The same seed gives the same run, on any machine. The seed of each run follows from the campaign's seed, %s, the name of the scenario, and the number of the run; so do the setting, the policy and the faults of a random run.", orSay(c.Seed, notKnown)),
		say("What an observer could see of a run is a history: requests, answers, writes of the store, faults. A checker that shares no code with the engine judges it by the invariants of section 5. What the engine says of itself is held against what was seen at its ports."),
		say("What the checker can not decide: whether an order of operations exists where the search for one was given up (such a run is inconclusive, and no pass); what an engine does not offer to be seen (not judged); and whatever lies outside of the invariants."),
		heading("Whether the simulator is deterministic"),
	}
	if c.Determinism.Twice == 0 {
		all = append(all, missing("Determinism", "No run was made twice."))
	} else {
		all = append(all, say("%s", c.Determinism.String()))
	}
	if different := s.different(); len(different) > 0 {
		all = append(all, paper.Callout{Tone: paper.Bad, Title: "Not the same", Text: "What these runs show cannot be relied on."}, paper.List{Items: different})
	}
	all = append(all, heading("The policy that is not drawn"))
	if len(c.Policy) == 0 {
		all = append(all, missing("Policy", "The result does not have it in words."))
	} else {
		t := table("", []string{"Policy", "Value", "What it is"})
		for _, p := range c.Policy {
			t.Rows = append(t.Rows, paper.Cells(p.Name, p.Value, p.Text))
		}
		all = append(all, t)
	}
	return append(append(all, heading("A rotation without faults")), usual(c.Timeline)...)
}

// usual draws a rotation without faults, which is what is usual if its run passed.
func usual(t *reports.Timeline) []paper.Block {
	if t == nil || len(t.Phases) == 0 {
		return []paper.Block{missing("A typical rotation", "No run without faults was made, or the engine does not tell of its record.")}
	}
	phases, owners, marks := paper.Lane{Name: "phase"}, paper.Lane{Name: "owner"}, paper.Lane{Name: "moments"}
	from := t.Phases[0].From
	end := 0.0
	for _, p := range t.Phases {
		phases.Spans = append(phases.Spans, paper.Span{From: p.From - from, To: p.To - from, Text: p.Phase, Tone: paper.Good})
		last := len(owners.Spans) - 1
		if owner := orSay(p.Owner, "nobody"); last >= 0 && owners.Spans[last].Text == owner {
			owners.Spans[last].To = p.To - from
		} else {
			owners.Spans = append(owners.Spans, paper.Span{From: p.From - from, To: p.To - from, Text: owner})
		}
		end = max(end, p.To-from)
	}
	facts := table("Moments, in seconds since the rotation was admitted", []string{"Moment", "At#", "What it is"})
	for _, m := range t.Marks {
		marks.Spans = append(marks.Spans, paper.Span{From: m.At - from, To: m.At - from, Text: m.Mark, Tone: paper.Doubt})
		facts.Rows = append(facts.Rows, paper.Cells(m.Mark, thousandths(m.At-from), m.Text))
	}
	all := []paper.Block{}
	if t.Verdict != passed {
		all = append(all, paper.Callout{Tone: paper.Doubt, Title: "Not what is usual", Text: fmt.Sprintf("This very run came to: %s. It shows what the engine did, and is no measure of what it should do.", t.Verdict)})
	}
	return append(all,
		say("One run without faults, run seed %s, verdict %s: key %s, window %s, from version %d to version %d.", t.Seed, t.Verdict, t.Key, t.Window, t.From, t.To),
		paper.TimeLine("A rotation without faults", "The phases of one rotation, who owned it, and when its barriers passed, in seconds since it was admitted.", end, []paper.Lane{phases, owners, marks}),
		facts, versions(t, from))
}

// passed is what a run came to in which all went well.
const passed = "passed"

// versions draws what became of the version that was replaced, and of the one that replaced it.
func versions(t *reports.Timeline, from float64) paper.Block {
	var lanes []paper.Lane
	end := 0.0
	for _, v := range t.Versions {
		name := "version " + reports.Number(int(v.Version))
		if n := len(lanes); n == 0 || lanes[n-1].Name != name {
			lanes = append(lanes, paper.Lane{Name: name})
		}
		lane := &lanes[len(lanes)-1]
		lane.Spans = append(lane.Spans, paper.Span{From: v.From - from, To: v.To - from, Text: v.State})
		end = max(end, v.To-from)
	}
	return paper.TimeLine("What became of both versions", "The states of the version that was replaced and of the one that replaced it, until the run ended.", end, lanes)
}

package compliance

import (
	"fmt"
	"slices"
	"strings"

	"pawl/reports"
	"pawl/reports/paper"
)

// failures tells one failure of each invariant, for whoever has to mend it.
func failures(s *Set) (all []paper.Block) {
	list := s.violations()
	if len(list) == 0 {
		if s.check().Outcomes.Violated > 0 {
			return []paper.Block{missing("Failures", "Runs violated something, and the result does not tell of them.")}
		}
		if !s.judged() {
			return []paper.Block{say("Nothing is known of violations: nothing was judged.")}
		}
		return []paper.Block{say("Nothing, in what was judged.")}
	}
	all = append(all, missing("Of each failure", "The first state that differs from the nearest run that passes, the places in the code, and whether it still fails on another tree. Of its run there are what it takes, the story, and the command that replays it."))
	var told []string
	for i := range list {
		f := &list[i]
		if slices.Contains(told, f.Invariant) {
			continue
		}
		told = append(told, f.Invariant)
		all = append(all, failure(f)...)
		if more := count(list, f.Invariant) - 1; more > 0 {
			all = append(all, say("%s of it kept beside this one.", reports.Count(more, "more failure")))
		}
	}
	return all
}

func count(list []reports.Failure, id string) (n int) {
	for i := range list {
		if list[i].Invariant == id {
			n++
		}
	}
	return n
}

// failure tells what must hold, what happened, what it takes, the command, and the story.
func failure(f *reports.Failure) []paper.Block {
	where := "a random run"
	if f.Scenario != "standard" {
		where = f.Scenario
	}
	if f.Key != "" {
		where += ", key " + f.Key
	}
	all := []paper.Block{
		paper.Callout{Tone: paper.Bad, Title: f.Invariant + ": " + f.Sentence, Text: f.Detail},
		say("In %s, run seed %s, at %s of simulated time. %s", where, f.Seed, f.At, f.Left()),
	}
	if takes := f.Takes(); len(takes) > 0 {
		all = append(all, paper.List{Items: takes})
	}
	if f.Command == "" {
		all = append(all, say("It cannot be replayed: it was not the same when it was made again, or its file could not be written."))
	} else {
		all = append(all, paper.Code{Text: f.Command})
	}
	t := table(fmt.Sprintf("What led to %s", f.Invariant), []string{"At (s)#", "Who", "What"})
	for _, m := range f.Story {
		tone := paper.Plain
		switch m.Kind {
		case reports.Ending:
			tone = paper.Bad
		case reports.Missing:
			tone = paper.Doubt
		case reports.Gap:
			tone = paper.Quiet
		}
		t.Rows = append(t.Rows, toned(tone, strings.TrimSuffix(m.At, " s"), m.Who, m.What))
	}
	if len(t.Rows) > 0 {
		all = append(all, t)
	}
	return all
}

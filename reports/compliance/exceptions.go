package compliance

import (
	"fmt"
	"slices"
	"strings"

	"pawl/reports"
	"pawl/reports/paper"
)

// exceptions are what is open: what was found, what was left undecided, and what somebody lets
// stand.
func exceptions(s *Set) []paper.Block {
	c := s.check()
	all := []paper.Block{heading("Open counterexamples")}
	all = append(all, counterexamples(s)...)
	all = append(all, heading("Runs that could not be judged"))
	if len(c.Unjudged) == 0 {
		all = append(all, say("None is told of."))
	} else {
		all = append(all, paper.List{Items: c.Unjudged})
	}
	all = append(all, heading("Waivers"))
	return append(all, waivers(s)...)
}

func counterexamples(s *Set) []paper.Block {
	list := s.violations()
	if len(list) == 0 {
		if violated := s.check().Outcomes.Violated; violated > 0 {
			return []paper.Block{say("%s violated something, and are not told.", reports.Count(violated, "run"))}
		}
		return []paper.Block{say("None.")}
	}
	t := table("Each with what it takes", []string{"Invariant", "Run seed", "In", "It takes"})
	var commands []string
	for i := range list {
		f := &list[i]
		takes := orSay(strings.Join(f.Faults, "; "), "no fault at all")
		if f.Command == "" {
			takes += "; it cannot be replayed"
		} else if !slices.Contains(commands, f.Command) {
			commands = append(commands, f.Command)
		}
		t.Rows = append(t.Rows, paper.Cells(f.Invariant, f.Seed, f.Scenario, takes))
	}
	if len(commands) == 0 {
		return []paper.Block{t}
	}
	return []paper.Block{t, say("To replay them, in the same order:"), command(strings.Join(commands, "\n"))}
}

// waivers tells each with its owner and until when; one that has run out is none.
func waivers(s *Set) []paper.Block {
	all := judgedUnder(s.check().Waivers)
	switch {
	case len(s.Waivers) == 0 && len(all) == 0:
		return []paper.Block{say("None was handed in.")}
	case len(s.Waivers) == 0:
		return append(all, missing("Owners and reasons", "The result has only what became of its waivers. Hand in their file as well, by --waivers."))
	}
	t := table("", []string{"Finding", "Why it may stand", "Owner", "Until"})
	for _, w := range s.Waivers {
		until, tone := orSay(w.Expires, "no date: it is no waiver"), paper.Plain
		if today := ended(s.check()); w.Expires == "" || today != "" && w.Expires < day(today) {
			tone = paper.Bad
			if w.Expires != "" {
				until = fmt.Sprintf("%s: it had run out", w.Expires)
			}
		}
		t.Rows = append(t.Rows, toned(tone, w.Invariant, w.Reason, orSay(w.Owner, "nobody: it is no waiver"), until))
	}
	return append(all, t, say("A waiver changes no figure of this document."))
}

// judgedUnder is what became of the waivers that the verdict was made under.
func judgedUnder(w *reports.Waivers) []paper.Block {
	if w == nil {
		return nil
	}
	return []paper.Block{say("The result was judged under the waivers of %s. Violated, and let pass by one: %s. Violated, and let pass by none: %s. Waivers that had run out: %s.",
		w.File, orSay(strings.Join(w.Waived, ", "), "nothing"), orSay(strings.Join(w.Open, ", "), "nothing"), orSay(strings.Join(w.Expired, "; "), "none"))}
}

// day is that of a moment in RFC 3339.
func day(moment string) string {
	date, _, _ := strings.Cut(moment, "T")
	return date
}

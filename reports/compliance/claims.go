package compliance

import (
	"strings"

	"pawl/reports/controls"
	"pawl/reports/paper"
)

// claims is the first page, and then one sentence for each control, with its tier and its
// limit.
func claims(s *Set) []paper.Block {
	all := summary(s)
	relations, err := controls.All()
	if err != nil {
		return append(all, missing("Claims", "The control map of this build cannot be read: "+err.Error()))
	}
	all = append(all, heading("Claims, by control"),
		say("A claim is printed only if every invariant behind it was judged in this result and violated in none, every scenario behind it was run and passed, and every figure behind it was measured. The number of runs in a claim is that of what was judged in the fewest. Section 10 has what is behind each, with the command that makes those runs again."))
	t := table("What this result is relevant to", []string{"Controls", "Evidence", "What it shows", "What it does not"})
	for i := range relations {
		r := &relations[i]
		text, tone := claimed(s, r)
		t.Rows = append(t.Rows, []paper.Cell{{Text: r.String()}, {Text: r.Strength.Name()}, {Text: text, Tone: tone}, {Text: r.Never}})
	}
	all = append(all, t)
	var tiers []string
	for _, x := range controls.Strengths {
		tiers = append(tiers, x.Name+": "+x.Text)
	}
	return append(all, paper.List{Items: tiers})
}

// claimed is a claim, or why it is not made.
func claimed(s *Set, r *controls.Relation) (string, paper.Tone) {
	if r.Strength == controls.None {
		return "Nothing is claimed.", paper.Quiet
	}
	b := back(s, r)
	switch {
	case len(b.against) > 0:
		return "Not claimed, since this result speaks against it: " + strings.Join(b.against, "; ") + ".", paper.Bad
	case len(b.lacking) > 0:
		return noRunBehind + ": " + strings.Join(b.lacking, "; ") + ".", paper.Doubt
	case len(b.unknown) > 0:
		return "Not claimed, since what it needs was " + notMeasured + " in this result: " + strings.Join(b.unknown, "; ") + ".", paper.Doubt
	}
	return r.Filled(filler(s.check(), r)), paper.Plain
}

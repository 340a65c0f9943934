package brief

import (
	"fmt"
	"strings"

	"pawl/reports"
	"pawl/reports/paper"
)

// most is how many of a kind are told.
const most = 10

// longest is how much of a text is told. With it a page stays far below a mebibyte, which is all
// that GitHub shows of a step.
const longest = 2000

// Compose tells a result in short.
func Compose(r reports.Result) paper.Document {
	h := reports.HeadOf(r)
	word := strings.ToUpper(strings.ReplaceAll(string(h.Verdict), "_", " "))
	tone := paper.Bad
	switch h.Verdict {
	case reports.Pass:
		tone = paper.Good
	case reports.Partial:
		tone = paper.Doubt
	}
	blocks := []paper.Block{paper.Callout{Tone: tone, Title: word, Text: short(said(h))}}
	if h.Next != "" {
		blocks = append(blocks, paper.Code{Text: h.Next})
	}
	switch r := r.(type) {
	case *reports.Check:
		blocks = append(blocks, violations(r.Violations)...)
		blocks = append(blocks, against(r.Baseline)...)
		blocks = append(blocks, counts(r)...)
	case *reports.Exhaust:
		blocks = append(blocks, violations(r.Violations)...)
		blocks = append(blocks, paper.Paragraph{Text: r.Exhausted.String() + "."})
	case *reports.Mutants:
		blocks = append(blocks, paper.Paragraph{Text: fmt.Sprintf("%d of %s caught.", reports.Caught(r.Mutants), reports.Count(len(r.Mutants), "wrong engine"))})
	}
	return paper.Document{Title: "Pawl " + h.Command, Sections: []paper.Section{{ID: "result", Title: "Result", Blocks: blocks}}}
}

func said(h *reports.Head) string {
	if h.Error != nil {
		return h.Error.Message
	}
	return h.Closing
}

// violations are those of each invariant, the clearest of them.
func violations(all []reports.Failure) (blocks []paper.Block) {
	t := paper.Table{Caption: "What was violated", Columns: []paper.Column{{Title: "Invariant"}, {Title: "What must hold"}, {Title: "What happened"}, {Title: "It takes"}}}
	var commands []string
	told := map[string]bool{} // looked up only
	for i := range all {
		f := &all[i]
		if told[f.Invariant] {
			continue
		}
		told[f.Invariant] = true
		if len(t.Rows) == most {
			continue
		}
		t.Rows = append(t.Rows, paper.Cells(f.Invariant, short(f.Sentence), short(f.Detail), short(strings.Join(f.Takes(), "; "))))
		if f.Command != "" {
			commands = append(commands, f.Command)
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	blocks = append(blocks, t)
	if more := len(told) - len(t.Rows); more > 0 {
		blocks = append(blocks, paper.Paragraph{Text: fmt.Sprintf("And %s more.", reports.Count(more, "invariant"))})
	}
	if len(commands) > 0 {
		blocks = append(blocks, paper.Paragraph{Text: "To have them again:"}, paper.Code{Text: strings.Join(commands, "\n")})
	}
	return blocks
}

// against is what is otherwise than in the base.
func against(a *reports.Against) []paper.Block {
	if a == nil {
		return nil
	}
	t := paper.Table{Caption: "Against " + a.File, Columns: []paper.Column{{Title: "Since then"}, {Title: "What"}, {Title: "Which"}}}
	gone := "not seen again"
	if a.SameRuns {
		gone = "fixed"
	}
	left := 0
	for _, part := range []struct {
		label string
		tone  paper.Tone
		all   []reports.Deficit
	}{{"new", paper.Bad, a.New}, {gone, paper.Good, a.Fixed}, {"on the base too", paper.Quiet, a.Unchanged}} {
		for i, d := range part.all {
			if i == most {
				left += len(part.all) - most
				break
			}
			t.Rows = append(t.Rows, []paper.Cell{{Text: part.label, Tone: part.tone}, {Text: d.Kind}, {Text: short(d.Name)}})
		}
	}
	switch {
	case len(t.Rows) == 0:
		return []paper.Block{paper.Paragraph{Text: "Nothing is wrong, here or in " + a.File + "."}}
	case left > 0:
		return []paper.Block{t, paper.Paragraph{Text: fmt.Sprintf("And %s more.", reports.Number(left))}}
	}
	return []paper.Block{t}
}

// counts is what was run.
func counts(c *reports.Check) []paper.Block {
	rows := [][]paper.Cell{
		paper.Cells("engine", c.Engine),
		paper.Cells("runs", c.Outcomes.String()),
		paper.Cells("trace hash", c.TraceHash),
	}
	if c.Exhaust != nil {
		rows = append(rows, paper.Cells("single faults", c.Exhaust.String()))
	}
	if len(c.Planted) > 0 {
		rows = append(rows, paper.Cells("planted bugs", fmt.Sprintf("%d of %d caught", reports.Caught(c.Planted), len(c.Planted))))
	}
	if c.Again != "" {
		rows = append(rows, paper.Cells("the same again", c.Again))
	}
	return []paper.Block{paper.Table{Caption: "What was run", Columns: []paper.Column{{Title: ""}, {Title: ""}}, Rows: rows}}
}

// short is a text, or its beginning.
func short(text string) string {
	letters := []rune(text)
	if len(letters) <= longest {
		return text
	}
	return string(letters[:longest]) + " …"
}

package specimen

import (
	"fmt"

	"pawl/reports/paper"
)

// Long is as long as a report may become: 50 failures, each with its story and its picture,
// and a ledger with so many rows.
func Long(rows int) paper.Document {
	d := paper.Document{Title: "A long report", Subtitle: "As long as they come", Stamp: "Specimen – not signed"}
	failures := paper.Section{ID: "failures", Title: "Failures"}
	for i := range 50 {
		failures.Blocks = append(failures.Blocks,
			paper.Heading{Text: fmt.Sprintf("Failure %d", i+1)},
			paper.Callout{Tone: paper.Bad, Title: "S4 was violated", Text: "At most one worker changes a rotation at a time."},
			verdicts(),
			paper.Code{Text: fmt.Sprintf("pawl replay failures/%07d.json", i)},
			TimeLine())
	}
	ledger := paper.Table{Caption: "Run ledger", Columns: []paper.Column{
		{Title: "Run", Right: true}, {Title: "Seed"}, {Title: "Scenario"}, {Title: "Faults", Right: true}, {Title: "Verdict"}, {Title: "Why"}}}
	for i := range rows {
		verdict := paper.Cell{Text: "passed", Tone: paper.Good}
		if i%97 == 0 {
			verdict = paper.Cell{Text: "violated", Tone: paper.Bad}
		}
		ledger.Rows = append(ledger.Rows, []paper.Cell{
			{Text: fmt.Sprint(i + 1)}, {Text: fmt.Sprintf("%016x", uint64(i)*0x9e3779b97f4a7c15)}, {Text: "owner-back-from-a-pause"},
			{Text: fmt.Sprint(i % 9)}, verdict, {Text: "All rotations that were asked for were committed within their bounds, or refused."}})
	}
	d.Sections = []paper.Section{failures, {ID: "ledger", Title: "Run ledger", Blocks: []paper.Block{ledger, end()}}}
	return d
}

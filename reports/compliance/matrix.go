package compliance

import (
	"fmt"

	"pawl/reports"
	"pawl/reports/paper"
)

// matrix shows who felt which kind of fault in which phase.
func matrix(s *Set) []paper.Block {
	m := s.check().Matrix
	if m == nil {
		return []paper.Block{missing("Fault × phase × role", fmt.Sprintf("Of a campaign of few runs most of it would be empty; it is worked out where a campaign has %d random runs or more, as many as what is rare needs, and scenarios were not named.", reports.EnoughRuns))}
	}
	all := []paper.Block{say("In how many runs a kind of fault changed something for somebody while the key was in a phase: %s reached, %s empty that could have been reached. %s of these runs were made for cells that the others had left empty, and count for no bound.",
		reports.Count(m.Reached, "cell"), reports.Number(len(m.Empty)), reports.Number(m.Filled))}
	var rows []paper.HeatRow
	left := 0
	for i := range m.Rows {
		if row, any := heatRow(m, &m.Rows[i]); any {
			rows = append(rows, row)
		} else {
			left++
		}
	}
	inParts(rows, perPicture, func(part []paper.HeatRow, of string) {
		all = append(all, paper.HeatMap("Fault, by whom it was felt, and phase"+of, "Runs by kind of fault and role, in rows, and by phase, in columns; cells that could have been reached and were not stand out.", m.Phases, part))
	})
	if left > 0 {
		all = append(all, say("Not drawn: %s of which no cell can be reached.", reports.Count(left, "row")))
	}
	all = append(all, heading("Empty cells"))
	if len(m.Empty) == 0 {
		all = append(all, say("None."))
	} else {
		all = append(all, paper.List{Items: m.Empty})
	}
	all = append(all, heading("Cells that cannot be reached, and why"))
	t := table("", []string{"Why", "Cells#"})
	for _, u := range m.Unreachable {
		t.Rows = append(t.Rows, paper.Cells(u.Why, reports.Number(u.Cells)))
	}
	return append(all, t)
}

// heatRow is a row of the picture; any says that some cell of it can be reached.
func heatRow(m *reports.Matrix, r *reports.MatrixRow) (row paper.HeatRow, any bool) {
	row.Name = fmt.Sprintf("%s, %s", r.Kind, r.Role)
	for i := range m.Phases {
		c := paper.HeatCell{State: paper.Unreachable}
		switch {
		case i < len(r.Runs) && r.Runs[i] > 0:
			c = paper.HeatCell{Count: r.Runs[i], State: paper.Reached}
		case i < len(r.Reachable) && r.Reachable[i]:
			c.State = paper.Empty
		}
		any = any || c.State != paper.Unreachable
		row.Cells = append(row.Cells, c)
	}
	return row, any
}

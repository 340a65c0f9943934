package pdf

import (
	"fmt"

	"pawl/reports/paper"
)

// parts are a table as it is, or, if it has more columns than go beside one another, tables
// with some of its columns each, and the first one, which says what a row is of, in all.
func (s *setter) parts(t paper.Table) []paper.Table {
	if len(t.Columns) == 0 {
		return nil
	}
	least, _ := s.measured(t)
	groups := grouped(least)
	if len(groups) == 1 {
		return []paper.Table{t}
	}
	all := make([]paper.Table, len(groups))
	for i, group := range groups {
		all[i] = with(t, group)
		if t.Caption != "" {
			all[i].Caption = fmt.Sprintf("%s (%d of %d)", t.Caption, i+1, len(groups))
		}
	}
	return all
}

// grouped are the columns of each part, of which the first is in all.
func grouped(least []float64) (groups [][]int) {
	group, used := []int{0}, 0.0
	first := least[0]*smallest + 2*cellPad
	for i := 1; i < len(least); i++ {
		needs := least[i]*smallest + 2*cellPad
		if first+used+needs > textWidth && len(group) > 1 {
			groups = append(groups, group)
			group, used = []int{0}, 0
		}
		group, used = append(group, i), used+needs
	}
	return append(groups, group)
}

// with is a table of some columns of another one.
func with(t paper.Table, columns []int) paper.Table {
	some := paper.Table{Rows: make([][]paper.Cell, len(t.Rows))}
	for _, c := range columns {
		some.Columns = append(some.Columns, t.Columns[c])
	}
	for i, r := range t.Rows {
		for _, c := range columns {
			some.Rows[i] = append(some.Rows[i], r[c])
		}
	}
	return some
}

package exhaust

import (
	"slices"

	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios/campaign"
)

// again is how often a cell is made twice, to see that it is the same.
const again = 100

// A tally adds up cells, in their order.
type tally struct {
	plan     *Plan
	marks    []Mark
	bits     []bool // whether the event of the cell changed something
	listed   []reports.ListedCell
	failures campaign.Shortlist
	twice    int
	differs  []string
	felt     campaign.Felt
}

// add takes in the next cell.
func (t *tally) add(i int, r *campaign.Making) {
	u := markOf(r)
	t.marks, t.bits = append(t.marks, u), append(t.bits, last(r.Outcome.Injections).Bit > 0)
	t.felt.Add(r.Outcome.Report.Blows)
	if r.Twice {
		t.twice++
	}
	if r.Differs != nil {
		r.Differs.Run = i
		t.differs = append(t.differs, r.Differs.String())
	}
	if u.listed() {
		t.listed = append(t.listed, reports.ListedCell{Cell: i + 1, Event: t.plan.Cells[i].String(), Upshot: u.String(), Why: why(&r.Outcome)})
	}
	if u == Violated {
		t.failures.Add(i, &r.Outcome)
	}
}

// know takes in what a cell came to, of which there is nothing to tell.
func (t *tally) know(u Mark) {
	t.marks, t.bits = append(t.marks, u), append(t.bits, u == Passed)
}

// skip takes in a cell that was run before.
func (t *tally) skip(i int, u Mark) {
	t.know(u)
	if i%again == 0 {
		t.twice++
	}
}

// count puts what was found into the words of reports.
func (t *tally) count(x *reports.Exhausted) {
	for i, u := range t.marks {
		x.Run++
		switch u {
		case Passed:
			x.Passed++
		case Violated:
			x.Violated++
		case Inconclusive:
			x.Inconclusive++
		case Invalid:
			x.Invalid++
		case NotInjected:
			x.NotInjected++
		case DidNotBite:
			x.DidNotBite++
		}
		if t.bits[i] {
			x.Bit++
		}
	}
}

// kinds counts the cells of each kind, in the order of the table.
func (t *tally) kinds() []reports.ExhaustedKind {
	all := make([]reports.ExhaustedKind, len(faults.All))
	for i := range faults.All {
		all[i].Kind = faults.All[i].Name
	}
	for i := range t.plan.Cells {
		k := &all[slices.IndexFunc(faults.All, func(k faults.Kind) bool { return k.Name == t.plan.Cells[i].Kind })]
		k.Cells++
		if i >= len(t.marks) {
			continue
		}
		k.Run++
		if t.bits[i] {
			k.Bit++
		}
		if t.marks[i] == Passed {
			k.Passed++
		}
		if t.marks[i].listed() {
			k.Listed++
		}
	}
	return all
}

package faults

import "fmt"

// A Turn says which run of a campaign a plan is for. The first event of the plan
// is led to a cell, which is a kind and a moment, such that the runs of the
// campaign go round all cells before they come to one again. It depends on
// nothing but the number and the campaign's seed, so that runs can be made in any
// order. The zero Turn leads nowhere: everything is drawn.
type Turn struct {
	N     int                        // of the run, from 0
	Order func(place string) Chooser // draws from the campaign's seed
}

// A cell is somewhere that a run can be led to.
type cell struct {
	kind *Kind
	on   Moment
}

// A round is a set of cells that runs go round.
type round struct {
	name          string
	core, pivotal bool // only the kinds, only the moments that are
}

// rounds are three, each within the next. Three runs of eight go round the first, which
// is small enough to be gone round in any campaign; one of eight goes round each of the
// others, one has a lone event, and two have an encounter. Half of the runs of the last one have
// a sequel in place of that, so that a campaign comes to half of its cells in a round.
var rounds = []round{
	{"core", true, true},
	{"pivotal", false, true},
	{"everywhere", false, false},
}

// of is the round that a turn belongs to, and how many turns of that round were
// before it.
func (t Turn) of() (round, before int) {
	switch n := t.N % 8; n {
	case 3:
		return 1, t.N / 8
	case 7:
		return 2, t.N / 8
	case 0, 1, 2:
		return 0, t.N/8*3 + n
	default:
		return len(rounds), t.N / 8
	}
}

// A small is what a run has in place of events that are drawn from everything.
type small uint8

const (
	nothingSmall small = iota
	loneEvent
	anEncounter
	theLast
)

// smalls are which of eight have one; where there can be none, they are led nowhere. The last
// event that tells is had by few of those of its turn, and a sequel by half of the others; the
// rest are led as they are otherwise.
var smalls = [8]small{4: anEncounter, 5: loneEvent, 6: anEncounter, 7: theLast}

// relapses is how many turns before had relapses, of those that have them: three of eight.
func (t Turn) relapses() int { return t.N/8*3 + t.N%8 - 4 }

// lead is the turn's cell, and whether it is of the core's round. A round that
// has no cells in a space makes way for the next.
func (t Turn) lead(s Space, possible []*Kind) (c cell, core bool) {
	if t.Order == nil {
		return cell{}, false
	}
	first, before := t.of()
	for _, r := range rounds[first:] {
		if cells := r.cells(s, possible); len(cells) > 0 {
			return t.pick(r.name, before, cells), r.core
		}
	}
	return cell{}, false
}

// pick goes round the cells, each time in another order.
func (t Turn) pick(round string, before int, cells []cell) cell {
	epoch, n := before/len(cells), before%len(cells)
	c := t.Order(fmt.Sprintf("faults/order/%s/%d", round, epoch))
	for i := range n + 1 { // as much of a shuffle as is needed to know the nth
		j := i + c.Choose(len(cells)-i)
		cells[i], cells[j] = cells[j], cells[i]
	}
	return cells[n]
}

func (r round) cells(s Space, possible []*Kind) []cell {
	var all []cell
	for _, k := range possible {
		if r.core && !k.core {
			continue
		}
		for _, m := range s.meanings(k) {
			if !r.pivotal || m.pivotal() {
				all = append(all, cell{k, m})
			}
		}
	}
	return all
}

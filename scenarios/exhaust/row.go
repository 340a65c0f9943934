package exhaust

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"time"

	"pawl/faults"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// A row are the pairs of one class of first events: all whose runs have one trace, and that
// are up to the same from there on. One stands for them.
type row struct {
	cell   int   // the first of the class
	size   int   // how many there are
	after  int   // second events at moments of its run
	silent []int // cells that have struck before it bites, and were in force without a bite
	before int   // pairs in the rows before it
}

func (r *row) pairs() int { return r.after + len(r.silent) }

// A pairPlan is all pairs of events that are to be tried.
type pairPlan struct {
	*Plan
	space  faults.Space
	firsts []first // of each cell
	rows   []row
	stands []int // of each cell, the row of its class; -1: it has none
	total  int   // pairs
	only   int   // the cell whose pairs are asked for; -1: all
}

// arrange puts those that passed into classes, and says who may be second to each.
func (p *pairPlan) arrange() {
	type class struct {
		trace [32]byte
		left  string
		bites time.Duration
	}
	known := map[class]int{} // looked up only
	p.stands = make([]int, len(p.firsts))
	for i := range p.firsts {
		f := &p.firsts[i]
		p.stands[i] = -1
		if !f.leads() {
			continue
		}
		c := class{f.trace, f.left, f.bites}
		n, is := known[c]
		if !is {
			n = len(p.rows)
			known[c] = n
			p.rows = append(p.rows, row{cell: i, after: f.after, silent: p.silently(i)})
		}
		p.rows[n].size++
		p.stands[i] = n
	}
	for i := range p.rows {
		p.rows[i].before = p.total
		p.total += p.rows[i].pairs()
	}
}

// silently are the cells that a first event finds in force when it bites, and that have not
// bitten by then. Of two that bite at one time, or would have the same message, the earlier
// in the plan is the first. At one instant moments come in the order of the plan's.
func (p *pairPlan) silently(a int) (some []int) {
	f := &p.firsts[a]
	for i := range p.firsts {
		s := &p.firsts[i]
		same := s.bit && s.bites == f.bites
		earlier := s.from < f.bites || s.from == f.bites && p.moment[i] < p.moment[a]
		switch {
		case i == a || s.mark == NotInjected || faults.Ahead(p.Cells[i].Kind) || !earlier:
		case s.to < f.bites || s.to == f.bites && !same:
		case s.bit && s.bites < f.bites || same && (f.from >= f.bites || i < a):
		default:
			some = append(some, i)
		}
	}
	return some
}

// hash stands for what pairs are made of: the plan, and what is chosen of it.
func (p *pairPlan) hash(sample int, part campaign.Shard) string {
	h := sha256.New()
	_, _ = fmt.Fprintln(h, p.Hash(), p.of, p.Sizes.Thorough, sample, part)
	return hex.EncodeToString(h.Sum(nil))
}

// asked are the pairs that are asked for: all, or the row of one event.
func (p *pairPlan) asked() (from, of int) {
	switch {
	case p.only < 0:
		return 0, p.total
	case p.only >= len(p.stands) || p.stands[p.only] < 0:
		return 0, 0
	}
	w := &p.rows[p.stands[p.only]]
	return w.before, w.pairs()
}

// find says which row a pair is in, by its number.
func (p *pairPlan) find(pair int) *row {
	i := sort.Search(len(p.rows), func(i int) bool { return p.rows[i].before > pair })
	return &p.rows[i-1]
}

// An opened row has the run of its first event, and all that can be second to it.
type opened struct {
	*row
	event  faults.Event
	second []faults.Event
	trace  [32]byte
}

// open makes the run of a row's first event once more.
func (p *pairPlan) open(ctx context.Context, r scenarios.Runner, w *row) (*opened, error) {
	c := p.trying(p.Cells[w.cell])
	c.Census = true
	o, err := r.Run(ctx, c)
	if err != nil {
		return nil, err
	}
	defer o.LetGo()
	x := &opened{row: w, event: p.Cells[w.cell], trace: o.Hash}
	if f := &p.firsts[w.cell]; o.Hash != f.trace {
		return x, nil // the caller says that it differs
	}
	x.second = p.following(&p.space, x.event, p.firsts[w.cell].bites, o.Moments)
	for _, i := range w.silent {
		x.second = append(x.second, p.Cells[i])
	}
	return x, nil
}

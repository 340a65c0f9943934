package exhaust

import (
	"context"
	"fmt"
	"slices"
	"time"

	"pawl/faults"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// An audit holds pairs of the product, as they are, against what stands for them in the
// plan. Where the pruning is wrong, the two runs are not the same.
type audit struct {
	drawn   int
	runs    int // that it took
	leftOut int // that the plan does not have: see twoAhead
	neither int // of whose events none bit: the fault-free run stands for them
	one     int // of whose events one bit: its run alone does
	both    int // a pair of the plan does
	same    int
	differs []string
}

func (a *audit) report() reports.PairAudit {
	return reports.PairAudit{Drawn: a.drawn, Runs: a.runs, LeftOut: a.leftOut, Neither: a.neither, One: a.one, Both: a.both, Same: a.same, Different: append([]string{}, a.differs...)}
}

// audit draws pairs of cells from the seed, and makes each of them; all that there are, if
// so many are asked for.
func (x *Pairs) audit(ctx context.Context, p *pairPlan) (a audit, err error) {
	n := len(p.Cells)
	if x.Audit == 0 || n < 2 {
		return a, nil
	}
	runner := simulated()
	free, err := runner.Run(ctx, p.trying())
	if err != nil {
		return a, err
	}
	defer free.LetGo()
	progress := x.Watch.Begin("pairs of the unpruned product", time.Time{})
	defer progress.End()
	most, draw := x.drawn(p)
	from, to := x.Shard.Range(most)
	campaign.InOrder(x.Jobs, to-from, func() bool { return ctx.Err() == nil }, func(i int) *auditing {
		w := &auditing{plan: p, runner: runner, free: free.Hash}
		w.i, w.j = draw(from + i)
		w.hold(ctx)
		return w
	}, func(i int, w *auditing) bool {
		if err = w.err; err != nil {
			return false
		}
		a.take(w)
		progress.At(i+1, to-from)
		return true
	})
	if ctx.Err() != nil {
		err = nil // cut off: what there is is kept
	}
	return a, err
}

// drawn says how many pairs of the product are held against what stands for them, in all shards
// together, and which: of all, or of one event with the others.
func (x *Pairs) drawn(p *pairPlan) (most int, draw func(k int) (i, j int)) {
	n := len(p.Cells)
	product := n * (n - 1) / 2
	draw = func(k int) (i, j int) { return drawPair(x.Seed, k, n) }
	if x.Audit >= product {
		draw = pairOf
	}
	if p.only < 0 {
		return min(x.Audit, product), draw
	}
	with := func(j int) (int, int) {
		if j >= p.only {
			j++
		}
		return min(p.only, j), max(p.only, j)
	}
	if x.Audit >= n-1 {
		return n - 1, with
	}
	return x.Audit, func(k int) (i, j int) { return with(int(campaign.SeedOf(x.Seed, "audit", k) % uint64(n-1))) }
}

// drawPair is the n-th pair of different cells, of so many.
func drawPair(seed uint64, n, of int) (i, j int) {
	i = int(campaign.SeedOf(seed, "audit", 2*n) % uint64(of))
	j = int(campaign.SeedOf(seed, "audit", 2*n+1) % uint64(of-1))
	if j >= i {
		j++
	}
	return min(i, j), max(i, j)
}

// pairOf is the n-th of all pairs of different cells.
func pairOf(n int) (i, j int) {
	for j = 1; n >= j; j++ {
		n -= j
	}
	return n, j
}

// twoAhead says that both of two events are felt before their moments come. Such pairs are
// left out.
func (p *pairPlan) twoAhead(i, j int) bool {
	return faults.Ahead(p.Cells[i].Kind) && faults.Ahead(p.Cells[j].Kind)
}

// An auditing is of one pair.
type auditing struct {
	plan   *pairPlan
	runner scenarios.Runner
	free   [32]byte
	i, j   int // cells

	runs    int
	bit     int    // of both
	differs string // in what it is not what stands for it
	err     error
}

func (a *audit) take(w *auditing) {
	a.drawn++
	a.runs += w.runs
	switch w.bit {
	case -1:
		a.leftOut++
		return
	case 0:
		a.neither++
	case 1:
		a.one++
	default:
		a.both++
	}
	if w.differs == "" {
		a.same++
		return
	}
	a.differs = append(a.differs, w.differs)
}

func (w *auditing) run(ctx context.Context, c scenarios.Case) (scenarios.Outcome, error) {
	w.runs++
	return w.runner.Run(ctx, c)
}

// hold makes the run of the pair, and what stands for it.
func (w *auditing) hold(ctx context.Context) {
	p := w.plan
	if p.twoAhead(w.i, w.j) {
		w.bit = -1
		return
	}
	o, err := w.run(ctx, p.trying(p.Cells[w.i], p.Cells[w.j]))
	if w.err = err; err != nil {
		return
	}
	defer o.LetGo()
	of := o.Injections[len(o.Injections)-2:]
	bit := func(k int) bool { return of[k].Bit > 0 || faults.Ahead(of[k].Event.Kind) }
	first, second := w.i, w.j
	switch {
	case !bit(0) && !bit(1):
		w.same(o.Hash, w.free, "the fault-free run")
		return
	case bit(0) != bit(1):
		w.bit = 1
		if bit(1) {
			first, second = second, first
		}
		w.same(o.Hash, p.firsts[first].trace, "that of the first alone")
		return
	case faults.Ahead(of[0].Event.Kind):
	case faults.Ahead(of[1].Event.Kind) || of[1].Bites[0] < of[0].Bites[0]:
		first, second = second, first
	}
	w.bit = 2
	w.byRow(ctx, first, second)
}

func (w *auditing) same(trace, want [32]byte, what string) {
	if trace != want {
		w.say(what + " is another run")
	}
}

func (w *auditing) say(what string) {
	w.differs = fmt.Sprintf("%s; %s: %s", w.plan.Cells[w.i], w.plan.Cells[w.j], what)
}

// byRow looks for a pair of the plan that leaves the same trace: of the class of the event
// that bit first, or else of the other one, which may be the first of two at one time. A pair
// has no order of its own; the first one comes first where both do something at one time.
func (w *auditing) byRow(ctx context.Context, first, second int) {
	said := w.found(ctx, first, second)
	if said != "" && w.found(ctx, second, first) != "" {
		w.say(said)
	}
}

// found says why no pair of a row stands for the run; "" if one does.
func (w *auditing) found(ctx context.Context, i, j int) string {
	p := w.plan
	if p.firsts[i].mark.listed() {
		return "" // it violates something alone: that is told, and nothing is tried on top of it
	}
	if p.stands[i] < 0 {
		return "the first is in no class"
	}
	w.runs++
	open, err := p.open(ctx, w.runner, &p.rows[p.stands[i]])
	if w.err = err; err != nil {
		return ""
	}
	second := p.Cells[j]
	o, err := w.run(ctx, p.trying(p.Cells[i], second))
	if w.err = err; err != nil {
		return ""
	}
	defer o.LetGo()
	if slices.Contains(open.second, second) {
		return w.leaves(ctx, o.Hash, open.event, second)
	}
	// Where an owner acts there is no event on the owner besides that on the actor; and the
	// event that stands for the first may have struck at a moment before, at the same time.
	for _, s := range open.second {
		if s.Kind == second.Kind && s.For == second.For && w.leaves(ctx, o.Hash, open.event, s) == "" {
			return ""
		}
	}
	return fmt.Sprintf("the second is none of the %d of its row", len(open.second))
}

func (w *auditing) leaves(ctx context.Context, trace [32]byte, first, second faults.Event) string {
	o, err := w.run(ctx, w.plan.trying(first, second))
	if w.err = err; err != nil {
		return ""
	}
	defer o.LetGo()
	if o.Hash != trace {
		return fmt.Sprintf("what stands for it, %s; %s, is another run", first, second)
	}
	return ""
}

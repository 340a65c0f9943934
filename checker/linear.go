package checker

import (
	"context"
	"time"

	"github.com/anishathalye/porcupine"
)

// Result is the outcome of checking one object for linearizability.
type Result string

const (
	Linearizable Result = "linearizable"
	Illegal      Result = "illegal"   // no order of the operations explains what clients saw
	Undecided    Result = "undecided" // the search was given up, or not allowed: never a pass
)

// A Linearity is the judgement of one object of one key, from what those saw who used it.
type Linearity struct {
	Object    string // "seal register", "admission", "ownership" or "status"
	Invariant string // that promises it
	Key       string
	Ops       int
	Result    Result
	Searched  bool // Porcupine decided, not the placing of moments
	At        time.Duration
	Detail    string
	Cites     []Cite
}

func (l Linearity) violation() Violation {
	v := Violation{Invariant: l.Invariant, Key: l.Key, At: l.At, Detail: l.Detail, Cites: l.Cites}
	for _, inv := range All {
		if inv.ID == l.Invariant {
			v.Sentence = inv.Sentence
		}
	}
	return v
}

// DefaultSteps is how many steps a search may take. What needs more will hardly end.
const DefaultSteps = 20_000_000

// linearize checks each object of one key.
func linearize(h *Past, opt Options) []Linearity {
	var ls []Linearity
	for _, object := range []func(*Past, Options) (Linearity, bool){sealRegister, admissions, ownerships, statuses} {
		if l, ok := object(h, opt); ok && opt.claims(l.Invariant) {
			ls = append(ls, l)
		}
	}
	return ls
}

// decide looks for moments that fit all that was told; tell says why an answer cannot
// be, as far as the object knows better than its times.
//
// Placing is exact. Even so, what takes more than two facts to refute is an accusation
// that nobody can check by reading it; it is made only if Porcupine, which knows nothing
// of placing, finds no order either.
func (l *Linearity) decide(r row, all []told, tell func(citable) *misfit, opt Options) {
	defer func() {
		if opt.drawn != nil && l.Result == Illegal {
			opt.drawn(l, r, all)
		}
	}()
	c := r.place(all)
	if c == nil {
		l.Result = Linearizable
		return
	}
	why := c.misfit(tell)
	if !c.chained {
		l.refuted(why)
		return
	}
	if opt.Porcupine <= 0 {
		l.Result, l.Detail = Undecided, "no two facts contradict each other, and no search was allowed"
		return
	}
	l.Searched = true
	m, ops := reduced(r, all)
	switch l.Result = search(m, ops, opt); l.Result {
	case Illegal:
		l.refuted(why)
	case Undecided:
		l.Detail = "the search for an order was given up"
	}
}

func (l *Linearity) refuted(m *misfit) {
	l.Result, l.At, l.Cites = Illegal, m.at, m.cites
	l.Detail = m.detail + ": no order of the operations on the " + l.Object + " has that"
}

// search runs Porcupine within both bounds. The bound of steps comes first on
// any machine that is not stalled, so that a verdict does not depend on its
// speed. A step beyond it says no to everything, which makes the search run dry
// quickly; what it then answers is not believed.
func search(m porcupine.Model, ops []porcupine.Operation, opt Options) Result {
	limit := opt.Steps
	if limit <= 0 {
		limit = DefaultSteps
	}
	// Only the one goroutine of a history without partitions counts, and it has
	// ended when a result other than Unknown is there.
	steps := 0
	step := m.Step
	m.StepContext = func(ctx context.Context, state, in, out any) (bool, any) {
		if steps++; steps > limit || ctx.Err() != nil {
			return false, state
		}
		return step(state, in, out)
	}
	switch porcupine.CheckOperationsTimeout(m, ops, opt.Porcupine) {
	case porcupine.Ok:
		return Linearizable
	case porcupine.Illegal:
		if steps <= limit {
			return Illegal
		}
	}
	return Undecided
}

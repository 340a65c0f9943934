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

// A Linearity is the judgement of one object of one key, from what clients saw.
type Linearity struct {
	Object    string // "seal register" or "admission"
	Invariant string // that promises it
	Key       string
	Ops       int
	Result    Result
	Searched  bool // Porcupine decided, not the certificate
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

// DefaultSteps is how many steps a search may take. A standard run needs some
// hundreds; a search that needs more than this will hardly end.
const DefaultSteps = 200_000

// linearize checks each object of one key.
func linearize(h *Past, opt Options) []Linearity {
	var ls []Linearity
	if l, ok := sealRegister(h, opt); ok {
		ls = append(ls, l)
	}
	if l, ok := admissions(h, opt); ok {
		ls = append(ls, l)
	}
	return ls
}

// decide searches for what was not certified.
func decide(l Linearity, m porcupine.Model, ops []porcupine.Operation, opt Options) Linearity {
	if opt.Porcupine <= 0 {
		l.Result, l.Detail = Undecided, "not certified, and no search was allowed"
		return l
	}
	l.Searched, l.At = true, lastReturn(ops)
	switch l.Result = search(m, ops, opt); l.Result {
	case Illegal:
		l.Detail = "what clients were told of the " + l.Object + " fits no order of its operations"
	case Undecided:
		l.Detail = "the search for an order was given up"
	}
	return l
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

func lastReturn(ops []porcupine.Operation) time.Duration {
	last := int64(0)
	for i := range ops {
		last = max(last, ops[i].Return)
	}
	return time.Duration(last)
}

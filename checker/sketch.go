package checker

import (
	"fmt"
	"io"
	"time"

	"github.com/anishathalye/porcupine"
)

// A Sketch is what Porcupine draws of an object of which no order of the operations explains
// what was seen: how far each attempt at an order got.
type Sketch struct {
	Object, Invariant, Key string
	Write                  func(io.Writer) error // the picture, as a page for a browser
}

// mostDrawn is how many operations a picture has at most: of more nobody sees anything, and
// Porcupine keeps every order that it has tried.
const mostDrawn = 400

// Sketches are of all objects that are refuted, as far as Porcupine refutes them too within a
// time: what the placing of moments refutes is found by it as well, and only later.
func Sketches(p *Past, opt Options, within time.Duration) (all []Sketch) {
	opt.drawn = func(l *Linearity, r row, answers []told) {
		m, ops := remaining(r, answers, true)
		if len(ops) == 0 || len(ops) > mostDrawn {
			return
		}
		result, info := porcupine.CheckOperationsVerbose(m, ops, within)
		if result != porcupine.Illegal {
			return
		}
		m.DescribeOperation = func(in, _ any) string { return in.(rowOp).describe(r) }
		m.DescribeState = func(state any) string { return fmt.Sprintf("after %d writes", state) }
		all = append(all, Sketch{l.Object, l.Invariant, l.Key, func(w io.Writer) error { return porcupine.Visualize(m, info, w) }})
	}
	for _, part := range p.parts() {
		linearize(part, opt)
	}
	return all
}

// describe is an operation in words.
func (op rowOp) describe(r row) string {
	if op.write > 0 {
		v := r[op.write-1].of
		return fmt.Sprintf("write %d: %s, v%d active, revision %d, by %s", op.write, v.Phase, v.Active, v.Revision, v.By)
	}
	what := "an answer"
	if op.told.of != nil {
		c := op.told.of.Cite()
		what = fmt.Sprintf("%s by %s at %v", c.Of, c.Who, c.At)
	}
	first, last, any := op.told.outer()
	if !any {
		return what + ": fits nowhere"
	}
	return fmt.Sprintf("%s: after write %d to %d", what, first.from, last.to)
}

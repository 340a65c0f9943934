package checker

import (
	"time"

	"github.com/anishathalye/porcupine"
)

// What is searched: an object whose one state is its position in the order of its
// writes. A write takes it to the next one, an answer demands that it be at one of some.

// rowOp is one operation: the write to a position, or else an answer.
type rowOp struct {
	write int // the position that it leads to; 0: it is an answer
	told  *told
}

func (t *told) allows(position int) bool {
	return t.any(func(s stand) bool { return s.from <= position && position <= s.to })
}

// rowModel is an object that stands at a position to begin with.
func rowModel(first int) porcupine.Model {
	return porcupine.Model{
		Init: func() any { return first },
		Step: func(state, in, _ any) (bool, any) {
			position, op := state.(int), in.(rowOp)
			if op.write > 0 {
				return op.write == position+1, op.write
			}
			return op.told.allows(position), position
		},
		Hash: func(state any) uint64 { return uint64(state.(int)) * 0x9e3779b97f4a7c15 },
	}
}

// reduced is what is left to be searched. Three things are dropped, and each is sound: an
// answer that fits wherever its writes lie in their stretches of time, because it forbids
// nothing; writes that were over before the first answer that is left was asked for, which
// come first in any order; and writes that began after the last had returned. What is
// left of a long history is the few answers whose calls meet a write of unknown moment.
func reduced(r row, all []told) (porcupine.Model, []porcupine.Operation) {
	return remaining(r, all, false)
}

// remaining is what is left; to be shown, it has besides the writes that an answer comes from, and
// those after it that the answer had to come before: they are what refutes it.
func remaining(r row, all []told, shown bool) (porcupine.Model, []porcupine.Operation) {
	var raw row
	for i := range r {
		raw.write(r[i].of)
	}
	r = raw
	r.inOrder()
	var left []*told
	from, to := forever, time.Duration(0)
	begins, ends := len(r), 0 // of the writes that are not dropped, though a search needs none of them
	for i := range all {
		if t := &all[i]; !r.always(t) {
			left = append(left, t)
			from, to = min(from, t.called), max(to, t.returned)
			if demands, _, any := t.outer(); shown && any {
				begins, ends = min(begins, max(demands.from-1, 0)), max(ends, demands.from)
			}
		}
	}
	var ops []porcupine.Operation
	add := func(op rowOp, call, ret time.Duration) {
		ops = append(ops, porcupine.Operation{ClientId: len(ops), Input: op, Call: int64(call), Return: int64(ret)})
	}
	first := 0
	for i := range r {
		switch m := &r[i]; {
		case m.latest < from && i < begins:
			first = i + 1
		case m.earliest <= to || i < ends:
			add(rowOp{write: i + 1}, m.earliest, m.latest)
		}
	}
	for _, t := range left {
		add(rowOp{told: t}, t.called, t.returned)
	}
	return rowModel(first), ops
}

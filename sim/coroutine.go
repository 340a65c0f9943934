package sim

import "iter"

// A coroutine runs processes, one after the other: most are short, and a stack
// that has grown already is the larger part of what one costs. It takes another
// one only after a body that returned; after anything else it is on its way out.
type coroutine struct {
	next  func() (struct{}, bool) // lets p run until it waits or ends
	yield func(struct{}) bool     // waits
	p     *Proc                   // nil: end
}

// coroutine returns one that is about to run p.
func (w *World) coroutine(p *Proc) *coroutine {
	if n := len(w.idle); n > 0 {
		c := w.idle[n-1]
		w.idle = w.idle[:n-1]
		c.p = p
		return c
	}
	c := &coroutine{p: p}
	c.next, _ = iter.Pull(c.run)
	return c
}

func (c *coroutine) run(yield func(struct{}) bool) {
	grow()
	c.yield = yield
	for c.p != nil && c.p.main() {
		w := c.p.w
		c.p = nil
		w.idle = append(w.idle, c)
		yield(struct{}{})
	}
}

// endIdle ends the coroutines that nothing runs on.
func (w *World) endIdle() {
	for _, c := range w.idle {
		c.next()
	}
	w.idle = nil
}

// stackRoom is what most processes come to need of their stack.
const stackRoom = 10 << 10

// grow makes the stack large while there is next to nothing on it: else it would
// double three times under a process, and each time all frames on it are moved.
//
//go:noinline
func grow() {
	var room [stackRoom]byte
	keep(&room)
}

//go:noinline
func keep(*[stackRoom]byte) {}

package live

import (
	"fmt"
	"time"

	"pawl/engine"
)

// A machine that is too slow for what runs on it looks like faults that nobody injected: what
// seems wrong then may be no fault of the engine. So it is looked whether it is steady, and a
// run in which it was not is inconclusive.

// How late a timer may be, and how long the store may take for a call, until nobody can say
// whether an engine did wrong. Engines wait for an answer for deploy.CallTimeout.
const (
	lateTimer = 400 * time.Millisecond
	slowCall  = 800 * time.Millisecond
	pulse     = 20 * time.Millisecond
)

// feelsPulse watches a timer for as long as the run lasts.
func (r *run) feelsPulse() {
	for before := r.now(); r.ctx.Err() == nil; {
		pass(r.ctx, pulse)
		now := r.now()
		if late := now - before - pulse; late > lateTimer && r.ctx.Err() == nil {
			r.mu.Lock()
			r.wavers(fmt.Sprintf("a timer was late by %s at %s", late.Round(time.Millisecond), now.Round(time.Millisecond)))
			r.mu.Unlock()
		}
		before = now
	}
}

// timed notes a call of an engine's that the store took long for, while nothing was wrong with
// it.
func (x *crossing) timed(took time.Duration) {
	r := x.life.m.r
	if _, waits := x.request.(engine.Await); waits || !x.engines || x.to != r.store || took < slowCall || r.troubled {
		return
	}
	r.wavers(fmt.Sprintf("the store took %s for a %s at %s", took.Round(time.Millisecond), x.request.Verb(), r.now().Round(time.Millisecond)))
}

// wavers notes once that the machine is too slow.
func (r *run) wavers(how string) {
	if !r.wavered && !r.over {
		r.wavered = true
		r.misses("this machine is too slow for the run, so that what seems wrong may be its own doing; run less beside it: " + how)
	}
}

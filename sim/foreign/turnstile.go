package foreign

import (
	"time"

	"pawl/engine"
)

// A Turnstile lets one process of a machine at a time into code that holds a mutex over a call of a
// port: a second one that came to that mutex would stop the world, since processes are
// coroutines, and not itself. Outside of a simulator it would wait too, for the same call to end;
// what is lost are calls that would have waited for nothing. The zero Turnstile is free.
type Turnstile struct{ inside bool }

// How often who waits at a turnstile looks whether it is free, at first and at last.
const (
	looksFirst = 50 * time.Millisecond
	looksLast  = 10 * time.Second
)

// Enter waits until nobody is inside, and runs f there. A process that ends inside, with its
// machine, leaves nothing that anybody else could wait for: it is the machine's memory.
func (t *Turnstile) Enter(c engine.Clock, f func()) {
	for wait := looksFirst; t.inside; wait = min(2*wait, looksLast) {
		c.Sleep(wait)
	}
	t.inside = true
	defer func() { t.inside = false }()
	f()
}

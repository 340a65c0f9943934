package foreign

import (
	"context"
	"time"

	"pawl/engine"
)

// Unasked is a control plane that takes no requests, of code that rotates by itself: nobody can have it
// rotate, and operators have no words for it.
type Unasked struct{}

// Admit refuses.
func (Unasked) Admit(engine.Trigger) engine.Answer { return engine.Refuse(engine.WhyUnsupported) }

// Operate refuses.
func (Unasked) Operate(engine.Act) engine.Answer { return engine.Refuse(engine.WhyUnsupported) }

// Idle is a control plane of which nothing is asked, beside nodes that do it all.
type Idle struct {
	Unasked
	Clock engine.Clock
}

// Run waits, for ever.
func (i Idle) Run(string) {
	for {
		i.Clock.Sleep(time.Hour)
	}
}

// Over is a context that has ended: a loop that is given it does what comes before its first wait, and
// no more.
func Over(ctx context.Context) context.Context {
	ctx, end := context.WithCancel(ctx)
	end()
	return ctx
}

// Unstamped is a node that serves under no stamp, and is not pushed to.
type Unstamped struct{}

// Push refuses.
func (Unstamped) Push(engine.Command) error { return engine.ErrRejected }

// Rev is of no stamp.
func (Unstamped) Rev(string) uint64 { return 0 }

// How long whoever supervises a process waits before it is started again, at first and at most;
// it doubles.
const (
	restartAfter = 10 * time.Second
	restartMost  = 5 * time.Minute
)

// Supervised starts something until it comes up, as whoever supervises processes does.
func Supervised(c engine.Clock, start func() (up bool)) {
	for wait := restartAfter; !start(); wait = min(2*wait, restartMost) {
		c.Sleep(wait)
	}
}

package host

import (
	"runtime"
	"time"

	"pawl/engine"
)

// Exchange is one request and what came of it, by the clock of the machine. It took effect,
// if it did, between Sent and Answered; where Err is [engine.ErrUnknown], perhaps later.
type Exchange struct {
	Request        engine.Request
	Reply          engine.Reply
	Err            error
	Sent, Answered time.Duration
}

// door is the one way out of the process.
type door struct{ p *Process }

// Ask is called by whoever holds the baton, which is down until there is an answer. Of a
// process that is stopped nobody gets one: its code ends here, with all it has deferred, and
// the baton is put down by whoever had it enter.
func (d door) Ask(r engine.Request) (engine.Reply, error) {
	p := d.p
	x := Exchange{Request: r, Sent: p.Clock.Now()}
	if p.life.Err() != nil {
		runtime.Goexit() // perhaps from something deferred: nothing is asked for any more
	}
	p.baton.Unlock()
	x.Reply, x.Err = p.serve(r)
	x.Answered = p.Clock.Now()
	p.baton.Lock()
	p.leases.note(x)
	if p.Tell != nil {
		p.Tell(x)
	}
	if p.life.Err() != nil {
		runtime.Goexit()
	}
	return x.Reply, x.Err
}

func (d door) Now() time.Duration  { return d.p.Clock.Now() }
func (d door) Wall() time.Duration { return d.p.Clock.Wall() }

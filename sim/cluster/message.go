package cluster

import (
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim"
	"pawl/sim/deploy"
)

// An exchange is one request of a process, and its wait for the reply.
type exchange struct {
	from, to *machine
	request  engine.Request
	label    string         // for the trace
	key      string         // that it is about, if it is a step
	step     string         // of a rotation; empty: none
	moments  faults.Moments // that events may wait for; none, if it is no step
	engines  bool           // an engine's process asks, so that the witness is told

	by   string        // the process, with its incarnation, that asks
	sent time.Duration // when
	fact deploy.Noted  // of the witness
	proc *sim.Proc

	value     engine.Reply
	err       error
	answered  bool // a reply has come
	abandoned bool // the process has given up
	doubled   bool // there are, or were, copies of its messages

	out, in message // the request and its reply; copies have room of their own
}

// A message is a request or a reply on its way: an object of its own, which can be
// lost, kept, and doubled.
type message struct {
	x      *exchange
	reply  bool
	fails  error         // what a request is answered with in place of being served
	value  engine.Reply  // of a reply, as are the rest
	served time.Duration // when the request was
	err    error
}

// plain prepares a request that is no engine's, and so no step of a rotation.
func (m *machine) plain(to *machine, r engine.Request) *exchange {
	x := m.c.blank()
	x.from, x.to, x.request, x.label = m, to, r, deploy.Label(r)
	return x
}

// blank is an exchange to be filled in: one that is over, if there is one, since a run
// has a thousand.
func (c *cluster) blank() *exchange {
	n := len(c.over)
	if n == 0 {
		return c.fresh.Put(exchange{})
	}
	x := c.over[n-1]
	c.over = c.over[:n-1]
	return x
}

// end keeps an exchange for another request, if no message of it can be under way.
func (x *exchange) end() {
	if x.answered {
		x.over()
	}
}

// over keeps an exchange that is over and of which no message is under way, unless there
// are copies.
func (x *exchange) over() {
	if x.doubled {
		return
	}
	x.key, x.step, x.moments, x.engines, x.fact = "", "", faults.Moments{}, false, 0
	x.value, x.err, x.answered, x.abandoned, x.in.x, x.out.fails = nil, nil, false, false, nil, nil // all else is set before it is read
	c := x.from.c
	c.over = append(c.over, x)
}

// run sends the request and waits for its reply; not answered when none came in time.
// The exchange is over then.
func (x *exchange) run(timeout time.Duration) (reply engine.Reply, err error, answered bool) {
	w := x.from.c.w
	x.proc, x.by = w.Current(), x.from.self
	x.proc.Check()
	x.due()
	x.sent = w.Now()
	x.out.x = x
	if x.engines {
		x.from.asks(x.request)
		x.fact = x.from.c.witness.Asks(x.by, x.to.name, x.request, x.step, x.key, x.sent)
	}
	w.Tell(sim.Event{Actor: x.from.name, What: deploy.Sent, Detail: x.label, A: int64(x.to.id), Sum: x.from.c.sums.of(x.request)})
	x.from.c.depart(&x.out, x.from, x.to)
	x.reached(x.moments.Sent)
	answered = x.wait(timeout)
	reply, err = x.value, x.err
	x.abandoned = !answered
	if x.engines && answered {
		x.from.moves(sizeOfReply(reply), x.request.Verb())
	}
	x.end()
	return reply, err, answered
}

// due lets faults strike before the request leaves. They strike from the kernel, not
// from inside the process: it gives way, and one that is stopped or ended stays here.
func (x *exchange) due() {
	if x.reached(x.moments.Due) {
		x.proc.Sleep(0)
	}
}

// reached has faults strike that wait for a moment, and says whether any does. In the
// kernel that is now, in a process as soon as it gives way.
func (x *exchange) reached(m faults.Moment) bool {
	c := x.from.c
	if m == 0 {
		return false
	}
	c.census.Reached(m, x.key, x.from.name)
	if !c.inject.Waits(m) {
		return false
	}
	strike := func() {
		c.acting = x.proc
		c.inject.Reached(m, x.key, x.from.name)
		c.acting = nil
	}
	if c.w.Current() != nil {
		c.w.After(0, sim.Func(strike))
	} else {
		strike()
	}
	return true
}

// wait parks the process until the reply is there. It may be woken by the reply to
// an earlier request, which came in a pause after that had timed out.
func (x *exchange) wait(timeout time.Duration) bool {
	w := x.from.c.w
	for end := w.Now() + timeout; ; {
		woken := x.proc.ParkFor(end - w.Now())
		if x.answered {
			return true
		}
		if !woken {
			return false
		}
	}
}

// gone says that nobody waits for the reply any more.
func (x *exchange) gone() bool { return x.abandoned || x.answered || x.proc.Done() }

// Run is an arrival.
func (m *message) Run() {
	if m.reply {
		m.x.back(m)
	} else {
		m.arrive()
	}
}

// arrive is a request at the other machine. That its caller has given up makes no
// difference there.
func (m *message) arrive() {
	to := m.x.to
	if to.up {
		to.c.witness.Arrived(m.x.fact, to.c.w.Now())
	}
	switch {
	case !to.up:
	case to.paused:
		to.onHold()
		to.held = append(to.held, m)
	case m.fails != nil:
		m.answered(nil, m.fails, 0, 0)
	default:
		to.serve(m)
	}
}

// answer sends the reply to a request; a and b are for the trace.
func (m *message) answer(value engine.Reply, err error, a, b int64) {
	m.x.reached(m.x.moments.Applied)
	m.answered(value, err, a, b)
}

// answered sends the reply to a request that may have had no effect.
func (m *message) answered(value engine.Reply, err error, a, b int64) {
	x := m.x
	w := x.from.c.w
	x.from.c.witness.Answered(x.fact, x.request, value, err, w.Now())
	w.Tell(sim.Event{Actor: x.to.name, What: deploy.Replied, Detail: x.label, A: a, B: b, Sum: x.to.c.sums.reply(value, err)})
	if !x.to.up || x.gone() {
		return
	}
	r := &x.in
	if r.x != nil { // it is under way already: this answers a copy
		r = new(message)
	}
	*r = message{x: x, reply: true, value: value, err: err, served: w.Now()}
	x.from.c.depart(r, x.to, x.from)
}

// back is a reply at the process, if it still waits.
func (x *exchange) back(m *message) {
	if x.gone() {
		return
	}
	x.answered, x.value, x.err = true, m.value, m.err
	if x.doubled {
		x.from.c.witness.Heard(x.fact, x.request, m.value, m.err, m.served)
	}
	x.from.c.witness.Heeded(x.fact, m.err, x.from.c.w.Now())
	x.reached(x.moments.Answered)
	x.proc.Wake()
}

// doing is how the effect of a request at its machine came about, now.
func (x *exchange) doing() deploy.Doing {
	now := x.to.c.w.Now()
	return deploy.Doing{Cause: x.fact, By: x.by, Sent: x.sent, Early: now, At: now}
}

// doing is how something came about that a machine did by itself, now.
func (m *machine) doing() deploy.Doing {
	now := m.c.w.Now()
	return deploy.Doing{By: m.self, Sent: now, Early: now, At: now}
}

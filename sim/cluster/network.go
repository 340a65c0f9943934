package cluster

import (
	"time"

	"pawl/faults"
	"pawl/sim"
)

// network is a directed link from each machine to each other one: latency drawn
// for each message, and any number of cuts.
type network struct {
	latency []*sim.Source // by from*machines+to, made on first use
	cuts    [][]*cut      // the same
	n       int
}

// cut drops what is sent over one link, while it is in force.
type cut struct{ bit func() }

// loss drops the next n replies to one machine.
type loss struct {
	n   int
	bit func()
}

func (c *cluster) link(from, to *machine) int { return from.id*c.net.n + to.id }

// delay draws how long a message takes: mostly a fraction of a millisecond to two,
// sometimes tens.
func (c *cluster) delay(from, to *machine) time.Duration {
	i := c.link(from, to)
	s := c.net.latency[i]
	if s == nil {
		s = c.w.Source("net/" + from.name + ">" + to.name)
		c.net.latency[i] = s
	}
	n := time.Duration(s.Choose(256))
	if n >= 250 {
		return (n - 249) * 10 * time.Millisecond
	}
	return 200*time.Microsecond + n*8*time.Microsecond
}

// dropped says whether a link is cut, and lets each cut know that it bit.
func (c *cluster) dropped(from, to *machine) bool {
	cuts := c.net.cuts[c.link(from, to)]
	for _, k := range cuts {
		k.bit()
	}
	return len(cuts) > 0
}

// call is one request and its reply. It is a task of the kernel: first the
// request's arrival, then the reply's.
type call struct {
	c        *cluster
	from, to *machine
	proc     *sim.Proc // that waits for the reply
	what     string    // for the trace
	server   server
	moments  moments
	a, b     int64 // of the reply, for the trace

	arrived   bool // the request has
	answered  bool // the reply has
	abandoned bool // the caller has given up
}

// A server does at the other machine what is asked for, and ends with call.reply,
// at once or later.
type server interface{ serve(*call) }

// serverFunc is a function as a server.
type serverFunc func(*call)

func (f serverFunc) serve(k *call) { f(k) }

// moments are what faults may wait for in a call; none if not set.
type moments struct {
	set, noEffect                bool // noEffect: nothing is applied, it is a read
	due, sent, applied, answered faults.Moment
}

// call sends a request and waits for its reply; false when none came in time,
// and then nobody can know what became of it.
func (m *machine) call(to *machine, what string, timeout time.Duration, ms moments, serve serverFunc) bool {
	return m.ask(&call{to: to, what: what, moments: ms, server: serve}, timeout)
}

// ask is call, for a request that is its own server and allocated as one.
func (m *machine) ask(k *call, timeout time.Duration) bool {
	k.c, k.from, k.proc = m.c, m, m.c.w.Current()
	k.proc.Check()
	if k.moments.set {
		m.due(k.proc, k.moments.due)
	}
	k.send()
	if k.moments.set {
		m.c.inject.Reached(k.moments.sent, m.name)
	}
	if k.wait(timeout) {
		return true
	}
	k.abandoned = true
	return false
}

// due lets faults strike before a request leaves: one that stops or ends the
// process then takes hold here, and the request leaves after it, or never.
func (m *machine) due(p *sim.Proc, at faults.Moment) {
	m.c.inject.Reached(at, m.name)
	if m.paused {
		m.bit() // what is due is held back
	}
	if m.paused || !m.up {
		p.Sleep(0)
	}
}

// wait parks the caller until the answer is there. It may be woken by the answer
// to an earlier call, which came in a pause after that call had timed out.
func (k *call) wait(timeout time.Duration) bool {
	w := k.c.w
	for end := w.Now() + timeout; ; {
		woken := k.proc.ParkFor(end - w.Now())
		if k.answered {
			return true
		}
		if !woken {
			return false
		}
	}
}

// send lets the request leave.
func (k *call) send() {
	k.c.w.Emit(k.from.name, "send", k.what, int64(k.to.id), 0)
	if k.c.dropped(k.from, k.to) {
		return
	}
	k.c.w.After(k.c.delay(k.from, k.to), k)
}

// Run is an arrival.
func (k *call) Run() {
	if k.arrived {
		k.back()
		return
	}
	k.arrived = true
	k.arrive()
}

// arrive is the request at the other machine. That its caller has given up makes
// no difference there.
func (k *call) arrive() {
	switch {
	case !k.to.up:
		return
	case k.to.paused:
		k.to.bit()
		k.to.held = append(k.to.held, k)
		return
	}
	k.server.serve(k)
}

// reply sends the answer back.
func (k *call) reply() {
	c := k.c
	if k.moments.set && !k.moments.noEffect {
		c.inject.Reached(k.moments.applied, k.from.name)
	}
	c.w.Emit(k.to.name, "reply", k.what, k.a, k.b)
	if k.abandoned || c.lost(k.from) || c.dropped(k.to, k.from) {
		return
	}
	c.w.After(c.delay(k.to, k.from), k)
}

// back is the reply at the caller, if it still waits.
func (k *call) back() {
	if k.gone() {
		return
	}
	if k.from.paused {
		k.from.bit()
	}
	k.answered = true
	if k.moments.set {
		k.c.inject.Reached(k.moments.answered, k.from.name)
	}
	k.proc.Wake()
}

// lost says whether the next reply to a machine is to be lost.
func (c *cluster) lost(to *machine) bool {
	if len(to.losing) == 0 {
		return false
	}
	l := to.losing[0]
	l.n--
	if l.n == 0 {
		to.losing = to.losing[1:]
	}
	l.bit()
	return true
}

// gone says that nobody waits for the answer any more.
func (k *call) gone() bool { return k.abandoned || k.proc.Done() }

package camera

import (
	"slices"
	"time"

	"pawl/checker"
	"pawl/reports/film"
	"pawl/sim"
	"pawl/sim/deploy"
)

// mail finds out which answer belongs to which request. The trace says what each is about and
// what it follows from; mostly an answer follows from its request, and where it does not (who
// waited for something is answered when somebody else writes it) the history's facts tell.
type mail struct {
	c     *camera
	all   []letter        // by message, less one
	byAsk map[int]int     // message, by the frame that sends it
	open  map[box][]int   // messages that are not answered; looked up only
	of    map[factRef]int // message, by its fact; looked up only

	replies map[service][]uint32 // answers, by who gives them, to what, and when; looked up only
}

type factRef = *checker.Fact

// A letter is one request, as the mail knows it.
type letter struct {
	fact   *checker.Fact // nil: none tells of it
	from   string
	to     string
	label  string
	sent   time.Duration
	asked  int
	answer int
	at     time.Duration // of the answer
}

// A box is where requests wait for an answer.
type box struct{ at, label string }

func newMail(c *camera) *mail {
	m := &mail{c: c, byAsk: map[int]int{}, open: map[box][]int{}, of: map[factRef]int{}, replies: map[service][]uint32{}}
	for i := range c.trace {
		if e := &c.trace[i]; e.What == deploy.Replied {
			s := service{e.Actor, e.Detail, e.At}
			m.replies[s] = append(m.replies[s], e.ID)
		}
	}
	return m
}

// sent takes a request.
func (m *mail) sent(e *sim.Event) int {
	to := m.c.machine(e.A)
	l := letter{from: e.Actor, to: to, label: e.Detail, sent: e.At, asked: int(e.ID)}
	l.fact = m.c.facts.take(ask{e.Actor, to, labelIn(e.Detail), e.At})
	m.all = append(m.all, l)
	n := len(m.all)
	m.byAsk[int(e.ID)] = n
	if l.fact != nil {
		m.of[l.fact] = n
	}
	b := box{to, e.Detail}
	m.open[b] = append(m.open[b], n)
	return n
}

// machine is the name of a machine by its number, as a trace has it.
func (c *camera) machine(n int64) string {
	if n < 0 || n >= int64(len(c.p.Machines)) {
		return deploy.OutsideName
	}
	return c.p.Machines[n].Name
}

// fact is what the history has of a message; nil: nothing.
func (m *mail) fact(message int) *checker.Fact {
	if message == 0 {
		return nil
	}
	return m.all[message-1].fact
}

// replied takes an answer, and says to which message; 0 if that cannot be found out.
func (m *mail) replied(e *sim.Event) int {
	n := m.served(e)
	if n == 0 {
		n = m.waited(e)
	}
	if n == 0 {
		n = m.behind(e)
	}
	if n == 0 {
		return 0
	}
	l := &m.all[n-1]
	if l.answer == 0 {
		l.answer, l.at = int(e.ID), e.At
		b := box{l.to, l.label}
		if i := slices.Index(m.open[b], n); i >= 0 {
			m.open[b] = slices.Delete(m.open[b], i, i+1)
		}
	}
	return n
}

// answers says whether a frame sends what an event answers, and which message that is.
func (m *mail) answers(e *sim.Event, id uint32) int {
	cause := &m.c.trace[id-1]
	if cause.What != deploy.Sent || cause.Detail != e.Detail || m.c.machine(cause.A) != e.Actor {
		return 0
	}
	return m.byAsk[int(id)]
}

// served is the message whose arrival led straight to the answer: all between them happened at
// the machine that answers.
func (m *mail) served(e *sim.Event) int {
	id := e.Cause
	for id != 0 && m.c.trace[id-1].Actor == e.Actor && m.answers(e, id) == 0 {
		id = m.c.trace[id-1].Cause
	}
	if id == 0 {
		return 0
	}
	return m.answers(e, id)
}

// waited is the message that the history says was answered just then.
func (m *mail) waited(e *sim.Event) int {
	var some []int
	for _, f := range m.c.facts.served[service{e.Actor, labelIn(e.Detail), e.At}] {
		if n := m.of[f]; n != 0 && m.all[n-1].answer == 0 && m.all[n-1].label == e.Detail {
			some = append(some, n)
		}
	}
	return m.likeliest(e, some)
}

// likeliest is, of messages that an event may answer, one whose asker goes on from this answer;
// else the one that has waited longest, of those whose askers go on from no other that is given at
// the same moment.
func (m *mail) likeliest(e *sim.Event, some []int) int {
	first, free := 0, 0
	for _, n := range some {
		l := &m.all[n-1]
		if first == 0 {
			first = n
		}
		switch {
		case m.leadsTo(e.ID, l.from):
			if l.fact == nil || l.fact.Received != 0 {
				return n
			}
		case free == 0 && !m.claimed(e, l.from):
			free = n
		}
	}
	if free != 0 {
		return free
	}
	return first
}

// leadsTo says that a machine goes on from an answer.
func (m *mail) leadsTo(id uint32, machine string) bool {
	return slices.ContainsFunc(m.c.follows[int(id)], func(next int) bool { return m.c.trace[next-1].Actor == machine })
}

// claimed says that a machine goes on from another answer of the same kind and moment.
func (m *mail) claimed(e *sim.Event, machine string) bool {
	return slices.ContainsFunc(m.replies[service{e.Actor, e.Detail, e.At}], func(other uint32) bool { return other != e.ID && m.leadsTo(other, machine) })
}

// behind is the message that stands behind all that led to the answer, which asked others
// meanwhile; else the likeliest of those that wait.
func (m *mail) behind(e *sim.Event) int {
	waits := m.open[box{e.Actor, e.Detail}]
	for id := e.Cause; id != 0; id = m.c.trace[id-1].Cause {
		if n := m.answers(e, id); n != 0 && slices.Contains(waits, n) {
			return n
		}
	}
	return m.likeliest(e, waits)
}

// settle writes down what became of each.
func (m *mail) settle() {
	x := &m.c.f.Messages
	for i := range m.all {
		l := &m.all[i]
		m.c.letters = append(m.c.letters, l.fact)
		heard := m.heard(l)
		arrived, received := m.arrived(l), m.received(l, heard)
		x.From = append(x.From, m.c.laneOf(l.from))
		x.To = append(x.To, m.c.laneOf(l.to))
		x.Label = append(x.Label, m.c.text(l.label))
		x.Asked = append(x.Asked, l.asked)
		x.Answer = append(x.Answer, l.answer)
		x.Heard = append(x.Heard, heard)
		x.Sent = append(x.Sent, int64(l.sent))
		x.Arrived = append(x.Arrived, int64(arrived))
		x.Answered = append(x.Answered, int64(l.at))
		x.Received = append(x.Received, int64(received))
		x.Fate = append(x.Fate, m.c.text(m.fate(l, arrived, received)))
	}
}

// heard is the first frame of the asker that follows from the answer.
func (m *mail) heard(l *letter) int {
	for _, id := range m.c.follows[l.answer] {
		if l.answer != 0 && m.c.trace[id-1].Actor == l.from {
			return id
		}
	}
	return 0
}

// arrived is when a request did: as the history has it, else when the first thing came of it.
func (m *mail) arrived(l *letter) time.Duration {
	if l.fact != nil && l.fact.Arrived != 0 {
		return l.fact.Arrived
	}
	for _, id := range m.c.follows[l.asked] {
		if m.c.trace[id-1].Actor == l.to {
			return m.c.trace[id-1].At
		}
	}
	return l.at
}

// received is when the answer was.
func (m *mail) received(l *letter, heard int) time.Duration {
	if l.fact != nil && l.fact.Received != 0 {
		return l.fact.Received
	}
	if heard != 0 {
		return m.c.trace[heard-1].At
	}
	return 0
}

func (m *mail) fate(l *letter, arrived, received time.Duration) string {
	late := m.c.p.End-l.sent <= m.c.p.CallTimeout
	switch {
	case received != 0:
		return film.Heard
	case l.answer != 0 && m.c.p.End-l.at <= m.c.p.CallTimeout:
		return film.UnderWay
	case l.answer != 0:
		return film.Unheard
	case late:
		return film.UnderWay
	case arrived != 0:
		return film.Unanswered
	case l.fact == nil:
		return film.Unknown
	}
	return film.Lost
}

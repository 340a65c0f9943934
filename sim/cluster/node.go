package cluster

import (
	"bytes"
	"errors"
	"time"

	"github.com/cespare/xxhash/v2"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim"
	"pawl/sim/deploy"
)

// What a client asks of a node, and is answered.
type (
	sealAsk struct {
		key   string
		plain []byte
	}
	sealAnswer struct {
		id     deploy.Noted // 0: it was turned away
		sealed engine.Sealed
	}
	openAsk struct {
		key    string
		seal   deploy.Noted
		sealed engine.Sealed
		plain  []byte // that was sealed, to hold the answer against; the node does not see it
		forged string // what was done to what was sealed; empty: nothing
		open   deploy.Noted
	}
	openAnswer struct {
		open   deploy.Noted
		answer checker.Answer
		rev    uint64
		why    string
	}
)

func (sealAsk) Verb() engine.Verb { return "seal" }
func (openAsk) Verb() engine.Verb { return "open" }

// node is a machine that seals and opens.
type node struct {
	m    *machine
	emit *sim.Source // how long answers take to leave
	door doorstep
}

// serve takes a request, in a process of its own.
func (n *node) serve(m *message) {
	switch m.x.request.(type) {
	case sealAsk:
		received := n.m.c.w.Now()
		n.m.spawn(func(*sim.Proc) { n.seal(m, received) })
	case openAsk:
		open := n.door.received(m, n.m)
		n.m.spawn(func(*sim.Proc) { n.open(m, open) })
	case lodgeAsk:
		n.lodge(m)
	case recallAsk:
		n.recall(m)
	case announceAsk:
		n.m.spawn(func(*sim.Proc) { n.announce(m) })
	case engine.Push:
		n.m.spawn(func(*sim.Proc) { n.push(m) })
	default:
		m.answer(nil, engine.ErrRejected, 0, 0)
	}
}

// leaveSoon lets an answer leave the node. It has passed the engine's last check;
// what is left is the way out, at most δ, which no pause can stretch.
func (n *node) leaveSoon(leave func()) {
	c := n.m.c
	way := c.setup.WayOut(max(0, n.emit.Choose(8)-4))
	if way == 0 {
		leave()
		return
	}
	c.w.After(way, sim.Func(leave))
}

func (n *node) seal(m *message, received time.Duration) {
	c, r := n.m.c, m.x.request.(sealAsk)
	service := deploy.Service{Key: r.key, Client: m.x.from.name, By: n.m.self, Sent: m.x.sent, Arrived: received}
	sealed, err := n.m.serving.Seal(r.key, r.plain)
	if err != nil {
		service.At = c.w.Now()
		c.witness.Denied(service, err.Error())
		c.w.Emit(n.m.name, deploy.Denied, r.key, int64(xxhash.Sum64String(err.Error())), 0)
		m.answer(sealAnswer{}, nil, 0, 0)
		return
	}
	n.leaveSoon(func() {
		service.At = c.w.Now()
		id := c.witness.Sealed(service, &sealed)
		c.w.Emit(n.m.name, deploy.Sealed, r.key, int64(sealed.Version), int64(xxhash.Sum64(sealed.Text)))
		m.answer(sealAnswer{id, sealed}, nil, int64(sealed.Version), 1)
	})
}

// A doorstep is where requests to open arrive: it knows those that were received once.
// Looked up only.
type doorstep map[deploy.Noted]bool

// received notes that a request to open has arrived. A second copy of it is another
// one to the history, which has an answer of its own.
func (d doorstep) received(m *message, at *machine) (open deploy.Noted) {
	now, r := at.c.w.Now(), m.x.request.(openAsk)
	open = r.open
	if d[open] {
		open = r.opening(at.c.witness, at.name, m.x.from.name, m.x.sent)
	}
	d[open] = true
	at.c.witness.Arrived(open, now)
	return open
}

// opening tells the witness that an open is asked for.
func (r *openAsk) opening(w *deploy.Witness, node, client string, called time.Duration) deploy.Noted {
	return w.Opening(r.key, r.seal, node, r.sealed.Version, r.forged, client, called)
}

func (n *node) open(m *message, open deploy.Noted) {
	c, self, r := n.m.c, n.m.self, m.x.request.(openAsk)
	plain, err := n.m.serving.Open(r.key, r.sealed)
	a := openAnswer{open: open, answer: answerOf(plain, err, r.plain), rev: n.m.serving.Rev(r.key)}
	if err != nil {
		a.why = err.Error()
	}
	reply := engine.Reply(a)
	n.leaveSoon(func() {
		c.witness.Opened(open, self, a.answer, a.rev, a.why, c.w.Now())
		c.w.Emit(n.m.name, deploy.Opened, r.key, int64(r.sealed.Version), int64(c.sums.of(reply)))
		m.answer(reply, nil, int64(r.sealed.Version), truth(a.answer == checker.Right))
	})
}

func answerOf(plain []byte, err error, want []byte) checker.Answer {
	switch {
	case err == nil && bytes.Equal(plain, want):
		return checker.Right
	case err == nil:
		return checker.Wrong
	case errors.Is(err, engine.ErrUnknownVersion):
		return checker.UnknownKey
	}
	return checker.Unavailable
}

func (n *node) push(m *message) {
	c, cmd := n.m.c, m.x.request.(engine.Push).Command
	err := n.m.serving.Push(cmd)
	c.witness.Effect(cmd.Key, checker.Outside{Kind: checker.EffectKind(cmd.Errand), Version: cmd.Version, Node: n.m.name,
		Window: cmd.Window, Fence: cmd.Fence, Accepted: err == nil, Made: err == nil}, m.x.doing())
	m.answer(nil, err, int64(cmd.Version), truth(err == nil))
}

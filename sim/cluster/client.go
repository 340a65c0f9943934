package cluster

import (
	"bytes"
	"encoding/binary"
	"errors"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim"
)

// client seals in one pool and opens in another, for as long as the run lasts.
type client struct {
	c    *cluster
	m    *machine
	pick *sim.Source
	pace *sim.Source
	emit *sim.Source
	mine []int // ids of acknowledged seals
}

// sealed is what a client keeps of a seal.
type sealed struct {
	engine.Sealed
	key   string
	pool  string
	plain []byte
}

func (cl *client) run(p *sim.Proc) {
	think := cl.c.setup.Think
	for {
		p.Sleep(cl.pace.Between(think/4, think*7/4))
		node := cl.c.nodes[cl.pick.Choose(len(cl.c.nodes))]
		key := cl.c.setup.Keys[cl.pick.Choose(len(cl.c.setup.Keys))]
		if id := cl.seal(node, key); id >= 0 {
			cl.mine = append(cl.mine, id)
		}
		if len(cl.mine) == 0 {
			continue
		}
		p.Sleep(cl.pace.Between(time.Millisecond, think))
		cl.open(cl.choose())
	}
}

// choose takes the newest seal half of the time, else any of the last twenty.
func (cl *client) choose() int {
	n := min(len(cl.mine), 20)
	back := max(0, cl.pick.Choose(2*n)-n)
	return cl.mine[len(cl.mine)-1-back]
}

// seal asks a node to seal, and returns the seal's id if it was acknowledged.
func (cl *client) seal(node *machine, key string) int {
	c := cl.c
	plain := binary.BigEndian.AppendUint64([]byte(cl.m.name), uint64(cl.pick.Choose(1<<20)))
	called := c.w.Now()
	id := -1
	answered := cl.m.call(node, "seal", callTimeout, moments{}, func(k *call) {
		received := c.w.Now()
		node.spawn(func(*sim.Proc) {
			s, err := node.serving.Seal(key, plain)
			if err != nil {
				c.observe.h.Denials = append(c.observe.h.Denials, checker.Denial{Key: key, Node: node.name,
					Incarnation: node.self, Client: cl.m.name, At: c.w.Now(), Why: err.Error()})
				k.reply()
				return
			}
			cl.emitted(node, func(self string) {
				id = c.observe.sealed(&sealed{s, key, node.pool, plain}, node.name, self, cl.m.name, called, received)
				k.a, k.b = int64(s.Version), digest(s.Text)
				k.reply()
			})
		})
	})
	if !answered || id < 0 {
		return -1
	}
	h := &c.observe.h.Seals[id]
	h.Acked, h.Returned = true, c.w.Now()
	return id
}

// emitted lets an answer leave the node. It has passed the engine's last check;
// what is left is the way out, at most δ, which no pause can stretch.
func (cl *client) emitted(node *machine, leave func(self string)) {
	self := node.self
	way := max(0, time.Duration(cl.emit.Choose(8))-4) * cl.c.setup.Policy.Emission / 4
	cl.c.w.After(way, sim.Func(func() { leave(self) }))
}

// open asks a node of another pool to open a seal.
func (cl *client) open(id int) {
	c := cl.c
	s := c.observe.seals[id]
	node := cl.elsewhere(s.pool)
	i := c.observe.opening(id, s, node.name, cl.m.name)
	answered := cl.m.call(node, "open", callTimeout, moments{}, func(k *call) {
		c.observe.h.Opens[i].Received = c.w.Now()
		node.spawn(func(*sim.Proc) {
			plain, err := node.serving.Open(s.key, s.Sealed)
			rev := node.serving.Rev(s.key)
			answer := answerOf(plain, err, s.plain)
			cl.emitted(node, func(self string) {
				o := &c.observe.h.Opens[i]
				o.Emitted, o.Answer, o.Incarnation, o.StampRev = c.w.Now(), answer, self, rev
				if err != nil {
					o.Why = err.Error()
				}
				k.a, k.b = int64(s.Version), digest([]byte(answer))
				k.reply()
			})
		})
	})
	if answered {
		c.observe.h.Opens[i].Returned = c.w.Now()
	}
}

func (cl *client) elsewhere(pool string) *machine {
	node := cl.c.nodes[cl.pick.Choose(len(cl.c.nodes))]
	for range 4 {
		if node.pool != pool {
			break
		}
		node = cl.c.nodes[cl.pick.Choose(len(cl.c.nodes))]
	}
	return node
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

// sealed notes a seal that has left its node.
func (o *observer) sealed(s *sealed, node, self, client string, called, received time.Duration) int {
	id := len(o.h.Seals)
	now := o.c.w.Now()
	o.h.Seals = append(o.h.Seals, checker.Seal{ID: id, Key: s.key, Node: node, Incarnation: self, Version: s.Version,
		Print: s.Print, Nonce: string(s.Nonce[:]), Received: received, Emitted: now, StampRev: s.Rev,
		Client: client, Called: called})
	o.seals = append(o.seals, s)
	o.c.w.Emit(node, "sealed", s.key, int64(s.Version), digest(s.Text))
	return id
}

// opening notes that a client asks for an open.
func (o *observer) opening(id int, s *sealed, node, client string) int {
	o.h.Opens = append(o.h.Opens, checker.Open{ID: len(o.h.Opens), Seal: id, Key: s.key, Node: node, Version: s.Version,
		Client: client, Called: o.c.w.Now(), Answer: checker.Lost})
	return len(o.h.Opens) - 1
}

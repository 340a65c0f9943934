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
	asks int   // how often it has asked for a seal, which makes each plaintext its own
}

func (cl *client) run(p *sim.Proc) {
	think := cl.c.setup.Think
	for {
		p.Sleep(cl.pace.Between(think/4, think*7/4))
		node := cl.c.nodes[cl.pick.Choose(len(cl.c.nodes))]
		if id := cl.seal(node, cl.key()); id >= 0 {
			cl.mine = append(cl.mine, id)
		}
		if len(cl.mine) == 0 {
			continue
		}
		p.Sleep(cl.pace.Between(time.Millisecond, think))
		cl.open(cl.choose())
	}
}

// key is the key to seal under next.
func (cl *client) key() string {
	keys := cl.c.setup.Keys
	if len(keys) == 1 {
		return keys[0]
	}
	return keys[cl.pick.Choose(len(keys))]
}

// choose takes the newest seal half of the time, else any of the last twenty.
func (cl *client) choose() int {
	n := min(len(cl.mine), 20)
	back := max(0, cl.pick.Choose(2*n)-n)
	return cl.mine[len(cl.mine)-1-back]
}

// request is what a client asks of a node: a call that is its own server, and
// carries what both ends need.
type request struct {
	call
	cl       *client
	node     *machine
	self     string // the start of the node that answered
	key      string
	received time.Duration
}

func (cl *client) request(r *request, what string, k server) bool {
	r.cl = cl
	r.call = call{to: r.node, what: what, server: k}
	return cl.m.ask(&r.call, callTimeout)
}

// leaveSoon lets an answer leave the node. It has passed the engine's last check;
// what is left is the way out, at most δ, which no pause can stretch.
func (r *request) leaveSoon(leave func()) {
	r.self = r.node.self
	way := max(0, time.Duration(r.cl.emit.Choose(8))-4) * r.c.setup.Policy.Emission / 4
	if way == 0 {
		leave()
		return
	}
	r.c.w.After(way, sim.Func(leave))
}

// seal asks a node to seal, and returns the seal's id if it was acknowledged.
func (cl *client) seal(node *machine, key string) int {
	cl.asks++
	r := &sealRequest{id: -1, called: cl.c.w.Now(), plain: binary.BigEndian.AppendUint64([]byte(cl.m.name), uint64(cl.asks))}
	r.node, r.key = node, key
	if !cl.request(&r.request, "seal", r) || r.id < 0 {
		return -1
	}
	h := &cl.c.observe.h.Seals[r.id]
	h.Acked, h.Returned = true, cl.c.w.Now()
	return r.id
}

type sealRequest struct {
	request
	plain  []byte
	called time.Duration
	sealed engine.Sealed
	id     int // in the history, -1 until it has left
}

func (r *sealRequest) serve(*call) {
	r.received = r.c.w.Now()
	r.node.spawn(r.handle)
}

func (r *sealRequest) handle(*sim.Proc) {
	var err error
	if r.sealed, err = r.node.serving.Seal(r.key, r.plain); err == nil {
		r.leaveSoon(r.leave)
		return
	}
	h := r.c.observe.h
	h.Denials = append(h.Denials, checker.Denial{Key: r.key, Node: r.node.name, Incarnation: r.node.self,
		Client: r.cl.m.name, At: r.c.w.Now(), Why: err.Error()})
	r.reply()
}

func (r *sealRequest) leave() {
	r.id = r.c.observe.sealed(r)
	r.a, r.b = int64(r.sealed.Version), digest(r.sealed.Text)
	r.reply()
}

// open asks a node of another pool to open a seal.
func (cl *client) open(id int) {
	r := &openRequest{seal: cl.c.observe.seals[id]}
	r.node, r.key = cl.elsewhere(r.seal.node.pool), r.seal.key
	r.at = cl.c.observe.opening(id, r, cl.m.name)
	if cl.request(&r.request, "open", r) {
		cl.c.observe.h.Opens[r.at].Returned = cl.c.w.Now()
	}
}

type openRequest struct {
	request
	seal   *sealRequest
	at     int // in the history
	rev    uint64
	answer checker.Answer
	why    error
}

func (r *openRequest) serve(*call) {
	r.c.observe.h.Opens[r.at].Received = r.c.w.Now()
	r.node.spawn(r.handle)
}

func (r *openRequest) handle(*sim.Proc) {
	plain, err := r.node.serving.Open(r.key, r.seal.sealed)
	r.rev, r.why = r.node.serving.Rev(r.key), err
	r.answer = answerOf(plain, err, r.seal.plain)
	r.leaveSoon(r.leave)
}

func (r *openRequest) leave() {
	o := &r.c.observe.h.Opens[r.at]
	o.Emitted, o.Answer, o.Incarnation, o.StampRev = r.c.w.Now(), r.answer, r.self, r.rev
	if r.why != nil {
		o.Why = r.why.Error()
	}
	r.a, r.b = int64(r.seal.sealed.Version), digest([]byte(r.answer))
	r.reply()
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

// sealed notes a seal that leaves its node.
func (o *observer) sealed(r *sealRequest) int {
	id := len(o.h.Seals)
	o.h.Seals = append(o.h.Seals, checker.Seal{ID: id, Key: r.key, Node: r.node.name, Incarnation: r.self,
		Version: r.sealed.Version, Print: r.sealed.Print, Nonce: string(r.sealed.Nonce[:]), Received: r.received,
		Emitted: o.c.w.Now(), StampRev: r.sealed.Rev, Client: r.cl.m.name, Called: r.called})
	o.seals = append(o.seals, r)
	o.c.w.Emit(r.node.name, "sealed", r.key, int64(r.sealed.Version), digest(r.sealed.Text))
	return id
}

// opening notes that a client asks for an open.
func (o *observer) opening(id int, r *openRequest, client string) int {
	o.h.Opens = append(o.h.Opens, checker.Open{ID: len(o.h.Opens), Seal: id, Key: r.key, Node: r.node.name,
		Version: r.seal.sealed.Version, Client: client, Called: o.c.w.Now(), Answer: checker.Lost})
	return len(o.h.Opens) - 1
}

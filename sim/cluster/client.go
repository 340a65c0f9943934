package cluster

import (
	"cmp"
	"encoding/binary"
	"slices"
	"time"

	"pawl/engine"
	"pawl/sim"
	"pawl/sim/deploy"
)

// client seals in one pool and opens in another, for as long as the run lasts.
type client struct {
	c    *cluster
	m    *machine
	pick *sim.Source
	pace *sim.Source
	mine []sealedByMe // acknowledged
	hand *sim.Source  // to which relying party
	late *sim.Source  // with which text it comes back though it is old; nil: with none by intent
	asks int          // how often it has asked for a seal, which makes each plaintext its own

	keeper *keeper // nil: nothing is kept for good
}

// sealedByMe is a seal that a client has the answer to.
type sealedByMe struct {
	id     deploy.Noted
	key    string
	pool   string // that sealed it
	plain  []byte
	sealed engine.Sealed
	at     time.Duration // when the client had it
}

func (cl *client) run(p *sim.Proc) {
	think := cl.c.setup.Think
	for {
		p.Sleep(cl.pace.Between(think/4, think*7/4))
		node, key := cl.whom()
		cl.seal(node, key)
		if cl.keeper != nil {
			cl.keeper.asks()
		}
		if len(cl.mine) == 0 {
			continue
		}
		p.Sleep(cl.pace.Between(time.Millisecond, think))
		s := cl.choose()
		cl.open(s)
		if parties := cl.c.relying; len(parties) > 0 {
			cl.openAt(parties[cl.hand.Choose(len(parties))], s)
		}
		if cl.late != nil {
			cl.comesBack()
		}
	}
}

// whom to ask for a seal next, and under which key.
func (cl *client) whom() (node *machine, key string) {
	e := &cl.c.setup.Engine
	if e.Serves == nil {
		node = cl.c.nodes[cl.pick.Choose(len(cl.c.nodes))]
		return node, cl.key()
	}
	key = cl.key()
	some := make([]*machine, 0, len(cl.c.nodes))
	for _, n := range cl.c.nodes {
		if e.Seals(n.pool, key) {
			some = append(some, n)
		}
	}
	if len(some) == 0 {
		some = cl.c.nodes // nobody does: they say so
	}
	return some[cl.pick.Choose(len(some))], key
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
func (cl *client) choose() sealedByMe {
	n := min(len(cl.mine), 20)
	back := max(0, cl.pick.Choose(2*n)-n)
	return cl.mine[len(cl.mine)-1-back]
}

// comesBack opens a text that is as old as any that is still about, as likely as any of them.
func (cl *client) comesBack() {
	oldest := cl.c.w.Now() - cl.c.setup.Truth.Lifetime
	from, _ := slices.BinarySearchFunc(cl.mine, oldest, func(s sealedByMe, at time.Duration) int { return cmp.Compare(s.at, at) })
	if n := len(cl.mine) - from; n > 0 {
		cl.open(cl.mine[from+cl.late.Choose(n)])
	}
}

// text is a plaintext that nobody else has, nor had.
func (cl *client) text() []byte {
	cl.asks++
	return binary.BigEndian.AppendUint64([]byte(cl.m.name), uint64(cl.asks))
}

// seal asks a node to seal, and keeps what was acknowledged.
func (cl *client) seal(node *machine, key string) {
	plain := cl.text()
	reply, _, answered := cl.m.plain(node, sealAsk{key, plain}).run(deploy.CallTimeout)
	if !answered {
		return
	}
	if a := reply.(sealAnswer); a.id != 0 {
		cl.c.witness.Returned(a.id, cl.c.w.Now())
		cl.mine = append(cl.mine, sealedByMe{a.id, key, node.pool, plain, a.sealed, cl.c.w.Now()})
	}
}

// open asks a node of another pool to open a seal.
func (cl *client) open(s sealedByMe) { cl.openAt(cl.elsewhere(s.pool), s) }

// openAt asks a node, or a relying party.
func (cl *client) openAt(node *machine, s sealedByMe) {
	ask := openAsk{key: s.key, seal: s.id, sealed: s.sealed, plain: s.plain}
	ask.open = ask.opening(cl.c.witness, node.name, cl.m.name, cl.c.w.Now())
	if reply, _, answered := cl.m.plain(node, ask).run(deploy.CallTimeout); answered {
		cl.c.witness.Returned(reply.(openAnswer).open, cl.c.w.Now())
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

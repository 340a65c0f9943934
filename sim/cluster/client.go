package cluster

import (
	"cmp"
	"slices"
	"time"

	"pawl/engine"
	"pawl/sim"
	"pawl/sim/deploy"
	"pawl/sim/deploy/people"
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
	says people.Texts // that it has nodes seal

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

// seal asks a node to seal, and keeps what was acknowledged.
func (cl *client) seal(node *machine, key string) {
	plain := cl.says.Next()
	reply, _, answered := cl.m.plain(node, sealAsk{key, plain}).run(deploy.CallTimeout)
	if !answered {
		return
	}
	if a := reply.(sealAnswer); a.id != 0 {
		cl.c.witness.Returned(a.id, cl.c.w.Now())
		cl.mine = append(cl.mine, sealedByMe{a.id, key, node.pool, plain, a.sealed, cl.c.w.Now()})
	}
}

// open asks a node of another pool to open a seal, and now and then for what nobody has sealed.
func (cl *client) open(s sealedByMe) {
	node := cl.elsewhere(s.pool)
	cl.openAt(node, s)
	forged, how := cl.says.Forged(s.sealed, cl.ofOtherKeys(s.key)...)
	if how != "" {
		s.sealed = forged
		cl.asksFor(node, s, how)
	}
}

// ofOtherKeys is the newest text of another key than one, if there is any.
func (cl *client) ofOtherKeys(key string) []engine.Sealed {
	if len(cl.c.setup.Keys) == 1 {
		return nil
	}
	for i := len(cl.mine) - 1; i >= 0; i-- {
		if s := &cl.mine[i]; s.key != key {
			return []engine.Sealed{s.sealed}
		}
	}
	return nil
}

// openAt asks a node, or a relying party.
func (cl *client) openAt(node *machine, s sealedByMe) { cl.asksFor(node, s, "") }

// asksFor asks for a text as it is, or as it is forged.
func (cl *client) asksFor(node *machine, s sealedByMe, forged string) {
	ask := openAsk{key: s.key, seal: s.id, sealed: s.sealed, plain: s.plain, forged: forged}
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

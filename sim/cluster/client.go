package cluster

import (
	"time"

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
	mine people.Mines // acknowledged
	hand *sim.Source  // to which relying party
	late *sim.Source  // with which text it comes back though it is old; nil: with none by intent
	says people.Texts // that it has nodes seal

	keeper *keeper // nil: nothing is kept for good
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
		if cl.mine.Empty() {
			continue
		}
		p.Sleep(cl.pace.Between(time.Millisecond, think))
		s := cl.mine.Recent(cl.pick)
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

// comesBack opens a text that is as old as any that is still about, as likely as any of them.
func (cl *client) comesBack() {
	if s, is := cl.mine.Since(cl.c.w.Now()-cl.c.setup.Truth.Lifetime, cl.late); is {
		cl.open(s)
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
		cl.mine.Add(people.Mine{ID: int(a.id), Key: key, Pool: node.pool, Plain: plain, Sealed: a.sealed, At: cl.c.w.Now()})
	}
}

// open asks a node of another pool to open a seal, and now and then for what nobody has sealed.
func (cl *client) open(s people.Mine) {
	node := cl.elsewhere(s.Pool)
	cl.openAt(node, s)
	forged, how := cl.says.Forged(s.Sealed, cl.mine.OfAnother(s.Key)...)
	if how != "" {
		s.Sealed = forged
		cl.asksFor(node, s, how)
	}
}

// openAt asks a node, or a relying party.
func (cl *client) openAt(node *machine, s people.Mine) { cl.asksFor(node, s, "") }

// asksFor asks for a text as it is, or as it is forged.
func (cl *client) asksFor(node *machine, s people.Mine, forged string) {
	ask := openAsk{key: s.Key, seal: deploy.Noted(s.ID), sealed: s.Sealed, plain: s.Plain, forged: forged}
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

package live

import (
	"context"
	"fmt"
	"slices"
	"time"

	"pawl/engine"
	"pawl/sim/deploy"
	"pawl/sim/deploy/people"
)

// client seals in one pool and opens in another, for as long as the run lasts.
type client struct {
	r    *run
	m    *machine
	pick *source
	says people.Texts // that it has nodes seal
	mine people.Mines
}

func (r *run) addClient(name string, i int) *machine {
	m := r.add(name, "")
	cl := &client{r: r, m: m, pick: r.source(name)}
	cl.says = people.TextsOf(name, r.source(name+"/texts").Choose(people.Turns))
	m.begins = func(l *life) {
		cl.mine = people.Mines{}
		m.ran(l, starts)
		close(l.ready)
		r.goes(l, cl.run)
		if r.setup.Policy.Rewrap && i == 0 {
			r.goes(l, cl.recallsAll)
		}
	}
	return m
}

// goes runs something in a life.
func (r *run) goes(l *life, f func(*life)) { r.under.Go(func() { f(l) }) }

// sleeps waits, and says whether the life goes on.
func (l *life) sleeps(d time.Duration) bool {
	pass(l.ctx, d)
	l.m.r.mu.Lock()
	defer l.m.r.mu.Unlock()
	return l.waits(nil)
}

// plain prepares a request that is no engine's, and so no step of a rotation.
func (l *life) plain(to *machine, r engine.Request, serve func(context.Context, *crossing) (engine.Reply, error)) *crossing {
	return &crossing{life: l, to: to, request: r, serve: serve}
}

// returned notes that the answer to something has come back.
func (l *life) returned(f deploy.Noted) (at time.Duration) {
	r := l.m.r
	at = r.now()
	_ = l.told(func() { r.witness.Returned(f, at) })
	return at
}

func (cl *client) run(l *life) {
	think := cl.r.setup.Think
	for l.sleeps(cl.pick.between(think/4, think*7/4)) {
		node, key := cl.whom()
		cl.seal(l, node, key)
		if cl.r.setup.Policy.Rewrap {
			cl.keeps(l)
		}
		if cl.mine.Empty() || !l.sleeps(cl.pick.between(time.Millisecond, think)) {
			continue
		}
		s := cl.mine.Recent(cl.pick)
		cl.opensAt(l, cl.elsewhere(s.Pool), s)
		if parties := cl.r.relying; len(parties) > 0 {
			cl.open(l, one(cl.pick, parties), s, "", relies)
		}
		if cl.r.setup.Truth.Lifetime > 0 {
			cl.comesBack(l)
		}
	}
}

// whom to ask for a seal next, and under which key.
func (cl *client) whom() (node *machine, key string) {
	key = one(cl.pick, cl.r.setup.Keys)
	some := slices.DeleteFunc(slices.Clone(cl.r.nodes), func(n *machine) bool { return !cl.r.setup.Engine.Seals(n.pool, key) })
	if len(some) == 0 {
		some = cl.r.nodes // nobody does: they say so
	}
	return one(cl.pick, some), key
}

// comesBack opens a text that is as old as any that is still about, as likely as any of them.
func (cl *client) comesBack(l *life) {
	if s, is := cl.mine.Since(cl.r.now()-cl.r.setup.Truth.Lifetime, cl.pick); is {
		cl.opensAt(l, cl.elsewhere(s.Pool), s)
	}
}

// seal asks a node to seal, and keeps what was acknowledged.
func (cl *client) seal(l *life, node *machine, key string) {
	plain := cl.says.Next()
	reply, err, answered := l.plain(node, sealAsk{key, plain}, seals).run(deploy.CallTimeout)
	if !answered || err != nil {
		return
	}
	if a := reply.(sealAnswer); a.id != 0 {
		cl.mine.Add(people.Mine{ID: int(a.id), Key: key, Pool: node.pool, Plain: plain, Sealed: a.sealed, At: l.returned(a.id)})
	}
}

// opensAt asks a node, and now and then for what nobody has sealed.
func (cl *client) opensAt(l *life, node *machine, s people.Mine) {
	cl.open(l, node, s, "", opens)
	forged, how := cl.says.Forged(s.Sealed, cl.mine.OfAnother(s.Key)...)
	if how != "" {
		s.Sealed = forged
		cl.open(l, node, s, how, opens)
	}
}

// open asks a node, or a relying party, for a text as it is, or as it is forged.
func (cl *client) open(l *life, at *machine, s people.Mine, forged string, serve func(context.Context, *crossing) (engine.Reply, error)) {
	ask := openAsk{key: s.Key, seal: deploy.Noted(s.ID), sealed: s.Sealed, plain: s.Plain, forged: forged}
	x := l.plain(at, ask, serve)
	if l.told(func() { x.sent = cl.r.now(); ask.open = ask.opening(x) }) != nil {
		return
	}
	x.request = ask
	if reply, err, answered := x.run(deploy.CallTimeout); answered && err == nil {
		l.returned(reply.(openAnswer).open)
	}
}

func (cl *client) elsewhere(pool string) (node *machine) {
	for range 5 {
		node = one(cl.pick, cl.r.nodes)
		if node.pool != pool {
			break
		}
	}
	return node
}

// keptNames is under how many names of each key something is kept: they are put over, too.
const keptNames = 7

func nameOf(i int) string { return fmt.Sprint("secret-", i+1) }

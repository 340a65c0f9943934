package live

import (
	"context"
	"errors"

	"pawl/engine"
	"pawl/sim/deploy"
)

// What is kept for good: clients ask for it where policy says so.
type (
	lodgeAsk struct {
		key, name string
		plain     []byte
		fact      deploy.Noted
	}
	recallAsk struct {
		key, name string
		fact      deploy.Noted
	}
)

func (lodgeAsk) Verb() engine.Verb  { return "keep" }
func (recallAsk) Verb() engine.Verb { return "recall" }

// keeps has a text kept, or recalls one.
func (cl *client) keeps(l *life) {
	s := cl.r.setup
	key, name := one(cl.pick, s.Keys), nameOf(cl.pick.Choose(keptNames))
	node := one(cl.pick, cl.r.nodes)
	if cl.pick.Choose(2) == 0 {
		cl.lodge(l, node, key, name)
	} else {
		cl.recall(l, node, key, name)
	}
}

func (cl *client) lodge(l *life, node *machine, key, name string) {
	ask := lodgeAsk{key: key, name: name, plain: cl.says.Kept()}
	_ = l.told(func() { ask.fact = cl.r.witness.Lodging(key, name, node.name, cl.m.name, ask.plain, cl.r.now()) })
	if _, _, answered := l.plain(node, ask, lodges).run(deploy.CallTimeout); answered {
		l.returned(ask.fact)
	}
}

func (cl *client) recall(l *life, node *machine, key, name string) (told bool) {
	ask := recallAsk{key: key, name: name}
	_ = l.told(func() { ask.fact = cl.r.witness.Recalling(key, name, node.name, cl.m.name, cl.r.now()) })
	_, err, answered := l.plain(node, ask, recalls).run(deploy.CallTimeout)
	if answered {
		l.returned(ask.fact)
	}
	return answered && err == nil
}

// recallsAll recalls, before the run ends, all that may be kept, each from some node.
func (cl *client) recallsAll(l *life) {
	if !l.sleeps(cl.r.setup.Duration - 3*deploy.CallTimeout - cl.r.now()) {
		return
	}
	pick := cl.r.source("at last")
	for _, key := range cl.r.setup.Keys {
		for i := range keptNames {
			for range 3 {
				if cl.recall(l, one(pick, cl.r.nodes), key, nameOf(i)) {
					break
				}
			}
		}
	}
}

// lodges has a node keep a text.
func lodges(ctx context.Context, x *crossing) (engine.Reply, error) {
	r, ask := x.life.m.r, x.request.(lodgeAsk)
	p, l := x.to.now()
	if p == nil || !x.once(ask.fact) {
		return nil, errGone
	}
	err := p.keep(ctx, ask.key, ask.name, ask.plain)
	if errors.Is(err, errGone) {
		return nil, err
	}
	if gone := l.told(func() { r.witness.Lodged(ask.fact, l.self, err, r.now()) }); gone != nil {
		return nil, gone
	}
	return nil, err
}

// recalls has a node open what is kept.
func recalls(ctx context.Context, x *crossing) (engine.Reply, error) {
	r, ask := x.life.m.r, x.request.(recallAsk)
	p, l := x.to.now()
	if p == nil || !x.once(ask.fact) {
		return nil, errGone
	}
	plain, err := p.kept(ctx, ask.key, ask.name)
	if errors.Is(err, errGone) {
		return nil, err
	}
	if gone := l.told(func() { r.witness.Recalled(ask.fact, l.self, plain, err, r.now()) }); gone != nil {
		return nil, gone
	}
	return nil, err
}

// once notes that a request has arrived; a second copy of it is dropped.
func (x *crossing) once(f deploy.Noted) bool {
	r := x.life.m.r
	r.mu.Lock()
	defer r.mu.Unlock()
	first := !x.seen
	x.seen = true
	r.witness.Arrived(f, r.now())
	return first
}

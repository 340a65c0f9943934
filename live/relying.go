package live

import (
	"context"
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim/deploy"
)

// What a relying party asks of a node, and is answered.
type (
	announceAsk    struct{ key string }
	announceAnswer struct {
		versions []engine.Announced
		serving  bool
	}
)

func (announceAsk) Verb() engine.Verb { return "announced" }

// relying is a party that opens what nodes have sealed, by a view of its own.
type relying struct {
	r      *run
	m      *machine
	kind   deploy.Cache
	pick   *source
	views  map[string]*cachedView // by key
	frozen time.Duration          // from when on a frozen one asks no more
}

// cachedView is what it knows of a key, since it asked for it.
type cachedView struct {
	versions []engine.Announced
	asked    time.Duration
}

func (r *run) addRelying(name string, kind deploy.Cache) *machine {
	m := r.add(name, "")
	p := &relying{r: r, m: m, kind: kind, pick: r.source(name)}
	p.frozen = p.pick.between(0, r.setup.Healed)
	m.party = p
	m.begins = func(l *life) {
		if p.views == nil || kind != deploy.Pinned {
			p.views = map[string]*cachedView{}
		}
		m.ran(l, starts)
		close(l.ready)
		r.goes(l, p.keep)
	}
	return m
}

// keep asks for what it is to go by as soon as there is anything.
func (p *relying) keep(l *life) {
	for _, key := range p.r.setup.Keys {
		for p.known(key) == nil {
			if !l.sleeps(p.pick.between(time.Second, 3*time.Second)) {
				return
			}
			p.ask(l, key)
		}
	}
}

func (p *relying) known(key string) *cachedView {
	p.r.mu.Lock()
	defer p.r.mu.Unlock()
	return p.views[key]
}

// relies has a relying party open something, by the view that it has, or gets.
func relies(_ context.Context, x *crossing) (engine.Reply, error) {
	p, ask := x.to.party, x.request.(openAsk)
	_, l := x.to.now()
	if l == nil {
		return nil, errGone
	}
	open := ask.comes(x)
	v := p.view(l, ask.key)
	if v != nil && v.find(ask.sealed.Version) < 0 && p.kind == deploy.OnUnknown {
		p.ask(l, ask.key)
		v = p.known(ask.key)
	}
	gone := l.told(func() {
		a, asked := checker.Unavailable, time.Duration(0)
		if v != nil {
			a, asked = p.answers(v, &ask), v.asked
		}
		p.r.witness.Relied(open, l.self, p.r.setup.Told(p.kind), asked, a, p.r.now())
	})
	return openAnswer{open}, gone
}

func (p *relying) answers(v *cachedView, ask *openAsk) checker.Answer {
	switch i := v.find(ask.sealed.Version); {
	case i < 0:
		return checker.UnknownKey
	case p.r.witness.Opens(ask.key, &ask.sealed, v.versions[i].Print):
		return checker.Right
	}
	return checker.Wrong
}

// view is what it goes by now; nil where it has nothing that it may go by.
func (p *relying) view(l *life, key string) *cachedView {
	v, now := p.known(key), p.r.now()
	ages := p.kind == deploy.Aged || p.kind == deploy.Frozen && now < p.frozen
	lead := p.r.setup.OldestCache()
	if v == nil || ages && now-v.asked > lead-lead/8 {
		p.ask(l, key)
		v = p.known(key)
	}
	if v != nil && ages && p.r.now()-v.asked > lead {
		return nil
	}
	return v
}

// ask has some node tell what there is to open. A view counts from when it was asked for.
func (p *relying) ask(l *life, key string) {
	for range 3 {
		asked := p.r.now()
		node := one(p.pick, p.r.nodes)
		reply, err, answered := l.plain(node, announceAsk{key}, announces).run(deploy.CallTimeout)
		if !answered || err != nil {
			continue
		}
		if a := reply.(announceAnswer); a.serving {
			_ = l.told(func() { p.views[key] = &cachedView{a.versions, asked} })
			return
		}
	}
}

// find is the place of a version in a view; below 0 where it does not have it.
func (v *cachedView) find(version uint32) int {
	return slices.IndexFunc(v.versions, func(a engine.Announced) bool { return a.Version == version })
}

// announces has a node tell a relying party what there is to open.
func announces(ctx context.Context, x *crossing) (engine.Reply, error) {
	p, _ := x.to.now()
	if p == nil {
		return nil, errGone
	}
	versions, err := p.announced(ctx, x.request.(announceAsk).key)
	return announceAnswer{versions, err == nil}, nil
}

package cluster

import (
	"slices"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim"
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
	m      *machine
	kind   deploy.Cache
	pick   *sim.Source
	door   doorstep
	views  map[string]*cachedView // by key; looked up only
	frozen time.Duration          // from when on a frozen one asks no more
}

// cachedView is what it knows of a key, since it asked for it.
type cachedView struct {
	versions []engine.Announced
	asked    time.Duration
}

func (c *cluster) addRelying(name string, kind deploy.Cache) *machine {
	m := c.add(name)
	r := &relying{m: m, kind: kind, pick: c.w.Source(name), door: doorstep{}}
	r.frozen = r.pick.Between(0, c.setup.Healed)
	m.start = func() {
		if r.views == nil || kind != deploy.Pinned {
			r.views = map[string]*cachedView{}
		}
		m.spawn(r.keep)
	}
	m.serve = r.serve
	return m
}

// keep asks for what it is to go by as soon as there is anything; less often when there has
// been nothing for long.
func (r *relying) keep(p *sim.Proc) {
	const soon, seldom = 30, 6
	for _, key := range r.m.c.setup.Keys {
		for tries := 0; r.views[key] == nil; tries++ {
			p.Sleep(r.pick.Between(time.Second, 3*time.Second) << min(max(0, tries-soon), seldom))
			r.ask(key)
		}
	}
}

func (r *relying) serve(m *message) {
	ask, is := m.x.request.(openAsk)
	if !is {
		m.answer(nil, engine.ErrRejected, 0, 0)
		return
	}
	ask.open = r.door.received(m, r.m)
	r.m.spawn(func(*sim.Proc) { r.open(m, &ask) })
}

// open answers by the view that it has, or gets.
func (r *relying) open(m *message, ask *openAsk) {
	c := r.m.c
	v := r.view(ask.key)
	if v != nil && v.find(ask.sealed.Version) < 0 && r.kind == deploy.OnUnknown {
		r.ask(ask.key)
		v = r.views[ask.key]
	}
	a, asked := checker.Unavailable, time.Duration(0)
	if v != nil {
		asked = v.asked
		switch i := v.find(ask.sealed.Version); {
		case i < 0:
			a = checker.UnknownKey
		case c.witness.Opens(ask.key, &ask.sealed, v.versions[i].Print):
			a = checker.Right
		default:
			a = checker.Wrong
		}
	}
	c.witness.Relied(ask.open, r.m.self, c.setup.Told(r.kind), asked, a, c.w.Now())
	c.w.Emit(r.m.name, deploy.Opened, ask.key, int64(ask.sealed.Version), int64(asked))
	m.answer(openAnswer{open: ask.open, answer: a}, nil, int64(ask.sealed.Version), truth(a == checker.Right))
}

// view is what it goes by now; nil where it has nothing that it may go by.
func (r *relying) view(key string) *cachedView {
	v, now := r.views[key], r.m.c.w.Now()
	ages := r.kind == deploy.Aged || r.kind == deploy.Frozen && now < r.frozen
	lead := r.m.c.setup.OldestCache()
	if v == nil || ages && now-v.asked > lead-lead/8 {
		r.ask(key)
		v = r.views[key]
	}
	if v != nil && ages && r.m.c.w.Now()-v.asked > lead {
		return nil
	}
	return v
}

// ask has some node tell what there is to open. A view counts from when it was asked for.
func (r *relying) ask(key string) {
	c := r.m.c
	for range 3 {
		asked := c.w.Now()
		node := c.nodes[r.pick.Choose(len(c.nodes))]
		reply, _, answered := r.m.plain(node, announceAsk{key}).run(deploy.CallTimeout)
		if !answered {
			continue
		}
		if a, is := reply.(announceAnswer); is && a.serving {
			r.views[key] = &cachedView{a.versions, asked}
			return
		}
	}
}

// find is the place of a version in a view; below 0 where it does not have it.
func (v *cachedView) find(version uint32) int {
	return slices.IndexFunc(v.versions, func(a engine.Announced) bool { return a.Version == version })
}

// announce has the node tell a relying party what there is to open.
func (n *node) announce(m *message) {
	var a announceAnswer
	if s, is := n.m.serving.(engine.Announcing); is {
		versions, err := s.Announced(m.x.request.(announceAsk).key)
		a = announceAnswer{versions, err == nil}
	}
	n.leaveSoon(func() { m.answer(a, nil, int64(len(a.versions)), truth(a.serving)) })
}

package conform

import (
	"slices"
	"strings"

	"pawl/engine"

	"pgregory.net/rapid"
)

// random runs random programs. What they must have met at least once is counted,
// so that they cannot pass by doing nothing.
func random(t T, open func() Backend) {
	met, programs := map[string]int{}, 0
	rapid.Check(t, func(rt *rapid.T) {
		programs++
		p := &program{history: history{t: rt, model: NewModel(), under: open()}, met: met}
		rt.Repeat(map[string]func(*rapid.T){
			"put":       p.put,
			"delete":    p.delete,
			"txn":       p.txn,
			"guarded":   p.guarded,
			"twice":     p.twice,
			"many":      p.many,
			"grant":     func(*rapid.T) { p.step(grant(longTTL)) },
			"keepalive": func(t *rapid.T) { p.step(keepAlive(p.lease(t))) },
			"revoke":    p.revoke,
			"await":     p.await,
			"elsewhere": func(*rapid.T) { p.step(elsewhere{}) },
		})
	})
	if t.Failed() || programs < 50 {
		return
	}
	for _, goal := range goals {
		if met[goal] == 0 {
			t.Errorf("%d programs, and in none: %s", programs, goal)
		}
	}
	t.Logf("%d programs, %v", programs, met)
}

var goals = []string{"held", "not held", "refused", "lease gone", "keys went with a lease", "read after write"}

// program is one random program as it is drawn.
type program struct {
	history
	met map[string]int
}

func (p *program) step(s step) {
	switch out := p.do(s); {
	case out == "refused" || out == "lease gone":
		p.met[out]++
	case strings.HasPrefix(out, "held"):
		p.met["held"]++
	case strings.HasPrefix(out, "not held"):
		p.met["not held"]++
	}
}

var (
	keys     = []string{"a", "a/", "a/1", "a/2", "b/1", "b/1/x", "b/\xff", "b/\xff\xff", "c\x00"}
	prefixes = []string{"", "a", "a/", "b/", "b/1", "b/\xff", "c", "none"}
	values   = []string{"", "x", "y", "\x00\xff"}
)

func key(t *rapid.T) string { return rapid.SampledFrom(keys).Draw(t, "key") }

// lease is one that was granted, and may have been revoked; now and then it is
// none (0), or one that never was.
func (p *program) lease(t *rapid.T) engine.Lease {
	n := len(p.model.leases)
	if n > 0 && rapid.IntRange(0, 4).Draw(t, "known") > 0 {
		return engine.Lease(rapid.IntRange(1, n).Draw(t, "lease"))
	}
	return engine.Lease(rapid.IntRange(0, n+1).Draw(t, "lease"))
}

func (p *program) op(t *rapid.T) engine.Op {
	switch kind := rapid.SampledFrom([]engine.OpKind{engine.OpPut, engine.OpDelete, engine.OpGet, engine.OpPrefix}).Draw(t, "op"); kind {
	case engine.OpPut:
		var l engine.Lease
		if rapid.Bool().Draw(t, "leased") {
			l = p.lease(t)
		}
		return engine.Put(key(t), []byte(rapid.SampledFrom(values).Draw(t, "value")), l)
	case engine.OpPrefix:
		op := engine.Prefix(rapid.SampledFrom(prefixes).Draw(t, "prefix"))
		if rapid.Bool().Draw(t, "paged") {
			op.Limit = rapid.IntRange(0, 3).Draw(t, "limit")
			op.After = rapid.SampledFrom(append(keys, prefixes...)).Draw(t, "after")
		}
		return op
	default:
		return engine.Op{Kind: kind, Key: key(t)}
	}
}

// compare is one that holds, one of a key that must be absent, or any.
func (p *program) compare(t *rapid.T) engine.Compare {
	c := engine.Compare{Key: key(t)}
	switch rapid.SampledFrom([]string{"holds", "holds", "absent", "any"}).Draw(t, "compare") {
	case "holds":
		c.Mod = p.model.keys[c.Key].Mod
	case "any":
		c.Mod = rapid.Int64Range(0, p.model.rev+1).Draw(t, "mod")
	}
	return c
}

func (p *program) put(t *rapid.T) {
	p.step(txn{Then: []engine.Op{engine.Put(key(t), []byte(rapid.SampledFrom(values).Draw(t, "value")), p.lease(t))}})
}

func (p *program) delete(t *rapid.T) { p.step(txn{Then: []engine.Op{engine.Del(key(t))}}) }

func (p *program) txn(t *rapid.T) {
	var s txn
	for range rapid.IntRange(0, 3).Draw(t, "compares") {
		s.If = append(s.If, p.compare(t))
	}
	for range rapid.IntRange(0, 4).Draw(t, "then") {
		s.Then = append(s.Then, p.op(t))
	}
	for range rapid.IntRange(0, 3).Draw(t, "else") {
		s.Else = append(s.Else, p.op(t))
	}
	p.step(s)
}

// guarded is how an engine writes: if the key has not moved, write it, and read
// back all under a prefix either way.
func (p *program) guarded(t *rapid.T) {
	c, read := p.compare(t), engine.Prefix(rapid.SampledFrom(prefixes).Draw(t, "prefix"))
	write := engine.Put(c.Key, []byte(rapid.SampledFrom(values).Draw(t, "value")), p.lease(t))
	before := p.model.rev
	p.step(txn{If: []engine.Compare{c}, Then: []engine.Op{read, write, read}, Else: []engine.Op{read}})
	if p.model.rev > before {
		p.met["read after write"]++
	}
}

// twice touches one key twice in one branch, which need not be the one that runs.
func (p *program) twice(t *rapid.T) {
	s := txn{If: []engine.Compare{p.compare(t)}}
	k := key(t)
	var ops []engine.Op
	for range 2 {
		op := p.op(t)
		op.Key = k
		ops = append(ops, op)
	}
	other := p.op(t)
	if at := rapid.IntRange(0, 2).Draw(t, "between"); rapid.Bool().Draw(t, "taken") {
		s.Then = slices.Insert(ops, at, other)
	} else {
		s.Else = slices.Insert(ops, at, other)
	}
	p.step(s)
}

// many is a transaction at the limit of its length.
func (p *program) many(t *rapid.T) {
	var s txn
	n := rapid.IntRange(127, 129).Draw(t, "operations")
	what := rapid.SampledFrom([]string{"compares", "then", "else"}).Draw(t, "where")
	c, op := p.compare(t), engine.Op{Kind: engine.OpGet, Key: key(t)}
	if rapid.Bool().Draw(t, "deletes") {
		op.Kind = engine.OpDelete
	}
	for range n {
		switch what {
		case "compares":
			s.If = append(s.If, c)
		case "then":
			s.Then = append(s.Then, op)
		case "else":
			s.Else = append(s.Else, op)
		}
	}
	p.step(s)
}

func (p *program) revoke(t *rapid.T) {
	before := p.model.rev
	p.step(revoke(p.lease(t)))
	if p.model.rev > before {
		p.met["keys went with a lease"]++
	}
}

func (p *program) await(t *rapid.T) {
	p.step(await{
		rapid.SampledFrom(prefixes).Draw(t, "prefix"),
		rapid.Int64Range(0, p.model.rev+1).Draw(t, "after"),
	})
}

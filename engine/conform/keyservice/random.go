package keyservice

import (
	"errors"
	"fmt"
	"time"

	"pawl/engine"
	"pawl/engine/conform"

	"pgregory.net/rapid"
)

// random runs random programs, of which each answer must be that of the model. What they must
// have met at least once is counted, so that they cannot pass by doing nothing.
func random(t conform.T, open func() Backend) {
	met, programs := map[string]int{}, 0
	rapid.Check(t, func(rt *rapid.T) {
		programs++
		p := &program{t: rt, b: open(), model: newModel(), prints: map[string]string{"": ""}, met: met}
		rt.Repeat(map[string]func(*rapid.T){
			"create":  p.create,
			"again":   p.again,
			"destroy": p.destroy,
			"lookup":  func(t *rapid.T) { p.lookup(op(t)) },
			"fetch":   func(t *rapid.T) { o := op(t); p.fetch(keyOf(o), versionOf(o)) },
			"pass":    p.pass,
			"restart": p.restart,
		})
	})
	if t.Failed() || programs < 50 {
		return
	}
	for _, goal := range []string{"made", "made under", "gone", "fetched", "rejected", "ended", "stale fence"} {
		if met[goal] == 0 {
			t.Errorf("%d programs, and in none: %s", programs, goal)
		}
	}
}

// program is one random program as it is drawn.
type program struct {
	t      conform.T
	b      Backend
	model  *model
	prints map[string]string // the model's, and what the other calls the same
	last   engine.Create
	done   []string
	met    map[string]int
}

func op(t *rapid.T) string {
	return rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f"}).Draw(t, "op")
}

// Each operation is for one version of one key, as it is with engines.
func keyOf(op string) string {
	if op < "c" {
		return "root"
	}
	return "k"
}

func versionOf(op string) uint32 {
	if op < "e" {
		return 1
	}
	return 2
}

func fence(t *rapid.T) uint64 { return rapid.Uint64Range(1, 4).Draw(t, "fence") }

// create draws what is to be made, now and then under something.
func (p *program) create(t *rapid.T) {
	c := engine.Create{Op: op(t), Fence: fence(t), Life: time.Duration(rapid.IntRange(0, 2).Draw(t, "life")) * life}
	c.Key, c.Version = keyOf(c.Op), versionOf(c.Op)
	if c.Key == "k" && rapid.Bool().Draw(t, "under") {
		c.Under = engine.Issuer{Key: "root", Version: 1}
	}
	p.last = c
	p.again(t)
}

// again asks for what was asked for last.
func (p *program) again(*rapid.T) {
	c := p.last
	if c.Op == "" {
		return
	}
	before := p.b.Wall()
	got, err := p.b.Create(c)
	after := p.b.Wall()
	_, known := p.model.byOp[c.Op]
	p.model.wall = before
	want, wrong := p.model.Create(c)
	p.say("%+v: %v", c, err)
	p.failed(err, wrong)
	if wrong == nil && !known {
		p.isNew(c, got, want, after-before)
		want = p.model.byOp[c.Op].Made
	}
	p.alike(got, want)
}

// isNew has the model take over of new material what could not be known.
func (p *program) isNew(c engine.Create, got, want engine.Made, took time.Duration) {
	if got.End < want.End || got.End > want.End+took {
		p.fatal("it ends at %s; want %s, or %s later", got.End, want.End, took)
	}
	for _, known := range p.prints {
		if known == got.Print {
			p.fatal("%q was made before, or is no print", got.Print)
		}
	}
	p.prints[want.Print] = got.Print
	p.model.byOp[c.Op].End = got.End
	p.met["made"]++
	if c.Under.Key != "" {
		p.met["made under"]++
	}
}

func (p *program) destroy(t *rapid.T) {
	o, f := op(t), fence(t)
	err := p.b.Destroy(o, keyOf(o), versionOf(o), f)
	p.say("destroy %s, fence %d: %v", o, f, err)
	p.failed(err, p.model.Destroy(o, keyOf(o), versionOf(o), f))
	p.lookup(o)
}

func (p *program) lookup(o string) {
	got, found, err := p.b.Lookup(o)
	want, isThere, _ := p.model.Lookup(o)
	p.say("lookup %s: %+v, %v, %v", o, got, found, err)
	if err != nil || found != isThere {
		p.fatal("want %+v, %v", want, isThere)
	}
	p.alike(got, want)
}

func (p *program) fetch(key string, version uint32) {
	p.model.wall = p.b.Wall()
	want, wrong := p.model.Fetch(key, version)
	got, err := p.b.Fetch(key, version)
	p.say("fetch version %d of %s: print %q, %v", version, key, got.Print, err)
	p.failed(err, wrong)
	if got.Print != p.prints[want.Print] || err == nil && engine.Fingerprint(got.Secret[:]) != got.Print {
		p.fatal("want print %q", p.prints[want.Print])
	}
	if err == nil {
		p.met["fetched"]++
	}
}

// pass lets some time pass. However often, these never come to a whole life, so that no call
// is just at an end.
func (p *program) pass(t *rapid.T) {
	d := rapid.SampledFrom([]time.Duration{7*time.Hour + 11*time.Minute, 13*time.Hour + 17*time.Minute}).Draw(t, "pass")
	p.say("%s pass", d)
	p.b.Pass(d)
}

func (p *program) restart(*rapid.T) {
	p.say("restart")
	if err := p.b.Restart(); err != nil {
		p.fatal("it does not start again: %v", err)
	}
}

// failed wants a call to have failed for the same reason, or for none.
func (p *program) failed(got, want error) {
	for name, why := range map[string]error{"rejected": engine.ErrRejected, "ended": engine.ErrEnded, "stale fence": engine.ErrStaleFence} {
		if errors.Is(got, why) != errors.Is(want, why) {
			p.fatal("want %v", want)
		}
		if errors.Is(want, why) {
			p.met[name]++
		}
	}
	if (got == nil) != (want == nil) {
		p.fatal("want %v", want)
	}
}

// alike wants two answers to be the same, but for how material is called.
func (p *program) alike(got, want engine.Made) {
	want.Print = p.prints[want.Print]
	if got != want {
		p.fatal("%+v; want %+v", got, want)
	}
	if want.Destroyed {
		p.met["gone"]++
	}
}

func (p *program) say(form string, args ...any) { p.done = append(p.done, fmt.Sprintf(form, args...)) }

func (p *program) fatal(form string, args ...any) {
	p.t.Helper()
	for _, line := range p.done {
		p.t.Log(line)
	}
	p.t.Fatalf(form, args...)
}

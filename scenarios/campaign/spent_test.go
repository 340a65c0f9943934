package campaign

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pawl/cmd/house/lengthy"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/sim"
)

// besides is an engine that does something else besides, with each key.
type besides struct {
	engine.Control
	env  engine.Env
	does func(b *besides, n int)
}

func (b *besides) Run(string) {
	for n := 0; ; n++ {
		b.does(b, n)
	}
}

func (b *besides) puts(name string, value []byte) {
	_, _ = b.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Put(name, value, 0)}})
}

// mine is the reference whose workers do something else.
func mine(does func(b *besides, n int)) engine.Engine {
	e := reference.Engine()
	e.Name = "mine"
	right := e.Worker
	e.Worker = func(env engine.Env) engine.Control { return &besides{right(env), env, does} }
	return e
}

// TestCheckEndsWhatHasNoEnd: who never waits, or carries too much about, is told so after a few
// runs, each of which was ended by a count, with the place in his code.
func TestCheckEndsWhatHasNoEnd(t *testing.T) {
	for name, c := range map[string]struct {
		does       func(b *besides, n int)
		kind, want string
	}{
		"asks":   {func(b *besides, _ int) { b.puts("x", nil) }, sim.KindRunaway, "asked for more than "},
		"looks":  {func(b *besides, _ int) { b.env.Clock.Now() }, sim.KindRunaway, "looked at the clock more than 200000 times in one moment"},
		"sleeps": {func(b *besides, _ int) { b.env.Clock.Sleep(0) }, sim.KindLivelock, "wake-ups at one instant"},
		"writes": {func(b *besides, _ int) {
			b.puts("x", make([]byte, 1<<20))
			b.env.Clock.Sleep(50 * time.Millisecond)
		}, sim.KindRunaway, "has written and read more than 34 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			if name != "looks" {
				lengthy.Only(t, "millions of requests")
			}
			var w witness
			Check(&w, mine(c.does), alone, Runs(40), Bugs(0), ReproDir(t.TempDir()))
			said, all := strings.Join(w.said, "\n"), strings.Join(w.errors, "\n")
			if !strings.Contains(said, "No more than 3 of 40 runs were made") {
				t.Errorf("it says %q", said)
			}
			for _, want := range []string{c.kind + ", violated by mine", "worker/1: ", c.want, "; in campaign.", "spent_test.go:"} {
				if !strings.Contains(all, want) {
					t.Errorf("no word of %q in %s", want, all)
				}
			}
		})
	}
}

// TestCheckTellsOfGrowth: what is left in the store for each look at it has no end.
func TestCheckTellsOfGrowth(t *testing.T) {
	e := reference.Engine()
	e.Name = "mine"
	right, describe := e.Agent, e.View.Describe
	e.View.Describe = func(kv engine.KV) (engine.Observation, bool) {
		if strings.HasPrefix(kv.Key, "diary-") {
			return engine.Observation{}, false
		}
		return describe(kv)
	}
	e.Agent = func(env engine.Env) engine.Serving { return &diarist{right(env), env} }
	var w witness
	Check(&w, e, alone, Runs(6), Bugs(0), ReproDir(t.TempDir()))
	if all := strings.Join(w.errors, "\n"); !strings.Contains(all, "keys left in the store: ") || !strings.Contains(all, "want at most 400 %. Delete what nobody needs any more") {
		t.Errorf("it says %q", all)
	}
	if said := strings.Join(w.said, "\n"); !strings.Contains(said, "After a random run it has left ") {
		t.Errorf("it says %q", said)
	}
}

// A diarist writes some lines for each thing that it seals.
type diarist struct {
	engine.Serving
	env engine.Env
}

func (d *diarist) Seal(key string, text []byte) (engine.Sealed, error) {
	s, err := d.Serving.Seal(key, text)
	var lines []engine.Op
	for n := range 20 {
		lines = append(lines, engine.Put(fmt.Sprintf("diary-%x-%d", s.Nonce, n), []byte("sealed"), 0))
	}
	_, _ = d.env.Store.Txn(engine.Txn{Then: lines})
	return s, err
}

// TestCheckWantsActs: who has no act for operators passes no more than who admits no rotation.
func TestCheckWantsActs(t *testing.T) {
	lengthy.Only(t, "a whole check of an engine")
	e := reference.Engine()
	e.Name = "mine"
	right := e.Worker
	e.Worker = func(env engine.Env) engine.Control { return unstoppable{right(env)} }
	var w witness
	Check(&w, e, Runs(20), Bugs(0), ReproDir(t.TempDir()))
	if all := strings.Join(w.errors, "\n"); !strings.Contains(all, "halts, resumes and aborts that there are: 0 against ") || !strings.Contains(all, "Have Operate do them") {
		t.Errorf("it says %q", all)
	}
}

// unstoppable has no acts.
type unstoppable struct{ engine.Control }

func (unstoppable) Operate(engine.Act) engine.Answer { return engine.Refuse(engine.WhyUnsupported) }

package explain

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/engine"
)

// recorder is a door that writes down what is asked, and answers what it is told to.
type recorder struct {
	asked   []string
	answers func(engine.Request) (engine.Reply, error)
}

func (r *recorder) Ask(q engine.Request) (engine.Reply, error) {
	r.asked = append(r.asked, fmt.Sprintf("%s %v", q.Verb(), q))
	return r.answers(q)
}
func (r *recorder) Now() time.Duration  { return 0 }
func (r *recorder) Wall() time.Duration { return 0 }

// byGuard has a process of a role, worker/1#1, ask through a guard. In its store lies the record of
// "k" at "k/r", which is of an owner, with fence 7, written at revision 5.
func byGuard(t *testing.T, name string, role engine.Role, owner string, ask func(*engine.Env), answers func(engine.Request) (engine.Reply, error)) []string {
	t.Helper()
	all := guardsAtPorts()
	g := all[slices.IndexFunc(all, func(g guard) bool { return g.name == "port."+name })]
	r := &recorder{answers: func(q engine.Request) (engine.Reply, error) {
		if answers != nil {
			if reply, err := answers(q); reply != nil || err != nil {
				return reply, err
			}
		}
		x, is := q.(engine.Txn)
		if !is {
			return nil, nil
		}
		res := engine.TxnResult{Held: true, Revision: 6}
		for _, op := range x.Then {
			if op.Kind == engine.OpGet {
				res.Reads = append(res.Reads, []engine.KV{{Key: op.Key, Value: []byte(owner), Mod: 5}})
			}
		}
		return res, nil
	}}
	var env engine.Env
	e := g.in(engine.Engine{
		Worker: func(own engine.Env) engine.Control { env = own; return nil },
		Agent:  func(own engine.Env) engine.Serving { env = own; return nil },
		View: engine.View{Describe: func(kv engine.KV) (engine.Observation, bool) {
			return engine.Observation{Key: "k", Record: &engine.Record{Owner: string(kv.Value), Fence: 7}}, kv.Key == "k/r"
		}},
	})
	given := engine.Env{Role: role, Name: "worker/1", Boot: "1"}.Through(r)
	if role == engine.WorkerRole {
		e.Worker(given)
	} else {
		e.Agent(given)
	}
	ask(&env)
	return r.asked
}

func look(env *engine.Env) {
	_, _ = env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get("k/r")}})
}

func write(env *engine.Env, at string) {
	_, _ = env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Put(at, []byte("x"), 0)}})
}

// TestWhatGuardsAsk: each guard changes what it is for, and nothing before it knows enough.
func TestWhatGuardsAsk(t *testing.T) {
	const self, other = "worker/1#1", "worker/2#1"
	lost := func(engine.Request) (engine.Reply, error) { return nil, engine.ErrUnknown }
	compare := "[{k/r 5}]"
	for _, c := range []struct {
		name, owner   string
		role          engine.Role
		ask           func(*engine.Env)
		answers       func(engine.Request) (engine.Reply, error)
		has, lacks    string // the last request
		atLeast, most int
	}{
		{name: "worker-compares-what-it-read", role: engine.WorkerRole, ask: func(e *engine.Env) { look(e); write(e, "k/r") }, has: compare, most: 2},
		{name: "worker-compares-what-it-read", role: engine.WorkerRole, ask: func(e *engine.Env) { write(e, "k/r") }, lacks: "{k/r", most: 1},
		{name: "worker-compares-what-it-read", role: engine.NodeRole, ask: func(e *engine.Env) { look(e); write(e, "k/r") }, lacks: "{k/r 5}", most: 2},
		{name: "node-compares-what-it-read", role: engine.NodeRole, ask: func(e *engine.Env) { look(e); write(e, "k/r") }, has: compare, most: 2},
		{name: "worker-compares-the-record", role: engine.WorkerRole, ask: func(e *engine.Env) { look(e); write(e, "k/other") }, has: compare, most: 2},
		{name: "node-compares-the-record", role: engine.NodeRole, ask: func(e *engine.Env) { look(e); write(e, "k/other") }, has: compare, most: 2},
		{name: "reads-the-present", role: engine.NodeRole, ask: func(e *engine.Env) { _, _ = e.Store.Txn(engine.Txn{Stale: true}) }, lacks: "true", most: 1},
		{name: "tells-its-fence", owner: self, role: engine.WorkerRole, ask: func(e *engine.Env) { look(e); _ = e.Keys.Destroy("op", "k", 1, 99) }, has: "k 1 7", most: 2},
		{name: "tells-its-fence", owner: other, role: engine.WorkerRole, ask: func(e *engine.Env) { look(e); _ = e.Keys.Destroy("op", "k", 1, 99) }, has: "k 1 99", most: 2},
		{name: "syncs", role: engine.NodeRole, ask: func(e *engine.Env) { _ = e.Disk.Write("f", nil) }, has: "disk-sync", most: 2},
		{name: "mints-under-one-name", role: engine.WorkerRole, ask: func(e *engine.Env) { _ = e.Keys.Destroy("any", "k", 3, 1) }, has: "k/3 k 3", most: 1},
		{name: "reads-back", role: engine.WorkerRole, ask: func(e *engine.Env) { write(e, "k/r") }, answers: lost, has: "[{2 k/r", most: 2},
		{name: "asks-destroy-again", role: engine.WorkerRole, ask: func(e *engine.Env) { _ = e.Keys.Destroy("op", "k", 1, 1) }, answers: func(q engine.Request) (engine.Reply, error) {
			if isDestroy(q) {
				return nil, engine.ErrUnknown
			}
			return nil, nil
		}, has: "destroy", atLeast: 2*asksAgain + 1, most: 2*asksAgain + 1},
		{name: "pushes-again", role: engine.WorkerRole, ask: func(e *engine.Env) { _ = e.Fleet.Push("node", engine.Command{}) }, answers: func(q engine.Request) (engine.Reply, error) {
			if isPush(q) {
				return nil, engine.ErrUnavailable
			}
			return nil, nil
		}, has: "push", atLeast: 2*asksAgain + 1, most: 2*asksAgain + 1},
		{name: "looks-who-owns", owner: other, role: engine.WorkerRole, ask: func(e *engine.Env) { look(e); write(e, "k/other") }, has: "{k/r 1099511627781}", atLeast: 3, most: 3},
		{name: "looks-who-owns", owner: self, role: engine.WorkerRole, ask: func(e *engine.Env) { look(e); write(e, "k/other") }, lacks: "{k/r", atLeast: 3, most: 3},
		{name: "waits-longer", role: engine.WorkerRole, ask: func(e *engine.Env) { e.Clock.Sleep(2) }, has: "6ns", most: 1},
	} {
		asked := byGuard(t, c.name, c.role, c.owner, c.ask, c.answers)
		last := asked[len(asked)-1]
		if !strings.Contains(last, c.has) || c.lacks != "" && strings.Contains(last, c.lacks) || len(asked) < c.atLeast || len(asked) > c.most {
			t.Errorf("%s: %d requests, the last %q; want %q, and not %q, in %d to %d", c.name, len(asked), last, c.has, c.lacks, c.atLeast, c.most)
		}
	}
}

package daemon

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/cmd/setting"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/faults"
	"pawl/sim/cluster"
	"pawl/sim/deploy"
)

// cost is what processes ask of the store, as etcd counts it.
type cost struct {
	writes int // transactions that could write: an entry each, whether their conditions hold or not
	reads  int // transactions that could not
	pairs  int // keys that those have read
	grants int // an entry each
	keeps  int // leases kept alive: no entry
	ends   int // leases that are revoked, or run out: an entry each
}

// entries are what etcd adds to its log.
func (c cost) entries() int { return c.writes + c.grants + c.ends }

func (c cost) minus(d cost) cost {
	return cost{c.writes - d.writes, c.reads - d.reads, c.pairs - d.pairs, c.grants - d.grants, c.keeps - d.keeps, c.ends - d.ends}
}

// count counts one request.
func (c *cost) count(r engine.Request, reply engine.Reply) {
	switch r := r.(type) {
	case engine.Txn:
		puts := func(op engine.Op) bool { return op.Kind == engine.OpPut || op.Kind == engine.OpDelete }
		if slices.ContainsFunc(r.Then, puts) || slices.ContainsFunc(r.Else, puts) {
			c.writes++
			return
		}
		c.reads++
		result, _ := reply.(engine.TxnResult) // of one that has failed there is none
		for _, kvs := range result.Reads {
			c.pairs += len(kvs)
		}
	case engine.Grant:
		c.grants++
	case engine.KeepAlive:
		c.keeps++
	case engine.Revoke:
		c.ends++
	}
}

// bill is what a part of a run costs, by who asks.
type bill struct {
	from, until    time.Duration
	workers, nodes cost
}

func (b *bill) over(at time.Duration) bool { return at >= b.from && at < b.until }

// till stands in the door of one process, and counts. A node's leases are never kept alive, as the
// tests see to, so each runs out when its time is over.
type till struct {
	engine.Door
	bill *bill
	of   *cost
}

func (d *till) Ask(r engine.Request) (engine.Reply, error) {
	reply, err := d.Door.Ask(r)
	at := d.Door.Now()
	if d.bill.over(at) {
		d.of.count(r, reply)
	}
	if g, is := r.(engine.Grant); is && err == nil && d.of == &d.bill.nodes && d.bill.over(at+g.TTL) {
		d.of.ends++
	}
	return reply, err
}

// billed is the engine with everybody's requests counted.
func billed(b *bill) engine.Engine {
	e := reference.Engine()
	worker, agent := e.Worker, e.Agent
	e.Worker = func(env engine.Env) engine.Control { return worker(env.Through(&till{env.Door, b, &b.workers})) }
	e.Agent = func(env engine.Env) engine.Serving { return agent(env.Through(&till{env.Door, b, &b.nodes})) }
	return e
}

// counted runs so many nodes and two workers without a fault, and counts from one time until
// another. Rotations are asked for from some time on, of as many keys, one after another.
func counted(t *testing.T, p engine.Policy, nodes, keys int, from, until time.Duration, rotations ...time.Duration) *bill {
	t.Helper()
	b := &bill{from: from, until: until}
	s := deploy.Standard(billed(b), 1)
	s.Policy, s.Workers, s.Clients, s.Operator, s.Healed, s.Duration, s.NoLog = p, 2, 0, false, 0, until, true
	s.Pools = nil
	for left := nodes; left > 0; left -= deploy.MaxNodes {
		s.Pools = append(s.Pools, deploy.Pool{Name: string(rune('a' + len(s.Pools))), Nodes: min(left, deploy.MaxNodes)})
	}
	s.Keys, s.Events = nil, nil
	for i := range keys {
		s.Keys = append(s.Keys, fmt.Sprint("key-", i+1))
	}
	asked := func(key, window string, at time.Duration) {
		if keys == 1 {
			key = "" // of one, it is not said
		}
		s.Events = append(s.Events, faults.Event{Kind: faults.TriggerKind, Word: window, Key: key, When: faults.When{At: at + 100*time.Millisecond}})
	}
	for _, key := range s.Keys {
		asked(key, deploy.Boot, 0)
	}
	for i, at := range rotations {
		asked(s.Keys[i], "friday", at)
	}
	if _, err := (cluster.Simulated{}).Run(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return b
}

// The budget, as cmd/daemon/budget.md says it.
const (
	ofStamp     = 1  // entry a renewal of a key: its stamps are written in one transaction
	ofLease     = 2  // entries: one is granted, and runs out
	ofRotation  = 11 // writes of workers
	raises      = 4  // in a rotation, and each node's stamps follow each
	ofEach      = 7  // entries of a node in a rotation, at most, beyond those at rest
	readsAtMost = 50 // of workers in a rotation, for however many nodes

	endsAtMost = 1000 // leases that etcd lets run out in a second
)

// renewed is how often a node renews a key's stamps, each second, and how often the open ones are among
// them: each start of a node has its place between the earliest time and the latest, and this is the
// mean over all places.
func renewed(p engine.Policy) (all, open float64) {
	last := min(p.SealLease*5/8, p.Usable(p.SealLease)*3/4).Seconds()
	for i := range 256 {
		u := float64(i) / 256
		seals, opens := last*(3+u)/4, p.OpenLease.Seconds()*(2+u)/8
		often := 1 / min(seals, opens)
		all += often / 256
		open += often / max(1, math.Floor(opens/seals)) / 256
	}
	return all, open
}

// ends are the leases of a node that run out in a second, whatever keys it has.
func ends(p engine.Policy) float64 { all, open := renewed(p); return all + open }

// atRest are the entries a second that so many keys of a node cost.
func atRest(p engine.Policy, keys int) float64 {
	all, _ := renewed(p)
	return ofStamp*all*float64(keys) + ofLease*ends(p)
}

// leases is a policy with its leases changed.
func leases(p engine.Policy, seal, open time.Duration) engine.Policy {
	p.SealLease, p.OpenLease, p.Due = seal, open, 0
	return p
}

// ofPage are the settings that the page has.
var ofPage = []struct {
	name   string
	policy engine.Policy
	most   int // nodes: more take long
}{
	{"10s, 16s", leases(setting.Deployed(), 10*time.Second, 16*time.Second), 100},
	{"30s, 2m (default)", leases(setting.Deployed(), 30*time.Second, 2*time.Minute), 1000},
	{"30s, 5m", leases(setting.Deployed(), 30*time.Second, 5*time.Minute), 10},
	{"90s, 6m", leases(setting.Deployed(), 90*time.Second, 6*time.Minute), 100},
}

// sizes are how many nodes are simulated; most only where there is time.
func sizes() []int {
	if testing.Short() {
		return []int{10, 100}
	}
	return []int{10, 100, 1000}
}

func near(got int, want, within float64) bool { return math.Abs(float64(got)-want) <= within*want }

// quiet is when the first version is active, and the leases of then have run out; and how long it
// is counted from then.
func quiet(p engine.Policy) (from, length time.Duration) {
	return 2*time.Minute + 2*p.OpenLease, max(3*time.Minute, p.OpenLease)
}

// TestBudgetAtRest: what nodes cost while nothing happens is what the formula says; a key costs
// what its owner does, whatever nodes there are.
func TestBudgetAtRest(t *testing.T) {
	for _, c := range ofPage {
		for _, n := range sizes() {
			if n <= c.most {
				rests(t, c.name, c.policy, n, 1)
			}
		}
	}
	rests(t, "30s, 2m", setting.Deployed(), 10, 10)
	rests(t, "10s, 16s", leases(setting.Deployed(), 10*time.Second, 16*time.Second), 10, 10)
}

func rests(t *testing.T, name string, p engine.Policy, n, keys int) {
	t.Helper()
	from, length := quiet(p)
	b := counted(t, p, n, keys, from, from+length)
	within := 0.03 + 0.2/math.Sqrt(float64(n)) // few nodes are not spread evenly, and those that began together are in step for a while
	all, _ := renewed(p)
	seconds := float64(n) * length.Seconds()
	if !near(b.nodes.writes, all*float64(keys)*seconds, within) || !near(b.nodes.entries(), atRest(p, keys)*seconds, within) ||
		!near(b.nodes.grants, ends(p)*seconds, within) || b.nodes.keeps != 0 || b.nodes.reads != 0 {
		t.Errorf("%s, %d nodes, %d keys: %+v, want %.0f renewals with %.0f leases", name, n, keys, b.nodes, all*float64(keys)*seconds, ends(p)*seconds)
	}
	turns := length.Seconds() * 3 / p.OwnerLease.Seconds() * float64(keys)
	if w := b.workers; !near(w.writes, turns, 0.02) || !near(w.keeps, turns, 0.02) || w.grants != 0 || !near(w.reads, turns/3, 0.05) {
		t.Errorf("%s, %d nodes, %d keys: the workers %+v, want %.0f renewals", name, n, keys, w, turns)
	}
	t.Logf("%s, %d nodes, %d keys: %.4f entries per node, key and second, reckoned %.4f", name, n, keys,
		float64(b.nodes.entries())/seconds/float64(keys), atRest(p, keys)/float64(keys))
}

// TestBudgetOutOfStep: keys that were rotated at different times renew at different times. They share
// leases all the same, fewer of them: some are always young.
func TestBudgetOutOfStep(t *testing.T) {
	p, n, keys := setting.Deployed(), 10, 10
	var rotations []time.Duration
	for i := range keys {
		rotations = append(rotations, 2*time.Minute+time.Duration(i)*time.Minute*3/4)
	}
	from, length := rotations[keys-1]+5*time.Minute, 5*time.Minute
	b := counted(t, p, n, keys, from, from+length, rotations...)
	all, _ := renewed(p)
	seconds := float64(n) * length.Seconds()
	step, alone := ends(p)*seconds, ends(p)*seconds*float64(keys)
	if got := float64(b.nodes.grants); !near(b.nodes.writes, all*float64(keys)*seconds, 0.1) || got < 1.5*step || got > alone/3 {
		t.Errorf("%+v, want %.0f renewals, with leases between %.0f, as if all had one time, and %.0f, as if they had none in common", b.nodes, all*float64(keys)*seconds, step, alone)
	}
	t.Logf("%d nodes, %d keys out of step: %.4f entries per node, key and second, %.2f times the leases of keys in step", n, keys,
		float64(b.nodes.entries())/seconds/float64(keys), float64(b.nodes.grants)/step)
}

// TestBudgetOfARotation: what it costs beyond rest, from when it is asked for until the old version
// is destroyed.
func TestBudgetOfARotation(t *testing.T) {
	p := leases(setting.Deployed(), 30*time.Second, 2*time.Minute)
	p.Lifetime = time.Minute
	for _, n := range sizes() {
		const from, until = 4 * time.Minute, 7 * time.Minute
		rest := counted(t, p, n, 1, from, until)
		b := counted(t, p, n, 1, from, until, from)
		w, nodes := b.workers.minus(rest.workers), b.nodes.minus(rest.nodes)
		if w.writes != ofRotation || w.grants != 0 || w.reads > readsAtMost || w.pairs > w.reads*(3*n+3) {
			t.Errorf("%d nodes: the workers %+v", n, w)
		}
		if nodes.entries() > ofEach*n || nodes.entries() < raises*n || nodes.reads != 0 {
			t.Errorf("%d nodes: they %+v", n, nodes)
		}
		t.Logf("%d nodes: workers %+v, nodes %+v, %.2f entries each", n, w, nodes, float64(nodes.entries())/float64(n))
	}
}

// TestBudgetOfRaises: where leases are so long that none is renewed meanwhile, each node writes once for
// each raise, and once more where it was overtaken: what follows a raise at once is that the rotation
// ends after it has committed, and all else waits for the nodes.
func TestBudgetOfRaises(t *testing.T) {
	p := leases(setting.Deployed(), 2*time.Hour, 2*time.Hour)
	p.PublishDeadline, p.DrainDeadline, p.Lifetime = 3*time.Hour, 3*time.Hour, time.Minute
	for _, n := range sizes() {
		b := counted(t, p, n, 1, 2*time.Minute, 5*time.Minute, 2*time.Minute)
		if over := b.nodes.writes - raises*n; over < 0 || over > n || b.nodes.grants != 0 {
			t.Errorf("%d nodes: they %+v, want %d to %d transactions", n, b.nodes, raises*n, (raises+1)*n)
		}
		t.Logf("%d nodes: %+v", n, b.nodes)
	}
}

// reckoned is the page's table of what etcd has to do at rest.
func reckoned() string {
	var b strings.Builder
	b.WriteString("| seal lease, open lease | per node, of 1 key | 100 | 1,000 | 10,000 | 100,000 | per key, of 10 | nodes at most |\n|---|---|---|---|---|---|---|---|\n")
	for _, c := range ofPage {
		e := atRest(c.policy, 1)
		fmt.Fprintf(&b, "| %s | %.3f | %.0f | %.0f | %.0f | %.0f | %.3f | %.0f |\n", c.name, e, 1e2*e, 1e3*e, 1e4*e, 1e5*e, atRest(c.policy, 10)/10, endsAtMost/ends(c.policy))
	}
	return b.String()
}

// TestBudgetPage: the page says what the formula gives.
func TestBudgetPage(t *testing.T) {
	page, err := os.ReadFile("budget.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := reckoned(); !strings.Contains(string(page), want) {
		t.Errorf("budget.md lacks\n%s", want)
	}
}

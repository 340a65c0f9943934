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
// another; where a rotation is asked for, that is right after the first.
func counted(t *testing.T, p engine.Policy, nodes int, from, until time.Duration, rotation bool) *bill {
	t.Helper()
	b := &bill{from: from, until: until}
	s := deploy.Standard(billed(b), 1)
	s.Policy, s.Workers, s.Clients, s.Operator, s.Healed, s.Duration, s.NoLog = p, 2, 0, false, 0, until, true
	s.Pools = nil
	for left := nodes; left > 0; left -= deploy.MaxNodes {
		s.Pools = append(s.Pools, deploy.Pool{Name: string(rune('a' + len(s.Pools))), Nodes: min(left, deploy.MaxNodes)})
	}
	s.Events = []faults.Event{{Kind: faults.TriggerKind, Word: deploy.Boot, When: faults.When{At: 100 * time.Millisecond}}}
	if rotation {
		s.Events = append(s.Events, faults.Event{Kind: faults.TriggerKind, Word: "friday", When: faults.When{At: from + 100*time.Millisecond}})
	}
	if _, err := (cluster.Simulated{}).Run(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return b
}

// The budget, as cmd/daemon/budget.md says it.
const (
	ofRenewal   = 5  // entries: a transaction, and two leases that are granted and run out
	ofRotation  = 11 // writes of workers
	raises      = 4  // in a rotation, and each node's stamps follow each
	ofEach      = 6  // entries of a node in a rotation, at most, beyond those at rest
	readsAtMost = 100

	endsAtMost = 1000 // leases that etcd lets run out in a second
)

// renewed is how often a node renews a key's stamps, each second: each start of a node has its place between
// the earliest time and the latest, and this is the mean over all places.
func renewed(p engine.Policy) float64 {
	seal := min(p.SealLease*5/8, p.Usable(p.SealLease)*3/4).Seconds()
	open := p.OpenLease.Seconds()
	rate := 0.0
	for i := range 256 {
		u := float64(i) / 256
		rate += 1 / min(seal*(3+u)/4, open*(2+u)/8) / 256
	}
	return rate
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
	{"90s, 4m", leases(setting.Deployed(), 90*time.Second, 4*time.Minute), 100},
}

// sizes are how many nodes are simulated; most only where there is time.
func sizes() []int {
	if testing.Short() {
		return []int{10, 100}
	}
	return []int{10, 100, 1000}
}

func near(got int, want, within float64) bool { return math.Abs(float64(got)-want) <= within*want }

// TestBudgetAtRest: what nodes cost while nothing happens is what the formula says; a key costs
// what its owner does, whatever nodes there are.
func TestBudgetAtRest(t *testing.T) {
	for _, c := range ofPage {
		for _, n := range sizes() {
			if n > c.most {
				continue
			}
			from := 2*time.Minute + 2*c.policy.OpenLease // the first version is active, and the leases of then have run out
			length := max(3*time.Minute, c.policy.OpenLease)
			b := counted(t, c.policy, n, from, from+length, false)
			within := 0.03 + 0.2/math.Sqrt(float64(n)) // few nodes are not spread evenly, and those that began together are in step for a while
			renewals := renewed(c.policy) * float64(n) * length.Seconds()
			if !near(b.nodes.writes, renewals, within) || !near(b.nodes.entries(), ofRenewal*renewals, within) ||
				!near(b.nodes.grants, 2*renewals, within) || b.nodes.keeps != 0 || b.nodes.reads != 0 {
				t.Errorf("%s, %d nodes: %+v, want %.0f renewals", c.name, n, b.nodes, renewals)
			}
			turns := length.Seconds() * 3 / c.policy.OwnerLease.Seconds()
			if w := b.workers; !near(w.writes, turns, 0.02) || !near(w.keeps, turns, 0.02) || w.grants != 0 || !near(w.reads, turns/3, 0.05) {
				t.Errorf("%s, %d nodes: the workers %+v, want %.0f renewals", c.name, n, w, turns)
			}
			t.Logf("%s, %d nodes: %.4f entries per node and second, reckoned %.4f", c.name, n,
				float64(b.nodes.entries())/float64(n)/length.Seconds(), ofRenewal*renewed(c.policy))
		}
	}
}

// TestBudgetOfARotation: what it costs beyond rest, from when it is asked for until the old version
// is destroyed.
func TestBudgetOfARotation(t *testing.T) {
	p := leases(setting.Deployed(), 30*time.Second, 2*time.Minute)
	p.Lifetime = time.Minute
	for _, n := range sizes() {
		const from, until = 4 * time.Minute, 7 * time.Minute
		rest := counted(t, p, n, from, until, false)
		b := counted(t, p, n, from, until, true)
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
		b := counted(t, p, n, 2*time.Minute, 5*time.Minute, true)
		if over := b.nodes.writes - raises*n; over < 0 || over > n || b.nodes.grants != 0 {
			t.Errorf("%d nodes: they %+v, want %d to %d transactions", n, b.nodes, raises*n, (raises+1)*n)
		}
		t.Logf("%d nodes: %+v", n, b.nodes)
	}
}

// reckoned is the page's table of what etcd has to do at rest.
func reckoned() string {
	var b strings.Builder
	b.WriteString("| seal lease, open lease | per node and key | 100 | 1,000 | 10,000 | 100,000 | at most |\n|---|---|---|---|---|---|---|\n")
	for _, c := range ofPage {
		e := ofRenewal * renewed(c.policy)
		fmt.Fprintf(&b, "| %s | %.3f | %.0f | %.0f | %.0f | %.0f | %.0f |\n", c.name, e, 1e2*e, 1e3*e, 1e4*e, 1e5*e, endsAtMost/2/renewed(c.policy))
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

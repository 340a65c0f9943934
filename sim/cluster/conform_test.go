package cluster

import (
	"sync"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/conform"
	"pawl/sim"
	"pawl/sim/deploy"
)

// TestStore holds the simulated store to what a real etcd is held to, as a process of
// an engine meets it: through the door, over the network, with the leases and the
// watches that runs have.
func TestStore(t *testing.T) { conform.Run(t, openStore, conform.All) }

// store is a simulated cluster of which a test uses the store. A process in it makes
// the calls that the test's goroutine asks for, one at a time.
type store struct {
	hand
	calls chan func()
	end   func() deploy.Result // the run, until now
}

// hand is the store as a process in the cluster has it.
type hand struct {
	engine.Store
	env engine.Env
	m   *machine
}

func openStore(t *testing.T) conform.Backend { return inCluster(t, engine.View{}) }

// inCluster is a store whose cluster sees what is in it as a view says.
func inCluster(t *testing.T, view engine.View) *store {
	s := &store{calls: make(chan func())}
	ready := make(chan struct{})
	serve := func() {
		close(ready)
		for call := range s.calls {
			call()
		}
	}
	setup := deploy.Standard(engine.Engine{
		Name:   "conform",
		View:   view,
		Worker: func(engine.Env) engine.Control { return idle{} },
		Agent: func(env engine.Env) engine.Serving {
			s.env, s.Store = env, env.Store
			return idle{serve}
		},
	}, 1)
	setup.Pools, setup.Clients, setup.Events, setup.Duration = []deploy.Pool{{Name: "a", Nodes: 1}}, 0, nil, deploy.Longest
	setup.Keep = view.Describe != nil
	c := build(&setup)
	if err := c.begin(); err != nil {
		t.Fatal(err)
	}
	s.m = c.nodes[0]
	ended := make(chan sim.Ending)
	go func() { ended <- c.w.Run(setup.Duration) }()
	<-ready
	s.end = sync.OnceValue(func() deploy.Result {
		at := s.Now()
		close(s.calls)
		ending := <-ended
		return deploy.Result{History: c.witness.Close(at, nil), Ending: ending}
	})
	t.Cleanup(func() { s.end() })
	return s
}

// in makes a call in the process.
func (s *store) in(call func()) {
	done := make(chan struct{})
	s.calls <- func() { call(); close(done) }
	<-done
}

func (s *store) String() string { return "simulated" }

func (s *store) Now() (at time.Duration) {
	s.in(func() { at = s.m.c.w.Now() })
	return at
}

func (s *store) Sleep(d time.Duration) { s.in(func() { s.env.Clock.Sleep(d) }) }

// Later has another process do it.
func (s *store) Later(d time.Duration, f func(conform.Instance)) {
	s.in(func() {
		s.m.spawn(func(p *sim.Proc) {
			p.Sleep(d)
			f(s.hand)
		})
	})
}

func (s *store) Txn(t engine.Txn) (res engine.TxnResult, err error) {
	s.in(func() { res, err = s.hand.Txn(t) })
	return res, err
}

func (s *store) Await(prefix string, after int64, wait time.Duration) (news engine.News, err error) {
	s.in(func() { news, err = s.hand.Await(prefix, after, wait) })
	return news, err
}

func (s *store) Grant(ttl time.Duration) (l engine.Lease, err error) {
	s.in(func() { l, err = s.hand.Grant(ttl) })
	return l, err
}

func (s *store) KeepAlive(l engine.Lease) (err error) {
	s.in(func() { err = s.hand.KeepAlive(l) })
	return err
}

func (s *store) Revoke(l engine.Lease) (err error) {
	s.in(func() { err = s.hand.Revoke(l) })
	return err
}

func (s *store) Compact(rev int64) (err error) {
	s.in(func() { err = s.hand.Compact(rev) })
	return err
}

func (s *store) Elsewhere() (err error) {
	s.in(func() { err = s.hand.Elsewhere() })
	return err
}

func (s *store) Break() (err error) {
	s.in(func() { err = s.hand.Break() })
	return err
}

func (s *store) Elect() (err error) {
	s.in(func() { err = s.hand.Elect() })
	return err
}

// way is more than a message takes, there and back.
const way = 150 * time.Millisecond

// Await waits a little longer: a wait is over at the machine that waits, and what there
// is to tell at once takes its time to come.
func (h hand) Await(prefix string, after int64, wait time.Duration) (engine.News, error) {
	return h.Store.Await(prefix, after, wait+way)
}

// happens has something happen to the store, as events do it: in the kernel, and not
// inside a process.
func (h hand) happens(what func(*storage) error) (err error) {
	h.m.c.w.After(0, sim.Func(func() { err = what(h.m.c.store) }))
	h.m.c.w.Current().Sleep(0)
	return err
}

func (h hand) Compact(rev int64) error {
	return h.happens(func(s *storage) error { return s.compact(rev) })
}

func (h hand) Elsewhere() error {
	return h.happens(func(s *storage) error { s.elsewhere(1); return nil })
}

func (h hand) Break() error {
	return h.happens(func(s *storage) error { s.breakWatches(); return nil })
}

// Elect lasts longer than a call waits, so that some are done of which nobody hears, and
// not as long as the shortest lease.
func (h hand) Elect() error {
	return h.happens(func(s *storage) error { s.elect(deploy.CallTimeout * 5 / 4); return nil })
}

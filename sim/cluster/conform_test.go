package cluster

import (
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
func TestStore(t *testing.T) { conform.Run(t, openStore) }

// store is a simulated cluster of which a test uses the store. A process in it makes
// the calls that the test's goroutine asks for, one at a time.
type store struct {
	env    engine.Env
	m      *machine
	calls  chan func()
	within bool // the call comes from a process already
}

func openStore(t *testing.T) conform.Backend {
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
		Worker: func(engine.Env) engine.Control { return idle{} },
		Agent: func(env engine.Env) engine.Serving {
			s.env = env
			return idle{serve}
		},
	}, 1)
	setup.Pools, setup.Clients, setup.Events, setup.Duration = []deploy.Pool{{Name: "a", Nodes: 1}}, 0, nil, deploy.Longest
	c := build(&setup)
	if err := c.begin(); err != nil {
		t.Fatal(err)
	}
	s.m = c.nodes[0]
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.w.Run(setup.Duration)
	}()
	<-ready
	t.Cleanup(func() {
		close(s.calls)
		<-ended
	})
	return s
}

// in makes a call in the process.
func (s *store) in(call func()) {
	if s.within {
		call()
		return
	}
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
func (s *store) Later(d time.Duration, f func()) {
	s.in(func() {
		s.m.spawn(func(p *sim.Proc) {
			p.Sleep(d)
			s.within = true
			f()
			s.within = false
		})
	})
}

func (s *store) Txn(t engine.Txn) (res engine.TxnResult, err error) {
	s.in(func() { res, err = s.env.Store.Txn(t) })
	return res, err
}

// way is more than a message takes, there and back.
const way = 150 * time.Millisecond

// Await waits a little longer: a wait is over at the machine that waits, and what there
// is to tell at once takes its time to come.
func (s *store) Await(prefix string, after int64, wait time.Duration) (news engine.News, err error) {
	s.in(func() { news, err = s.env.Store.Await(prefix, after, wait+way) })
	return news, err
}

func (s *store) Grant(ttl time.Duration) (l engine.Lease, err error) {
	s.in(func() { l, err = s.env.Store.Grant(ttl) })
	return l, err
}

func (s *store) KeepAlive(l engine.Lease) (err error) {
	s.in(func() { err = s.env.Store.KeepAlive(l) })
	return err
}

func (s *store) Revoke(l engine.Lease) (err error) {
	s.in(func() { err = s.env.Store.Revoke(l) })
	return err
}

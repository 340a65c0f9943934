package host

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"pawl/engine"
)

// within is how long a test waits for what has to come before it fails.
const within = 20 * time.Second

func start(t *testing.T, c Launch) *Process {
	t.Helper()
	c.Role, c.Name, c.Policy = engine.WorkerRole, "worker/1", engine.StandardPolicy()
	h, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func stop(t *testing.T, h *Process) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	if err := h.Stop(ctx); err != nil {
		t.Error(err)
	}
}

// leaseStore grants leases, and waits in everything else until its context ends.
type leaseStore struct {
	StoreClient
	mu      sync.Mutex
	granted engine.Lease
	revoked []engine.Lease
	asked   chan struct{} // a wait has begun
}

func (s *leaseStore) Grant(context.Context, engine.Grant) (engine.Lease, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.granted++
	return s.granted, nil
}

func (s *leaseStore) Revoke(_ context.Context, r engine.Revoke) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = append(s.revoked, r.Lease)
	return nil
}

func (s *leaseStore) KeepAlive(_ context.Context, r engine.KeepAlive) error {
	if r.Lease == 2 {
		return engine.ErrLeaseGone
	}
	return nil
}

func (s *leaseStore) Await(ctx context.Context, r engine.Await) (engine.News, error) {
	s.asked <- struct{}{}
	<-ctx.Done()
	return engine.News{}, ctx.Err()
}

// TestAlone wants engine code to be alone between two port calls, though many goroutines run
// it, and others to run while one waits. The race detector has its say, too.
func TestAlone(t *testing.T) {
	h := start(t, Launch{})
	env := h.Env()
	inside, most, turns := 0, 0, 0
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if err := h.Do(t.Context(), func() {
				for range 50 {
					inside++
					most = max(most, inside)
					env.Clock.Now() // does not put the baton down
					turns++
					inside--
					env.Clock.Sleep(time.Microsecond)
				}
			}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if most != 1 || turns != 8*50 {
		t.Errorf("%d were in engine code at once, and %d turns of %d came to pass", most, turns, 8*50)
	}
	began := time.Now()
	h.Go(func() { env.Clock.Sleep(time.Hour) })
	if err := h.Do(t.Context(), func() {}); err != nil || time.Since(began) > within {
		t.Errorf("who sleeps holds up the others: %v", err)
	}
	stop(t, h)
}

// TestStopEndsWhereItWaits wants a process to end in its port call, with what it deferred run
// alone, and nobody to be told that it returned.
func TestStopEndsWhereItWaits(t *testing.T) {
	s := &leaseStore{asked: make(chan struct{})}
	h := start(t, Launch{Services: Services{Store: s}})
	env := h.Env()
	deferred, wentOn := 0, false
	done := make(chan error)
	go func() {
		done <- h.Do(context.Background(), func() {
			defer func() { deferred++ }()
			defer env.Clock.Sleep(time.Hour) // what is asked for by then is not done
			_, _ = env.Store.Await("a", 0, time.Hour)
			wentOn = true
		})
	}()
	<-s.asked
	stop(t, h)
	if err := <-done; !errors.Is(err, ErrStopped) {
		t.Errorf("of a process that was stopped: %v", err)
	}
	if deferred != 1 || wentOn {
		t.Errorf("deferred ran %d times, gone on %v", deferred, wentOn)
	}
	if err := h.Do(t.Context(), func() { t.Error("runs after the end") }); !errors.Is(err, ErrStopped) {
		t.Errorf("entered after the end: %v", err)
	}
}

// TestStopHandsLeasesBack wants those revoked that may be there still, and no others.
func TestStopHandsLeasesBack(t *testing.T) {
	s := &leaseStore{}
	var told []Exchange
	h := start(t, Launch{Services: Services{Store: s}, Tell: func(x Exchange) { told = append(told, x) }})
	env := h.Env()
	if err := h.Do(t.Context(), func() {
		for range 4 {
			env.Store.Grant(10 * time.Second)
		}
		env.Store.KeepAlive(2) // gone
		env.Store.KeepAlive(3)
		env.Store.Revoke(4)
	}); err != nil {
		t.Fatal(err)
	}
	stop(t, h)
	if want := []engine.Lease{4, 1, 3}; !slices.Equal(s.revoked, want) {
		t.Errorf("revoked %v, want %v", s.revoked, want)
	}
	if len(told) != 9 {
		t.Errorf("told of %d exchanges, want 9", len(told))
	}
	for _, x := range told {
		if x.Answered < x.Sent || x.Sent == 0 {
			t.Errorf("%T sent at %s, answered at %s", x.Request, x.Sent, x.Answered)
		}
	}
}

// TestCut wants a call whose time is over to be unknown, and a wait to have learned nothing.
func TestCut(t *testing.T) {
	s := &leaseStore{asked: make(chan struct{}, 1)}
	h := start(t, Launch{Services: Services{Store: s, Keys: silent{}}, Patience: time.Millisecond})
	env := h.Env()
	if err := h.Do(t.Context(), func() {
		if _, err := env.Keys.Create(engine.Create{Op: "a"}); !errors.Is(err, engine.ErrUnknown) {
			t.Errorf("a create that is not answered: %v", err)
		}
		if _, err := env.Store.Await("a", 1, time.Millisecond); !errors.Is(err, engine.ErrUnavailable) {
			t.Errorf("a wait that is not answered: %v", err)
		}
		if err := env.Pager.Page(engine.Alert{}); !errors.Is(err, engine.ErrRejected) {
			t.Errorf("a page without a pager: %v", err)
		}
	}); err != nil {
		t.Fatal(err)
	}
	stop(t, h)
}

// silent is a key service that never answers.
type silent struct{ KeyClient }

func (silent) Create(ctx context.Context, _ engine.Create) (engine.Made, error) {
	<-ctx.Done()
	return engine.Made{}, ctx.Err()
}

func TestSleepIsNeverShorter(t *testing.T) {
	c := NewBoottime()
	const asked = 8 * time.Millisecond
	for range 5 {
		began := c.Now()
		c.Sleep(t.Context(), asked)
		if slept := c.Now() - began; slept < asked {
			t.Fatalf("asked for %s, slept %s", asked, slept)
		}
	}
	if c.Caveat() != "" {
		t.Log(c.Caveat())
	}
	longest := time.Duration(0)
	for range 20 {
		d := jittered(asked)
		if longest = max(longest, d); d < asked || d > asked+asked/8 {
			t.Errorf("asked for %s, it is to be %s", asked, d)
		}
	}
	if longest < asked+asked/100 {
		t.Errorf("none of 20 sleeps is longer than it has to be: no jitter")
	}
	if jittered(0) != 0 {
		t.Error("who does not want to sleep does")
	}
}

// TestWorth wants an answer to hold for as long as a node waits that hands over, and never for
// longer than its lease.
func TestWorth(t *testing.T) {
	for left, holds := range map[time.Duration]time.Duration{
		time.Hour: engine.StandardPolicy().Emission, time.Microsecond: time.Microsecond, 0: 0, -time.Second: -time.Second,
	} {
		n := &NodeProcess{Process: start(t, Launch{}), serving: timed{left: left}}
		if _, w, err := n.SealFor(t.Context(), "a", nil); err != nil || w.Left != left || w.Holds != holds {
			t.Errorf("a seal with %s left: %+v, %v", left, w, err)
		}
		if _, w, err := n.OpenFor(t.Context(), "a", engine.Sealed{}); err != nil || w.Left != 2*left || w.Holds != min(2*left, n.Policy.Emission) {
			t.Errorf("an open with %s left: %+v, %v", 2*left, w, err)
		}
		stop(t, n.Process)
	}
	n := &NodeProcess{Process: start(t, Launch{}), serving: untimed{}}
	if _, _, err := n.SealFor(t.Context(), "a", nil); !errors.Is(err, engine.ErrRejected) {
		t.Errorf("of an engine that does not say: %v", err)
	}
	stop(t, n.Process)
}

// untimed seals, and does not say how long that holds; timed does.
type untimed struct{ engine.Serving }

func (untimed) Seal(string, []byte) (engine.Sealed, error) { return engine.Sealed{}, nil }
func (untimed) Open(string, engine.Sealed) ([]byte, error) { return nil, nil }

type timed struct {
	untimed
	left time.Duration
}

func (e timed) Left(string) (seal, open time.Duration) { return e.left, 2 * e.left }

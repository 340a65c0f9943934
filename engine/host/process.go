package host

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	"pawl/engine"
)

// ErrStopped is what whoever wants something of a process is told once it is to end.
var ErrStopped = errors.New("the process is stopped")

// Launch is what a process is started with.
type Launch struct {
	Role   engine.Role
	Name   string // of the machine; no two that run at once may share it
	Pool   string
	Policy engine.Policy
	Services

	// Patience is how long a call may take before nobody waits for it any more; 0: a second,
	// which is what runs in the simulator have.
	Patience time.Duration
	// Tell is told of each exchange, one at a time, while nothing else of the process runs:
	// it must be quick. Nil: nobody is.
	Tell func(Exchange)
}

// Process is one process of an engine.
type Process struct {
	Launch
	boot string

	baton  sync.Mutex // held by whoever runs engine code
	leases leases     // what it was granted; by who has the baton

	life context.Context // ends when the process is to
	end  context.CancelFunc

	mu      sync.Mutex
	stopped bool
	running sync.WaitGroup // goroutines in engine code; none begins once it is stopped
}

// New makes a process, in which nothing runs yet.
func New(c Launch) (*Process, error) {
	if c.Name == "" || c.Role == "" {
		return nil, errors.New("host: a process without name or role; give it both, since they are what owns and what acts")
	}
	if err := c.Policy.Validate(); err != nil {
		return nil, fmt.Errorf("process %s: the policy cannot be used: %w", c.Name, err)
	}
	if c.Patience == 0 {
		c.Patience = time.Second
	}
	if c.Clock == nil {
		c.Clock = NewBoottime()
	}
	var boot [6]byte
	rand.Read(boot[:])
	p := &Process{Launch: c, boot: hex.EncodeToString(boot[:])}
	p.life, p.end = context.WithCancel(context.Background())
	return p, nil
}

// Env is what the process may touch.
func (p *Process) Env() engine.Env {
	return engine.Env{Role: p.Role, Name: p.Name, Boot: p.boot, Pool: p.Pool, Policy: p.Policy}.Through(door{p})
}

// Go runs engine code until it returns or the process is stopped; it does not wait for that.
func (p *Process) Go(f func()) { p.enter(f) }

// Do runs engine code, and waits for it. Any error means that nothing is known of what it has
// done: it was ended where it waited, or goes on without anybody who waits for it.
func (p *Process) Do(ctx context.Context, f func()) error {
	select {
	case returned := <-p.enter(f):
		if returned {
			return nil
		}
		return fmt.Errorf("%s: %w; ask another", p.Name, ErrStopped)
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", p.Name, ctx.Err())
	}
}

// enter runs engine code in a goroutine of its own, which can be ended alone, and says in the
// end whether the code has returned.
func (p *Process) enter(f func()) <-chan bool {
	done := make(chan bool, 1)
	if !p.begins() {
		done <- false
		return done
	}
	go func() {
		returned := false
		defer p.running.Done()
		defer func() { done <- returned }()
		p.baton.Lock()
		defer p.baton.Unlock()
		if p.life.Err() != nil {
			return
		}
		f()
		returned = true
	}()
	return done
}

func (p *Process) begins() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.stopped {
		p.running.Add(1)
	}
	return !p.stopped
}

// Stop ends the process, and hands its leases back once nothing of it acts any more and its
// last answer has had the time to leave that policy gives it. It waits for that as long as
// the context lasts. What is not handed back by then runs out.
func (p *Process) Stop(ctx context.Context) error {
	p.mu.Lock()
	p.stopped = true
	p.mu.Unlock()
	p.end()
	ended := make(chan struct{})
	go func() {
		p.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
		return fmt.Errorf("process %s: something of it still runs: a service does not heed the end of its context; its leases are left to run out: %w", p.Name, ctx.Err())
	}
	p.Clock.Sleep(ctx, p.Policy.Emission+p.Policy.Drift(p.Policy.Emission))
	if err := p.handBack(ctx); err != nil {
		return fmt.Errorf("process %s: a lease was not handed back, and runs out: %w", p.Name, err)
	}
	return nil
}

package live

import (
	"context"
	"sync"
	"time"

	"pawl/engine/host"
)

// clock is what the processes of a machine in this process go by: true, but for what events make
// of it.
type clock struct {
	true host.Boottime
	run  *run // whose lock is needed to tell that it was seen to be wrong

	mu      sync.Mutex
	shown   time.Duration // at a true time
	at      time.Duration
	ppm     int64
	bit     func() // told once that a wrong rate was seen; nil: it has been, or nobody asks
	jumped  time.Duration
	renewed chan struct{} // closed when the rate changes: who sleeps has to reckon again
}

func newClock(r *run) *clock {
	now := r.clock.Now()
	return &clock{true: r.clock, run: r, shown: now, at: now, renewed: make(chan struct{})}
}

const million = 1_000_000

// set changes the rate from now on. What the clock is off by stays.
func (c *clock) set(ppm int64, bit func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.true.Now()
	c.shown, c.at, c.ppm, c.bit = c.read(now), now, ppm, bit
	close(c.renewed)
	c.renewed = make(chan struct{})
}

// read is what it shows at a true time since its rate was set.
func (c *clock) read(now time.Duration) time.Duration {
	passed := now - c.at
	return c.shown + passed + passed/million*time.Duration(c.ppm) + passed%million*time.Duration(c.ppm)/million
}

// seen tells that a wrong rate was seen, if nobody has yet. Who holds the run's lock may wait for
// a process that asks for the time, so that this does not wait for the lock.
func (c *clock) seen() {
	bit := c.bit
	if c.ppm == 0 || bit == nil {
		return
	}
	c.bit = nil
	c.run.under.Go(func() {
		c.run.mu.Lock()
		defer c.run.mu.Unlock()
		if !c.run.over {
			bit()
		}
	})
}

func (c *clock) Now() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen()
	return c.read(c.true.Now())
}

func (c *clock) Wall() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.true.Wall() + c.jumped
}

// jump puts the time of day off by so much.
func (c *clock) jump(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.jumped = by
}

// Sleep waits until this clock shows that much more.
func (c *clock) Sleep(ctx context.Context, d time.Duration) {
	until := c.Now() + d
	for ctx.Err() == nil {
		left, renewed := c.left(until)
		if left <= 0 {
			return
		}
		timer := time.NewTimer(left)
		select {
		case <-timer.C:
		case <-renewed:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// left is how much true time is left until the clock shows something, if its rate stays.
func (c *clock) left(until time.Duration) (time.Duration, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	left := until - c.read(c.true.Now())
	if left > 0 && c.ppm != 0 {
		left = time.Duration(float64(left)/(1+float64(c.ppm)/million)) + 1
	}
	return left, c.renewed
}

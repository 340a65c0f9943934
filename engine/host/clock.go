package host

import (
	"context"
	"math/rand/v2"
	"time"
)

// Boottime is the machine's own clock: how long it has run, suspended or not.
type Boottime struct {
	began time.Time // what is counted from where a system has no such clock
}

// NewBoottime makes a clock. On Linux all show the same, in all processes and containers of a
// machine.
func NewBoottime() Boottime { return Boottime{time.Now()} }

// Now is never set.
func (c Boottime) Now() time.Duration { return c.boottime() }

// Wall is the time of day, since 1970.
func (Boottime) Wall() time.Duration { return time.Duration(time.Now().UnixNano()) }

// jitter is which part of a sleep it may be longer by.
const jitter = 8

// Sleep waits at least so long, unless the context ends: up to an eighth longer, by chance.
// A suspended machine sleeps longer.
func (c Boottime) Sleep(ctx context.Context, d time.Duration) {
	if d > 0 {
		d += rand.N(d/jitter + 1)
	}
	c.sleep(ctx, d)
}

func (Boottime) sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

package host

import (
	"context"
	"time"
)

// A Timepiece is what a process goes by. Several may ask it at once.
type Timepiece interface {
	Now() time.Duration  // monotonic, and of this machine alone
	Wall() time.Duration // the time of day, since 1970
	// Sleep waits so long by this clock, unless the context ends.
	Sleep(context.Context, time.Duration)
}

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

// Sleep waits at least so long: a suspended machine sleeps longer.
func (Boottime) Sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

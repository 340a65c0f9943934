package cluster

import (
	"time"

	"pawl/sim"
)

// clock is a machine's monotonic clock: it runs from the machine's first start
// and its rate may be off by some parts per million.
type clock struct {
	local, at time.Duration // what it showed at a true time
	ppm       int64
	bit       func() // told that a wrong rate was seen
}

// read is what the clock shows at a true time.
func (c *clock) read(now time.Duration) time.Duration {
	if c.ppm != 0 {
		c.bit()
	}
	return c.local + scale(now-c.at, c.ppm)
}

// set changes the rate from a true time on.
func (c *clock) set(now time.Duration, ppm int64, bit func()) {
	c.local += scale(now-c.at, c.ppm)
	c.at, c.ppm, c.bit = now, ppm, bit
}

// lasts is how long, in true time, a wait of d on this clock takes.
func (c *clock) lasts(d time.Duration) time.Duration {
	if c.ppm == 0 {
		return d
	}
	c.bit()
	return scale(d, -c.ppm) // to first order; what is left is below ρ²
}

// scale is d at a rate of 1 + ppm/1e6, in integers.
func scale(d time.Duration, ppm int64) time.Duration {
	if ppm == 0 {
		return d
	}
	n := int64(d)
	return d + time.Duration(n/1_000_000*ppm+n%1_000_000*ppm/1_000_000)
}

// dayBegan is what a right wall clock shows when the run starts.
const dayBegan = 8 * time.Hour

// A wallClock is a machine's time of day: off by what was drawn for the machine, up to half of
// what policy allows, so that a jump by the other half stays within it.
type wallClock struct {
	within time.Duration
	source func() *sim.Source // of what it is off by; asked at the first look, so that who never looks draws nothing
	off    time.Duration
	drawn  bool
	jumped time.Duration // by a fault
}

// read is what the clock shows at a true time.
func (c *wallClock) read(now time.Duration) time.Duration {
	if !c.drawn {
		halves := [...]time.Duration{0, 1, -1, 2, -2}
		c.drawn, c.off = true, c.within/2*halves[c.source().Choose(len(halves))]
	}
	return dayBegan + now + c.off + c.jumped
}

// inRun is the true time of the run at which a right wall clock shows something; 0 stays 0.
func inRun(wall time.Duration) time.Duration {
	if wall == 0 {
		return 0
	}
	return wall - dayBegan
}

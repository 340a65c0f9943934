package live

import (
	"context"
	"testing"
	"time"

	"pawl/sim/deploy"
)

// TestClock: a rate counts from when it is set, what the clock is off by stays, and a jump is of the
// time of day alone.
func TestClock(t *testing.T) {
	r := &run{setup: &deploy.Setup{}}
	c := newClock(r)
	bits := 0
	began := c.at
	c.ppm, c.bit = 200_000, func() { bits++ }
	if got := c.read(began + 10*time.Second); got != began+12*time.Second {
		t.Errorf("a fifth too fast it shows %s after 10s", got-began)
	}
	c.ppm = -500
	if got := c.read(began + 2*time.Hour); got != began+2*time.Hour-3600*time.Millisecond {
		t.Errorf("500 ppm too slow it shows %s after 2h", got-began)
	}
	if left, _ := c.left(c.read(c.true.Now()) + time.Hour); left < time.Hour || left > time.Hour+2*time.Second {
		t.Errorf("an hour by a clock that is 500 ppm too slow takes %s", left)
	}
	c.Now()
	c.Now()
	r.under.Wait()
	if bits != 1 {
		t.Errorf("that it is wrong was told %d times", bits)
	}
	before := c.Now()
	c.set(0, nil)
	if after := c.Now(); after < before || after-before > time.Minute {
		t.Errorf("it showed %s, and %s once it was right again", before, after)
	}
	wall := c.Wall()
	c.jump(-time.Hour)
	if back := wall - c.Wall(); back < 59*time.Minute || back > time.Hour {
		t.Errorf("set back by an hour the time of day is off by %s", back)
	}
	c.set(200_000, func() {})
	ctx, cancel := context.WithCancel(t.Context())
	c.Sleep(ctx, 10*time.Millisecond)
	slept := make(chan struct{})
	go func() {
		defer close(slept)
		c.Sleep(ctx, time.Hour)
	}()
	c.set(-200_000, nil) // who sleeps reckons again
	cancel()
	<-slept
}

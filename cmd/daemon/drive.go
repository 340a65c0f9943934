package daemon

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"pawl/engine"
)

// drive asks for rotations, as a scheduler does: one that makes the first version, one that is
// to be seen at once, and then one in each slot.
func (d *dev) drive(ctx context.Context) error {
	var all sync.WaitGroup
	for _, key := range d.s.Keys {
		all.Go(func() { d.schedule(ctx, key) })
	}
	all.Wait()
	return nil
}

func (d *dev) schedule(ctx context.Context, key string) {
	d.rotates(ctx, key, "begin")
	d.rotates(ctx, key, "start-"+rand.Text()[:8])
	for made := 1; made != d.s.Rotations && d.s.Every > 0 && ctx.Err() == nil; made++ {
		slot := time.Now().Truncate(d.s.Every).Add(d.s.Every)
		rest(ctx, time.Until(slot))
		d.rotates(ctx, key, fmt.Sprint("slot-", slot.Unix()))
	}
	if d.s.Rotations == 0 {
		<-ctx.Done()
	}
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// rotates asks for a window's rotation until it is over, or nobody may ask any more.
func (d *dev) rotates(ctx context.Context, key, window string) {
	for attempt := 1; ctx.Err() == nil; {
		a := d.control.Admit(ctx, engine.Trigger{ID: rand.Text(), Key: key, Window: window, Attempt: attempt, Caller: "scheduler"})
		switch {
		case a.Outcome == engine.Unknown, a.Outcome == engine.Refused && a.Why == engine.WhyBusy:
			rest(ctx, 100*time.Millisecond)
		case a.Outcome == engine.Refused:
			d.account.says("%s: window %s is not rotated: %s", key, window, a.Why)
			return
		case d.over(ctx, key, a.Rotation):
			return
		default:
			attempt++
		}
	}
}

// over waits until a rotation is over, and says whether it has not been aborted. The store is
// asked, since what was last seen may be of before the rotation; and then what is seen has to
// come as far.
func (d *dev) over(ctx context.Context, key, rotation string) bool {
	for ctx.Err() == nil {
		now, err := d.monitor.Now(ctx, d.control.Store, key)
		seen, _ := d.monitor.State(key)
		resting := err == nil && (now.Record.Rotation != rotation || now.Record.Phase == engine.Idle)
		if resting && seen.Record.ChainLength >= now.Record.ChainLength {
			return !d.account.wasAborted(rotation)
		}
		rest(ctx, 20*time.Millisecond)
	}
	return true
}

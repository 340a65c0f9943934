package live

import (
	"context"
	"errors"

	"pawl/live/box"
)

// apart is a run whose store is several machines, which can be stopped one by one.
type apart struct{ sufferer }

// Demote leaves the store without a leader until it is elected: it stops the one that leads, and as
// many more as it takes for the others not to elect one.
func (s apart) Demote() (elected func()) {
	c, is := s.r.ground.(*camp)
	if !is {
		return func() {} // it is only asked whether the run can be made
	}
	s.r.troubled = true
	stopped := make(chan []*box.Container, 1)
	c.later(nil, func(ctx context.Context) error {
		some := c.majority(ctx)
		stopped <- some
		return each(some, func(b *box.Container) error { return b.Pause(ctx) })
	})
	return func() {
		c.later(nil, func(ctx context.Context) error {
			return each(<-stopped, func(b *box.Container) error { return b.Unpause(ctx) })
		})
	}
}

// majority are members without which there is no leader, the one that leads among them.
func (c *camp) majority(ctx context.Context) (some []*box.Container) {
	leader := 0
	for i, at := range c.at {
		if s, err := c.r.observer.client.Status(ctx, at); err == nil && s.Leader == s.Header.MemberId {
			leader = i
		}
	}
	for i := range len(c.stores)/2 + 1 {
		some = append(some, c.stores[(leader+i)%len(c.stores)])
	}
	return some
}

// each does something to some containers, and says all that went wrong.
func each(some []*box.Container, what func(*box.Container) error) (failed error) {
	for _, b := range some {
		failed = errors.Join(failed, what(b))
	}
	return failed
}

package live

import (
	"context"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/live/gate"
)

// keeper has what comes to a cell's gate to the store cross.
type keeper struct{ x *cell }

// Pass has a request cross.
func (k keeper) Pass(ctx context.Context, q engine.Request, do func(context.Context) (engine.Reply, error)) (error, bool) {
	l := k.x.life(ctx)
	if l == nil {
		return nil, false
	}
	r := k.x.c.r
	serve := r.observer.serves(func(ctx context.Context, _ engine.Request) (engine.Reply, error) {
		reply, err := do(ctx)
		return reply, gate.Mapped(err)
	})
	c := l.engines(r.store, q, serve)
	if _, is := q.(gate.Plain); is {
		c = l.plain(r.store, q, serve)
	}
	_, err, answered := c.runs(ctx, longest)
	return err, answered
}

// Open holds the news of a watch up for as long as nothing gets through.
func (k keeper) Open(ctx context.Context, back bool) error {
	l := k.x.life(ctx)
	if l == nil {
		return ctx.Err()
	}
	r := k.x.c.r
	x := l.plain(r.store, engine.Await{}, nil)
	for {
		r.mu.Lock()
		f := faults.Fate{Lost: !l.waits(nil)}
		if r.store.frozen != nil || r.store.life == nil {
			f.Lost = true
		}
		if !f.Lost {
			f = fate(l.m, r.store, x.passage(back))
		}
		r.mu.Unlock()
		if !f.Lost {
			x.takes(f)
			return ctx.Err()
		}
		if pass(ctx, 25*time.Millisecond); ctx.Err() != nil || l.ctx.Err() != nil {
			return errGone
		}
	}
}

package host

import (
	"context"
	"errors"
	"slices"
	"time"

	"pawl/engine"
)

// leases are those that the process was granted and that may be there still. Whoever hands
// one back that is not only asks in vain.
type leases struct{ held []held }

type held struct {
	id    engine.Lease
	ttl   time.Duration
	since time.Duration // own clock: its time began then, or later
}

// forgetAfter is after how many of its lives a lease is taken for ended: leaders of the store
// that change let it live longer than once.
const forgetAfter = 8

// note learns from an exchange which leases there are.
func (l *leases) note(x Exchange) {
	switch r := x.Request.(type) {
	case engine.Grant:
		if id, is := x.Reply.(engine.Lease); is {
			l.held = slices.DeleteFunc(l.held, func(h held) bool { return x.Answered-h.since > forgetAfter*h.ttl })
			l.held = append(l.held, held{id, r.TTL, x.Answered})
		}
	case engine.KeepAlive:
		if errors.Is(x.Err, engine.ErrLeaseGone) {
			l.gone(r.Lease)
			return
		}
		for i := range l.held {
			if l.held[i].id == r.Lease {
				l.held[i].since = x.Answered
			}
		}
	case engine.Revoke:
		if x.Err == nil || errors.Is(x.Err, engine.ErrLeaseGone) {
			l.gone(r.Lease)
		}
	}
}

func (l *leases) gone(id engine.Lease) {
	l.held = slices.DeleteFunc(l.held, func(h held) bool { return h.id == id })
}

// handBack ends what leases there are. Nothing of the process runs any more.
func (p *Process) handBack(ctx context.Context) error {
	var failed error
	held := p.leases.held
	p.leases.held = nil
	for _, l := range held {
		one, cancel := context.WithTimeout(ctx, p.Patience)
		x := Exchange{Request: engine.Revoke{Lease: l.id}, Sent: p.Clock.Now()}
		x.Err = p.Store.Revoke(one, engine.Revoke{Lease: l.id})
		x.Answered = p.Clock.Now()
		cancel()
		if p.Tell != nil {
			p.Tell(x)
		}
		if x.Err != nil && !errors.Is(x.Err, engine.ErrLeaseGone) {
			failed = x.Err
		}
	}
	return failed
}

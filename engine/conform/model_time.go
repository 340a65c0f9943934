package conform

import (
	"slices"
	"time"

	"pawl/engine"
)

// modelLease ends at a moment unless it is kept alive before.
type modelLease struct {
	lives bool
	ttl   time.Duration
	ends  time.Duration
}

// putOff is something that is to happen at a moment.
type putOff struct {
	at time.Duration
	do func(Instance)
}

// Now is the model's own time. It passes in Sleep and in waits, and nowhere else.
func (m *Model) Now() time.Duration { return m.now }

// Sleep lets time pass: leases end and what was put off happens, each at its moment.
func (m *Model) Sleep(d time.Duration) {
	end := m.now + d
	for at, ok := m.Next(); ok && at <= end; at, ok = m.Next() {
		m.now = max(m.now, at)
		m.happen()
	}
	m.now = end
}

// Later puts something off.
func (m *Model) Later(d time.Duration, f func(Instance)) {
	m.later = append(m.later, putOff{m.now + d, f})
}

// Next is when the next lease ends, or what was put off happens; false if nothing
// is going to.
func (m *Model) Next() (at time.Duration, ok bool) {
	sooner := func(t time.Duration) {
		if !ok || t < at {
			at, ok = t, true
		}
	}
	for _, l := range m.leases {
		if l.lives {
			sooner(l.ends)
		}
	}
	for _, t := range m.later {
		sooner(t.at)
	}
	return at, ok
}

// happen does what is due: leases first, in the order of their grants.
func (m *Model) happen() {
	for i, l := range m.leases {
		if l.lives && l.ends <= m.now {
			_ = m.Revoke(engine.Lease(i + 1)) // it lives, so it can be
		}
	}
	i := slices.IndexFunc(m.later, func(p putOff) bool { return p.at <= m.now })
	if i < 0 {
		return
	}
	due := m.later[i]
	m.later = slices.Delete(m.later, i, i+1)
	due.do(m)
}

// Await lets time pass until there is something to tell.
func (m *Model) Await(prefix string, after int64, wait time.Duration) (engine.News, error) {
	if after+1 < m.compacted { // the first revision that is asked for is the next one
		return engine.News{}, engine.ErrCompacted
	}
	breaks := m.breaks
	for end := m.now + wait; ; {
		if m.breaks > breaks {
			return engine.News{}, engine.ErrUnavailable
		}
		if kvs := m.since(prefix, after); len(kvs) > 0 {
			return engine.News{KVs: kvs, Revision: m.rev}, nil
		}
		if m.now >= end {
			return engine.News{Revision: after}, nil
		}
		until := end
		if at, ok := m.Next(); ok {
			until = min(until, at)
		}
		m.Sleep(max(0, until-m.now))
	}
}

// Grant makes a lease; its time counts from now.
func (m *Model) Grant(life time.Duration) (engine.Lease, error) {
	if life > 9_000_000_000*time.Second {
		return 0, errRefused
	}
	life = max(life, ttl)
	m.leases = append(m.leases, modelLease{lives: true, ttl: life, ends: m.now + life})
	return engine.Lease(len(m.leases)), nil
}

// KeepAlive starts a lease's time again.
func (m *Model) KeepAlive(l engine.Lease) error {
	if !m.alive(l) {
		return engine.ErrLeaseGone
	}
	m.leases[l-1].ends = m.now + m.leases[l-1].ttl
	return nil
}

// Compact forgets what happened up to a revision.
func (m *Model) Compact(rev int64) error {
	m.compacted = max(m.compacted, rev)
	return nil
}

// PutBack has the store be as one that was put back to a copy in which nothing differs.
func (m *Model) PutBack() error {
	m.generation++
	m.rev += 1000
	m.compacted = m.rev
	return m.Elect()
}

// Elsewhere has others write.
func (m *Model) Elsewhere() error {
	m.rev++
	return nil
}

// Break ends the wait that is under way.
func (m *Model) Break() error {
	m.breaks++
	return nil
}

// Elect has another leader at once: leases live their whole time again.
func (m *Model) Elect() error {
	for i := range m.leases {
		m.leases[i].ends = m.now + m.leases[i].ttl
	}
	return m.Break()
}

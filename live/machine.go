package live

import (
	"context"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/faults"
)

// machine is one host: a place in the network, and what runs on it.
type machine struct {
	r    *run
	name string
	pool string
	node bool

	begins func(*life) // starts what runs on it; nil: nothing does by itself
	life   *life       // nil: it is down
	boot   int
	taps   []*tap // faults that look at what leaves from it and for it

	absent  bool // it has yet to be started for the first time
	joined  bool // it was started later than the others
	renewed bool // it starts under the new policy
	frozen  *freeze
	lag     time.Duration
	onLag   func() // told when a step is late
	full    []*unwell
	outages []*outage
	copies  []diskCopy  // of what its disk had for good, the oldest first
	busy    []*crossing // of its processes, the oldest first
	party   *relying    // nil: it is none
	clock   *clock      // of what runs in this process

	unsynced atomic.Bool // something was written or removed since its disk was synced
}

// freeze is a stop, of a machine or of one of its processes, until it thaws.
type freeze struct {
	thaw chan struct{}
	held func() // told when it holds something back
}

// life is one start of a machine: what it holds in memory ends with it.
type life struct {
	m       *machine
	self    string // the incarnation that acts
	ready   chan struct{}
	ctx     context.Context
	end     context.CancelFunc
	process process // of an engine; nil: none runs, or not yet
}

func (r *run) add(name, pool string) *machine {
	m := &machine{r: r, name: name, pool: pool, clock: newClock(r)}
	r.machines = append(r.machines, m)
	r.byName[name] = m
	return m
}

// policy is what the machine's next start is under.
func (m *machine) policy() engine.Policy {
	if m.renewed {
		return *m.r.setup.NewPolicy
	}
	return m.r.setup.Policy
}

// boots starts the machine, with nothing in memory.
func (m *machine) boots() {
	m.boot++
	l := &life{m: m, self: m.name + "#" + strconv.Itoa(m.boot), ready: make(chan struct{})}
	l.ctx, l.end = context.WithCancel(m.r.ctx)
	m.life = l
	if m.begins == nil {
		if m.boot > 1 {
			m.r.ground.up(m.name)
		}
		m.ran(l, starts)
		close(l.ready)
		return
	}
	m.begins(l)
}

const starts = checker.Starts

// named gives a life the name by which its engine goes, and notes that it has begun.
func (l *life) named(self string) {
	r := l.m.r
	r.mu.Lock()
	defer r.mu.Unlock()
	select {
	case <-l.ready: // it has said so before, and was not told that it was heard
	default:
		l.self = self
		l.m.ran(l, starts)
		close(l.ready)
	}
}

// ran tells the witness of a change of how the machine runs.
func (m *machine) ran(l *life, did checker.MachineEvent) {
	if !m.r.over {
		m.r.witness.Ran(l.self, checker.Ran{Machine: m.name, Did: did, Renewed: did == starts && m.renewed}, m.r.now())
	}
}

// crashes ends what runs, in the middle of whatever it does.
func (m *machine) crashes() {
	m.ran(m.life, checker.Crashes)
	m.stops()
	if m.begins == nil {
		m.r.troubled = m.r.troubled || m == m.r.store
		m.r.ground.down(m.name)
	}
}

// stops ends what runs on the machine.
func (m *machine) stops() {
	if l := m.life; l != nil {
		m.life, m.busy = nil, nil
		l.end()
		if l.process != nil {
			m.r.under.Go(l.process.kill)
		}
	}
}

// freezes stops the machine's processes where they ask for something.
func (m *machine) freezes(onHold func()) {
	m.frozen = &freeze{make(chan struct{}), onHold}
	if m.life != nil {
		m.ran(m.life, checker.Pauses)
		m.r.troubled = m.r.troubled || m == m.r.store
		m.r.ground.pause(m.name)
	}
}

// thaws lets them go on.
func (m *machine) thaws() {
	f := m.frozen
	m.frozen = nil
	if m.life != nil {
		m.ran(m.life, checker.Resumes)
		m.r.ground.resume(m.name)
	}
	close(f.thaw)
}

// waits waits while a machine stands still, and says whether its life goes on. It is called
// by who has the run's lock, and has it again when it returns.
func (l *life) waits(also func() *freeze) bool {
	for l.ctx.Err() == nil {
		f := l.m.frozen
		if f == nil && also != nil {
			f = also()
		}
		if f == nil {
			return true
		}
		f.held()
		l.m.r.mu.Unlock()
		select {
		case <-f.thaw:
		case <-l.ctx.Done():
		}
		l.m.r.mu.Lock()
	}
	return false
}

// A tap shows a fault what leaves from a machine and for it, until it is taken away.
type tap struct {
	show func(*faults.Passage) faults.Fate
}

// fate adds up what all taps of both machines make of a message.
func fate(from, to *machine, p *faults.Passage) (sum faults.Fate) {
	all := slices.Clone(from.taps) // one that is used up takes itself away
	if to != from {
		all = append(all, to.taps...)
	}
	for _, t := range all {
		sum = sum.And(t.show(p))
	}
	return sum
}

// selfName is the incarnation that runs now, or that ran last.
func (m *machine) selfName() string {
	if m.life != nil {
		return m.life.self
	}
	return m.name + "#" + strconv.Itoa(max(1, m.boot))
}

package cluster

import (
	"slices"
	"strconv"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim"
	"pawl/sim/deploy"
)

// machine is one host: a place in the network, a clock, a disk, and the processes
// that run on it. What it holds in memory ends with a crash.
type machine struct {
	c    *cluster
	id   int
	name string
	pool string
	role engine.Role // of an engine's process on it

	clock clock
	wall  wallClock
	disk  disk
	up    bool
	boot  int
	self  string // name and boot: the incarnation that acts
	procs []*sim.Proc
	taps  []*tap // faults that look at what leaves from it and for it
	links links

	spent spent

	absent  bool // it has yet to be started for the first time
	renewed bool // it starts under the new policy
	paused  bool
	hung    []*hanging // stopped each by itself
	onHold  func()     // told when the pause holds something back
	held    []*message // requests that came during a pause
	lag     time.Duration
	onLag   func() // told when a step is late

	start   func()         // starts its processes; nil: it has none of its own
	serve   func(*message) // takes a request; nil: nobody asks it for anything
	control engine.Control
	serving engine.Serving
}

// env is what an engine process on this machine may touch.
func (m *machine) env() engine.Env {
	return engine.Env{Role: m.role, Name: m.name, Boot: strconv.Itoa(m.boot), Pool: m.pool, Policy: m.policy()}.Through(door{m})
}

// policy is what the machine's next start is under.
func (m *machine) policy() engine.Policy {
	if m.renewed {
		return *m.c.setup.NewPolicy
	}
	return m.c.setup.Policy
}

// boots starts the machine, with nothing in memory.
func (m *machine) boots() {
	m.boot++
	m.self = m.name + "#" + strconv.Itoa(m.boot)
	m.up = true
	m.c.w.Emit(m.name, deploy.Started, "", int64(m.boot), truth(m.renewed))
	m.ran(checker.Starts)
	if m.start != nil {
		m.start()
	}
}

// ran tells the witness of a change of how the machine runs.
func (m *machine) ran(did checker.MachineEvent) {
	m.c.witness.Ran(m.self, checker.Ran{Machine: m.name, Did: did, Renewed: did == checker.Starts && m.renewed}, m.c.w.Now())
}

// spawn runs a process on the machine. On a paused one it waits with the rest.
func (m *machine) spawn(body func(*sim.Proc)) {
	p := m.c.w.Go(m.name, body)
	if len(m.procs) > 24 {
		m.sweep()
	}
	m.procs = append(m.procs, p)
	if m.lag > 0 {
		p.Slow(m.lag, m.onLag)
	}
	if m.paused {
		m.stops(p, m.onHold)
	}
}

// sweep forgets the processes that have ended.
func (m *machine) sweep() {
	live := m.procs[:0]
	for _, p := range m.procs {
		if !p.Done() {
			live = append(live, p)
		}
	}
	clear(m.procs[len(live):])
	m.procs = live
}

// crashes ends every process in whatever call it is, and loses what was not
// synced.
func (m *machine) crashes() {
	m.up = false
	m.c.w.Emit(m.name, deploy.Crashed, "", int64(m.boot), 0)
	m.ran(checker.Crashes)
	for _, p := range m.procs {
		p.Kill()
	}
	m.procs, m.held, m.hung = nil, nil, nil
	m.control, m.serving = nil, nil
	if m.disk.dirty {
		m.disk.crash()
		m.diskBecomes(checker.DiskRevert)
	}
}

// pauses stops the machine's processes where they are.
func (m *machine) pauses(onHold func()) {
	m.paused, m.onHold = true, onHold
	m.c.tell(m.name, deploy.Paused, "")
	m.ran(checker.Pauses)
	for _, p := range m.procs {
		m.stops(p, onHold)
	}
}

// resumes lets them go on, and takes the requests that came meanwhile.
func (m *machine) resumes() {
	m.paused = false
	m.c.tell(m.name, deploy.Resumed, "")
	m.ran(checker.Resumes)
	held := m.held
	m.held = nil
	for _, p := range m.procs {
		if !m.hangsNow(p) {
			p.Resume()
		}
	}
	for _, msg := range held {
		msg.arrive()
	}
}

// A hanging is one process that is stopped, by one fault of perhaps several.
type hanging struct {
	p      *sim.Proc
	onHold func()
}

// hangs stops one process. It goes on when it is released by all that has stopped it, and
// the machine is not paused.
func (m *machine) hangs(p *sim.Proc, onHold func()) (release func()) {
	m.c.tell(m.name, deploy.Hung, p.Name())
	h := &hanging{p, onHold}
	m.hung = append(m.hung, h)
	m.stops(p, onHold)
	return func() {
		i := slices.Index(m.hung, h)
		if i < 0 {
			return // it has ended with its machine
		}
		m.hung = slices.Delete(m.hung, i, i+1)
		if !m.paused && !m.hangsNow(p) {
			p.Resume()
		}
	}
}

func (m *machine) hangsNow(p *sim.Proc) bool {
	return slices.ContainsFunc(m.hung, func(h *hanging) bool { return h.p == p })
}

// stops pauses a process, and tells all that keeps it when there is something to hold back;
// told is the newest of them, and at once where that has been so already.
func (m *machine) stops(p *sim.Proc, told func()) {
	if p.Held() {
		told()
		return
	}
	p.Pause(func() {
		if m.paused && m.onHold != nil {
			m.onHold()
		}
		for _, h := range m.hung {
			if h.p == p {
				h.onHold()
			}
		}
	})
}

// slows makes every step of the machine's processes late; a lag of 0 ends that.
func (m *machine) slows(lag time.Duration, onLag func()) {
	m.lag, m.onLag = lag, onLag
	for _, p := range m.procs {
		p.Slow(lag, onLag)
	}
}

// now is what the machine's clock shows.
func (m *machine) now() time.Duration { return m.clock.read(m.c.w.Now()) }

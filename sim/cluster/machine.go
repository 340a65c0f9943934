package cluster

import (
	"strconv"
	"time"

	"pawl/engine"
	"pawl/sim"
)

// machine is one host: a place in the network, a clock, and the processes that
// run on it. What it holds in memory ends with a crash.
type machine struct {
	c    *cluster
	id   int
	name string
	pool string

	clock  clock
	disk   disk
	up     bool
	paused bool
	bit    func()  // told when the pause holds something back
	held   []*call // requests that came during a pause
	boot   int
	self   string // name and boot: the incarnation that acts
	procs  []*sim.Proc
	losing []*loss // replies to it that are to be lost

	start   func() // starts its processes
	control engine.Control
	serving engine.Serving
}

// env is what an engine process on this machine may touch.
func (m *machine) env() engine.Env {
	p := &ports{m}
	return engine.Env{Name: m.name, Boot: strconv.Itoa(m.boot), Pool: m.pool, Policy: m.c.setup.Policy,
		Store: p, Keys: p, Fleet: p, Clock: p, Pager: p, Disk: p}
}

// boots starts the machine, with nothing in memory.
func (m *machine) boots() {
	m.boot++
	m.self = m.name + "#" + strconv.Itoa(m.boot)
	m.up = true
	m.c.w.Emit(m.name, "start", "", int64(m.boot), 0)
	if m.start != nil {
		m.start()
	}
}

// spawn runs a process on the machine. On a paused one it waits with the rest.
func (m *machine) spawn(body func(*sim.Proc)) *sim.Proc {
	p := m.c.w.Go(m.name, body)
	if len(m.procs) > 24 {
		m.sweep()
	}
	m.procs = append(m.procs, p)
	if m.paused {
		p.Pause()
	}
	return p
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
	m.c.w.Emit(m.name, "crash", "", int64(m.boot), 0)
	for _, p := range m.procs {
		p.Kill()
	}
	m.procs, m.held = nil, nil
	m.control, m.serving = nil, nil
	m.disk.crash()
}

// pauses stops the processes of a machine that is paused.
func (m *machine) pauses() {
	m.c.w.Emit(m.name, "pause", "", 0, 0)
	for _, p := range m.procs {
		p.Pause()
	}
}

func (m *machine) resumes() {
	m.paused = false
	m.c.w.Emit(m.name, "resume", "", 0, 0)
	held := m.held
	m.held = nil
	for _, p := range m.procs {
		p.Resume()
	}
	for _, call := range held {
		call.server.serve(call)
	}
}

// now is what the machine's clock shows.
func (m *machine) now() time.Duration { return m.clock.read(m.c.w.Now()) }

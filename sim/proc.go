package sim

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"time"
)

// A Proc is a process: code in blocking style that waits in virtual time. It
// runs as a coroutine, so that only one of a world runs at a time and what it
// does between two waits is one indivisible step.
//
// A process must wait by its own methods only. Blocking on anything else stops
// the world, until the watchdog ends the run.
type Proc struct {
	w    *World
	name string
	body func(*Proc)
	co   *coroutine // nil until it first runs

	gen    uint32 // of its current wait: wakeups with another one are stale
	parked bool   // a Wake ends the current wait
	woken  bool   // a Wake ended the latest wait

	token      bool // a Wake came when it was not parked
	tokenCause uint32

	paused   bool
	held     bool // its wait ended while it was paused
	onHold   func()
	dueCause uint32

	lag    time.Duration // by which each of its steps is late
	onLag  func()        // told of each
	lagged bool          // its wait has ended, and its step is being kept late

	dead, done bool
	newer      *Proc // in the list of the living
	older      *Proc
}

// Go creates a process. It first runs as an event at the current time.
func (w *World) Go(name string, body func(p *Proc)) *Proc {
	if len(w.unborn) == 0 {
		w.unborn = make([]Proc, 32) // one allocation for as many
	}
	p := &w.unborn[0]
	w.unborn = w.unborn[1:]
	p.w, p.name, p.body = w, name, body
	if !w.enter() {
		p.done = true
		return p
	}
	w.live.add(p)
	p.wakeAfter(0, w.cause)
	return p
}

// Name is the name that the process was given.
func (p *Proc) Name() string { return p.name }

// Dead reports whether the process has been killed.
func (p *Proc) Dead() bool { return p.dead }

// Done reports whether the process will never run again, be it that it has
// returned, panicked or been killed, or that the run is over.
func (p *Proc) Done() bool { return p.done || p.dead }

// Paused reports whether the process is paused.
func (p *Proc) Paused() bool { return p.paused }

// Held reports whether the process is paused and would have gone on by now.
func (p *Proc) Held() bool { return p.paused && p.held }

// Sleep waits for d; if d is not positive, until all that is due now has run.
func (p *Proc) Sleep(d time.Duration) {
	p.mustRun("Sleep")
	p.wakeAfter(d, p.w.cause)
	p.wait()
}

// Park waits for a Wake. One that came since the last Park, when the process
// was not parked, is used up at once.
func (p *Proc) Park() {
	p.mustRun("Park")
	if p.useToken() {
		return
	}
	p.parked = true
	p.wait()
}

// ParkFor waits for a Wake, like Park, or until d has passed. It reports whether
// there was a Wake.
func (p *Proc) ParkFor(d time.Duration) (woken bool) {
	p.mustRun("ParkFor")
	if p.useToken() {
		return true
	}
	p.parked = true
	p.wakeAfter(d, p.w.cause)
	p.wait()
	return p.woken
}

// Wake ends the Park of the process, or its next one if it is not parked now.
// Two Wakes before a Park are one.
func (p *Proc) Wake() {
	switch {
	case !p.w.enter() || p.Done():
	case !p.parked:
		p.token, p.tokenCause = true, p.w.cause
	default:
		p.parked, p.woken = false, true
		p.gen++ // its timer, if it has one, is stale
		p.wakeAfter(0, p.w.cause)
	}
}

// Pause stops the process: nothing of it runs until Resume. If it pauses itself
// it stops at once. Told, unless it is nil, is called when there is something to
// hold back: a wait has ended, and the process would go on.
func (p *Proc) Pause(told func()) {
	if !p.w.enter() || p.Done() || p.paused {
		return
	}
	p.paused, p.onHold = true, told
	if p.runs() {
		p.hold(p.w.cause)
		p.wait()
	}
}

// Resume lets a paused process go on. If what it waited for has come meanwhile,
// it runs as an event at the current time; a timer that had run out first still
// counts as first.
func (p *Proc) Resume() {
	if !p.w.enter() || p.Done() || !p.paused {
		return
	}
	p.paused, p.onHold = false, nil
	if p.held {
		p.held = false
		p.wakeAfter(0, p.dueCause)
	}
}

// Slow makes each step of the process that much late, from its next one on: what it
// waits for comes, and it goes on only later. At 0 it runs at full speed again. Told
// is called for each step that is kept.
func (p *Proc) Slow(lag time.Duration, told func()) { p.lag, p.onLag = lag, told }

// Check exits, like a wait does, if the process has been killed. A deployment
// calls it at the top of every call that does not wait, so that deferred calls
// of a killed process have no effect.
func (p *Proc) Check() {
	if p.w.enter() && p.dead && p.w.phase == running {
		runtime.Goexit()
	}
}

// wakeAfter schedules the end of the current wait.
func (p *Proc) wakeAfter(d time.Duration, cause uint32) {
	p.w.push(d, wakeup{proc: p, gen: p.gen, cause: cause})
}

func (p *Proc) useToken() bool {
	if !p.token {
		return false
	}
	p.token = false
	p.w.cause = p.tokenCause
	return true
}

func (p *Proc) runs() bool { return p.w.phase == running && p.w.current == p }

func (p *Proc) mustRun(call string) {
	if p == nil {
		panic(fmt.Sprintf("sim: %s called while no process runs: by a goroutine that is none?", call))
	}
	if !p.w.enter() || !p.runs() {
		panic(fmt.Sprintf("sim: %s of process %q called from outside it", call, p.name))
	}
}

// due ends the current wait, at once or when the process is resumed.
func (p *Proc) due(cause uint32) {
	if p.parked {
		p.parked, p.woken = false, false
	}
	if p.paused {
		p.hold(cause)
		return
	}
	p.gen++
	if p.lag > 0 && !p.lagged {
		p.lagged = true
		p.onLag()
		p.wakeAfter(p.lag, cause)
		return
	}
	p.lagged = false
	if p.co == nil {
		p.co = p.w.coroutine(p)
	}
	p.co.next()
}

func (p *Proc) hold(cause uint32) {
	p.gen++
	p.held, p.dueCause = true, cause
	if p.onHold != nil {
		p.onHold()
	}
}

// wait hands over to the world. If it is to be unwound it does not return.
func (p *Proc) wait() {
	p.co.yield(struct{}{})
	if p.w.phase != running {
		runtime.Goexit()
	}
}

// main runs the process, and says whether its body returned. The watchdog finds
// its goroutine by this frame, with p as its first argument: whatever has its
// address taken is kept there.
//
//go:noinline
func (p *Proc) main() (returned bool) {
	defer runtime.KeepAlive(&p)
	defer func() { p.end(returned, recover()) }()
	p.body(p)
	return true
}

// end is the last thing that happens in a process. A panic in a deferred call
// while it is unwound is an artefact of unwinding: whoever loses power runs no
// deferred calls.
func (p *Proc) end(returned bool, panicked any) {
	p.done = true
	p.gen++
	p.w.live.remove(p)
	if returned {
		return
	}
	switch {
	case p.w.phase != running:
	case panicked != nil:
		p.w.finding(Finding{Kind: KindPanic, Detail: fmt.Sprint(panicked), Stack: string(debug.Stack())})
	default:
		p.w.finding(Finding{Kind: KindExit, Detail: "runtime.Goexit in a process", Stack: string(debug.Stack())})
	}
	panic(exited{})
}

// A list holds processes in order of creation, for ends that are the same
// every time.
type list struct{ first, last *Proc }

func (l *list) add(p *Proc) {
	p.older = l.last
	if l.last == nil {
		l.first = p
	} else {
		l.last.newer = p
	}
	l.last = p
}

func (l *list) remove(p *Proc) {
	if p.older == nil {
		l.first = p.newer
	} else {
		p.older.newer = p.newer
	}
	if p.newer == nil {
		l.last = p.older
	} else {
		p.newer.older = p.older
	}
	p.older, p.newer = nil, nil
}

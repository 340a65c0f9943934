package sim

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"time"
)

// Config says how to run. Its zero value is a run with seed 0 and the right
// limits for anything that lasts milliseconds.
type Config struct {
	Seed       uint64
	Replay     []Decision    // nil: draw; else every choice is taken from here and checked
	Branch     *Branch       // nil: all of Replay; else where to leave it, and the seed of what is drawn from there on
	Drawing    []string      // nil: every place draws; else only these do, and all others are calm
	MaxEvents  int           // wake-ups, events or decisions until "runaway"; 0: 5 million
	MaxAtOnce  int           // wake-ups at one instant of virtual time until "livelock"; 0: 200 000
	StallAfter time.Duration // wall time without a step until "stall"; 0: 5 s
	Keep       bool          // keep the trace; its hash is always computed
	NoLog      bool          // keep no decisions, which spares memory; a run with the same seed has them
}

const (
	defaultMaxEvents  = 5_000_000
	defaultMaxAtOnce  = 200_000
	defaultStallAfter = 5 * time.Second
	largestMaxEvents  = 1 << 30 // ids and sequence numbers have 32 bits
)

func (c Config) withDefaults() Config {
	if c.MaxEvents <= 0 {
		c.MaxEvents = defaultMaxEvents
	}
	if c.MaxAtOnce <= 0 {
		c.MaxAtOnce = defaultMaxAtOnce
	}
	if c.StallAfter <= 0 {
		c.StallAfter = defaultStallAfter
	}
	c.MaxEvents = min(c.MaxEvents, largestMaxEvents)
	if c.Branch != nil && c.Replay == nil {
		c.Replay = []Decision{} // it is asked for where a log is followed
	}
	return c
}

// A Task is something to do at a time. A pointer to a struct that is used again
// makes it free of allocation.
type Task interface{ Run() }

// A Func is a function as a [Task].
type Func func()

// Run calls f.
func (f Func) Run() { f() }

// A World is one run: its virtual time, its processes, its decisions and its
// trace. Only one thing in it runs at a time, and only the goroutine that set
// it up and what the world itself runs may touch it.
type World struct {
	ledger
	cfg     Config
	queue   queue
	until   time.Duration
	phase   phase
	halted  bool   // nothing more is to run
	cause   uint32 // the latest event in this context
	sources map[string]*Source
	drawing map[string]bool // of Config; looked up only
	blank   []Source        // of places yet to be asked for
	unborn  []Proc          // yet to be started
	live    list            // processes that have not ended, in order of creation
	doomed  []*Proc         // killed, not unwound yet
	idle    []*coroutine    // that nothing runs on
	ended   chan struct{}
}

// A phase says what a call to the world means.
type phase uint8

const (
	setup     phase = iota // before Run: things are prepared
	running                // a task or process runs
	unwinding              // deferred calls of a killed process run, without effect
	over                   // after Run: nothing has an effect
)

// New returns a world in which nothing has happened.
func New(cfg Config) *World {
	w := &World{
		cfg:     cfg.withDefaults(),
		sources: make(map[string]*Source, 200), // about what a run of some twenty machines has
		ended:   make(chan struct{}),
	}
	w.keep = cfg.Keep
	w.digest = newDigest()
	w.choices.none = cfg.NoLog
	w.drawing = make(map[string]bool, len(cfg.Drawing))
	for _, place := range cfg.Drawing {
		w.drawing[place] = true
	}
	return w
}

// enter begins every call that has an effect. It does not return to deferred
// calls of a process that is being unwound, and returns false after the run.
func (w *World) enter() bool {
	switch w.phase {
	case unwinding:
		runtime.Goexit()
	case over:
		return false
	}
	return true
}

// Now is the virtual time since the start of the run.
func (w *World) Now() time.Duration { return w.now }

// Current is the process that runs now; nil in a task and outside the run.
func (w *World) Current() *Proc {
	if w.phase == setup || w.phase == over {
		return nil
	}
	return w.current
}

// After runs a task d from now; at once, after all that is due already, if d is
// not positive. Tasks for the same time run in the order in which After was
// called. Wake-ups of processes stand in the same order.
func (w *World) After(d time.Duration, t Task) {
	if w.enter() {
		w.push(d, wakeup{task: t, cause: w.cause})
	}
}

func (w *World) push(d time.Duration, wk wakeup) {
	if w.queue.len() >= w.cfg.MaxEvents {
		w.stop(KindRunaway, fmt.Sprintf("more than %d wake-ups wait", w.cfg.MaxEvents))
		return
	}
	at := w.now
	if d > 0 {
		at += d
	}
	if at < w.now {
		return // beyond the end of time
	}
	w.queue.push(at, wk)
}

// Emit appends an event to the trace. It becomes the cause of what follows in
// this context.
func (w *World) Emit(actor, what, detail string, a, b int64) {
	w.Tell(Event{Actor: actor, What: what, Detail: detail, A: a, B: b})
}

// Tell is Emit for an event that has a Sum; its ID, Cause and At are the world's.
func (w *World) Tell(e Event) {
	if !w.enter() {
		return
	}
	e.Cause = w.cause
	w.cause = w.event(&e)
	if int(w.cause) > w.cfg.MaxEvents {
		w.stop(KindRunaway, fmt.Sprintf("more than %d events", w.cfg.MaxEvents))
	}
}

// decide logs the decision drawn, or the one that the log to replay has instead. What a calm
// place decides is known without a log.
func (w *World) decide(s *Source, n, drawn int32) int32 {
	which := drawn
	switch {
	case s.calm:
		which = 0
	case w.cfg.Replay == nil: // the ordinary run: it is as it was drawn
	case w.cfg.draws(w.choices.count):
		which = w.cfg.Branch.redraw(s, n)
	default:
		d := follow(w.cfg.Replay, w.choices.count, s.place, n)
		if d != nil {
			w.diverge(*d)
			w.halt()
			return 0
		}
		which = w.cfg.Replay[w.choices.count].Which
	}
	if w.decision(s, n, which) > w.cfg.MaxEvents {
		w.stop(KindRunaway, fmt.Sprintf("more than %d decisions", w.cfg.MaxEvents))
	}
	return which
}

// Run runs all that is due until the given time, that time included, then
// unwinds the processes that are left, and says what happened. It may be called
// once. It returns early if the run diverges from the log that it replays, if
// it exceeds a limit, or if something in it does not come back. In the last case
// that goroutine is abandoned, with all that it refers to.
func (w *World) Run(until time.Duration) Ending {
	if w.phase != setup {
		panic("sim: Run called twice")
	}
	w.until, w.phase = until, running
	go w.loop()
	return w.watch()
}

// loop runs the world. A panic or an exit in a task ends its goroutine, and so
// does an exit of a process, which comes here as a panic with [exited]: then
// another goroutine carries on. As with [Proc.main], the watchdog looks for this
// frame.
//
//go:noinline
func (w *World) loop() {
	defer runtime.KeepAlive(&w)
	done := false
	defer func() { w.carryOn(done, recover()) }()
	for !w.halted && w.next() {
	}
	done = true
}

// Do calls f before the world runs. As in a task, a panic is a finding.
func (w *World) Do(f func()) {
	defer func() {
		if r := recover(); r != nil {
			w.finding(Finding{Kind: KindPanic, Detail: fmt.Sprint(r), Stack: string(debug.Stack())})
		}
	}()
	f()
}

func (w *World) carryOn(done bool, panicked any) {
	w.unlessSealed()
	switch {
	case panicked == any(exited{}): // a process has said so itself
	case panicked != nil:
		w.finding(Finding{Kind: KindPanic, Detail: fmt.Sprint(panicked), Stack: string(debug.Stack())})
	case !done && !w.halted:
		w.finding(Finding{Kind: KindExit, Detail: "runtime.Goexit in a task"})
	}
	if done || w.halted {
		w.finish()
	} else {
		go w.loop()
	}
}

// finish unwinds the processes that are left and lets Run return.
func (w *World) finish() {
	for w.live.first != nil {
		w.unwind(w.live.first)
	}
	w.endIdle()
	if !w.halted {
		w.passTime(w.until)
	}
	if left := leftOver(w.cfg.followed(), w.choices.count); left != nil {
		w.diverge(*left)
	}
	w.phase = over
	close(w.ended)
}

// next runs what is first in the queue; false if there is nothing left.
func (w *World) next() bool {
	w.unwindDoomed()
	wk, at, ok := w.queue.pop(w.until)
	if !ok {
		return false
	}
	if wk.proc != nil && wk.gen != wk.proc.gen {
		return true // the process has moved on; this must not even move the time
	}
	w.step(at, wk.proc)
	if w.tooMuch() {
		return false
	}
	w.cause = wk.cause
	if wk.proc != nil {
		wk.proc.due(wk.cause)
	} else {
		wk.task.Run()
	}
	return true
}

// tooMuch stops a run that exceeds its limits, before the next thing runs.
func (w *World) tooMuch() bool {
	switch {
	case w.steps > w.cfg.MaxEvents:
		w.finding(Finding{Kind: KindRunaway, Detail: fmt.Sprintf("more than %d wake-ups", w.cfg.MaxEvents), Stack: w.stackNow()})
	case w.atOnce > w.cfg.MaxAtOnce:
		w.finding(Finding{Kind: KindLivelock, Detail: fmt.Sprintf("more than %d wake-ups at one instant", w.cfg.MaxAtOnce), Stack: w.stackNow()})
	default:
		return false
	}
	w.halted = true
	return true
}

// Exceed ends the run with a finding, [KindRunaway]: what runs now has done more than whoever
// prepared the run lets it, as the detail says. It does not return where something runs.
func (w *World) Exceed(detail string) {
	if w.enter() {
		w.stop(KindRunaway, detail)
	}
}

// stop notes a finding and halts the run.
func (w *World) stop(kind, detail string) {
	w.finding(Finding{Kind: kind, Detail: detail, Stack: w.stackNow()})
	w.halt()
}

// stackNow is the stack of the process that runs, or ran last; empty in a task and before the run.
func (w *World) stackNow() string {
	if w.phase == setup || w.current == nil {
		return ""
	}
	return w.stack(w.current)
}

// halt ends the run from within: what is running never gets to its next
// statement. Before the run it only sees to it that nothing runs.
func (w *World) halt() {
	w.halted = true
	if w.phase == running {
		w.phase = unwinding
		runtime.Goexit()
	}
}

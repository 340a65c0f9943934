package sim

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// A diary is what happened in a run, in lines.
type diary struct {
	w     *World
	lines []string
}

func newDiary(cfg Config) *diary { return &diary{w: New(cfg)} }

func (d *diary) note(format string, args ...any) {
	d.lines = append(d.lines, fmt.Sprintf("%d ", d.w.Now())+fmt.Sprintf(format, args...))
}

// at schedules f.
func (d *diary) at(when time.Duration, f func()) { d.w.After(when, Func(f)) }

// want runs the world and compares.
func (d *diary) want(t *testing.T, lines ...string) Ending {
	t.Helper()
	o := d.w.Run(100)
	if !slices.Equal(d.lines, lines) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(d.lines, "\n  "), strings.Join(lines, "\n  "))
	}
	return o
}

// clean is want for a run without findings.
func (d *diary) clean(t *testing.T, lines ...string) {
	t.Helper()
	if got := findings(d.want(t, lines...)); got != "" {
		t.Error(got)
	}
}

func TestOrderIsFirstInFirstOut(t *testing.T) {
	d := newDiary(Config{})
	d.w.Go("p", func(p *Proc) {
		d.note("p")
		p.Sleep(0)
		d.note("p again")
		p.Sleep(-5)
		d.note("p a third time")
		p.Sleep(2)
		d.note("p late")
	})
	d.at(2, func() { d.note("task, before p slept") })
	d.at(0, func() {
		d.note("task")
		d.at(0, func() { d.note("its follower") })
		d.at(-1, func() { d.note("another") })
	})
	d.clean(t, "0 p", "0 task", "0 p again", "0 its follower", "0 another", "0 p a third time",
		"2 task, before p slept", "2 p late")
}

func TestRunStopsAtItsEnd(t *testing.T) {
	d := newDiary(Config{})
	d.at(100, func() { d.note("at the end") })
	d.at(101, func() { d.note("beyond") })
	d.at(1<<62, func() {
		d.note("in the far future")
	})
	d.clean(t, "100 at the end")
	if d.w.Now() != 100 {
		t.Errorf("the end is at %d", d.w.Now())
	}
}

func TestEndOfTime(t *testing.T) {
	w := New(Config{})
	reached := false
	w.After(10, Func(func() {
		w.After(1<<63-1, Func(func() { t.Error("time went round") }))
		w.After(1<<63-1-10, Func(func() { reached = true }))
	}))
	if w.Run(1<<63 - 1); !reached {
		t.Error("the last moment did not come")
	}
}

func TestParkAndWake(t *testing.T) {
	d := newDiary(Config{})
	p := d.w.Go("p", func(p *Proc) {
		p.Park()
		d.note("woken")
		p.Sleep(10)
		d.note("slept through two")
		p.Park()
		d.note("which were one")
		p.Park()
		d.note("never")
	})
	d.at(5, p.Wake)
	d.at(7, p.Wake)
	d.at(8, p.Wake)
	d.clean(t, "5 woken", "15 slept through two", "15 which were one")
}

func TestWakeBeforeTheFirstStep(t *testing.T) {
	d := newDiary(Config{})
	p := d.w.Go("p", func(p *Proc) {
		p.Park()
		d.note("woken")
	})
	p.Wake()
	d.clean(t, "0 woken")
}

func TestParkFor(t *testing.T) {
	d := newDiary(Config{})
	p := d.w.Go("p", func(p *Proc) {
		d.note("%v", p.ParkFor(10)) // nobody comes
		d.note("%v", p.ParkFor(10)) // woken at 15
		p.Sleep(1)
		d.note("slept")             // not until 20, when the timer runs out
		d.note("%v", p.ParkFor(4))  // woken at 20 by what came before the timer
		d.note("%v", p.ParkFor(10)) // woken at 30, after the timer
		d.note("%v", p.ParkFor(0))  // by that wake
		d.note("%v", p.ParkFor(0))
	})
	d.at(15, p.Wake)
	d.at(20, p.Wake)
	d.at(25, func() { d.at(5, p.Wake) })
	d.clean(t, "10 false", "15 true", "16 slept", "20 true", "30 false", "30 true", "30 false")
}

func TestPause(t *testing.T) {
	d := newDiary(Config{})
	var p, q *Proc
	p = d.w.Go("p", func(p *Proc) {
		p.Sleep(5)
		d.note("p")
	})
	q = d.w.Go("q", func(q *Proc) {
		q.Sleep(4)
		d.note("q")
		q.Sleep(1)
		d.note("q again")
	})
	d.at(1, func() { p.Pause(nil); q.Pause(nil); p.Pause(nil) })
	d.at(2, func() { q.Resume(); q.Pause(nil) })
	d.at(20, func() { p.Resume(); q.Resume(); p.Resume() })
	d.clean(t, "20 p", "20 q", "21 q again")
}

func TestPauseShorterThanTheSleep(t *testing.T) {
	d := newDiary(Config{})
	p := d.w.Go("p", func(p *Proc) {
		p.Sleep(10)
		d.note("on time")
	})
	d.at(2, func() { p.Pause(nil) })
	d.at(3, p.Resume)
	d.clean(t, "10 on time")
}

// TestPausedInOrder has a timer run out and a wake come during one pause, either
// first.
func TestPausedInOrder(t *testing.T) {
	d := newDiary(Config{})
	body := func(p *Proc) {
		d.note("%s %v", p.Name(), p.ParkFor(10))
		d.note("%s %v", p.Name(), p.ParkFor(10))
	}
	late, early := d.w.Go("late", body), d.w.Go("early", body)
	d.at(1, func() { late.Pause(nil); early.Pause(nil) })
	d.at(5, early.Wake)
	d.at(15, late.Wake)
	d.at(20, func() { late.Resume(); early.Resume() })
	d.clean(t, "20 late false", "20 late true", "20 early true", "30 early false")
}

func TestPauseBeforeTheFirstStep(t *testing.T) {
	d := newDiary(Config{})
	p := d.w.Go("p", func(*Proc) { d.note("p") })
	p.Pause(nil)
	d.at(3, p.Resume)
	d.clean(t, "3 p")
}

func TestPauseOneself(t *testing.T) {
	d := newDiary(Config{})
	p := d.w.Go("p", func(p *Proc) {
		p.Pause(nil)
		d.note("resumed")
		p.Park()
		d.note("by a wake during the pause")
	})
	d.at(2, p.Wake)
	d.at(3, func() { d.note("paused %v", p.Paused()); p.Resume() })
	d.clean(t, "3 paused true", "3 resumed", "3 by a wake during the pause")
}

// TestPausedAgain is paused between Resume and the step that it scheduled.
func TestPausedAgain(t *testing.T) {
	d := newDiary(Config{})
	p := d.w.Go("p", func(p *Proc) {
		p.Sleep(1)
		d.note("p")
	})
	p.Pause(nil)
	d.at(2, func() { p.Resume(); p.Pause(nil) })
	d.at(4, p.Resume)
	d.clean(t, "5 p") // its first step was at 4
}

func TestCurrent(t *testing.T) {
	w := New(Config{})
	check := func(want *Proc) {
		if got := w.Current(); got != want {
			t.Errorf("current is %v, want %v", got, want)
		}
	}
	check(nil)
	p := w.Go("p", func(p *Proc) {
		check(p)
		w.Go("q", func(q *Proc) { check(q) })
		p.Sleep(1)
		check(p)
	})
	w.After(0, Func(func() { check(nil) }))
	w.Run(10)
	check(nil)
	if !p.Done() || p.Dead() {
		t.Errorf("done %v, dead %v", p.Done(), p.Dead())
	}
}

func TestPanicEndsTheProcessOnly(t *testing.T) {
	d := newDiary(Config{})
	p := d.w.Go("p", func(p *Proc) {
		defer d.note("deferred")
		p.Sleep(1)
		panic("oh")
	})
	d.w.Go("q", func(q *Proc) {
		q.Sleep(2)
		d.note("q lives, p is done: %v", p.Done())
	})
	d.at(3, func() { panic(fmt.Errorf("no")) })
	d.at(4, func() { d.note("after the task") })
	o := d.want(t, "1 deferred", "2 q lives, p is done: true", "4 after the task")
	if got, want := findings(o), "panic \"p\" oh at 1\npanic \"\" no at 3\n"; got != want {
		t.Errorf("findings:\n%swant\n%s", got, want)
	}
	for _, f := range o.Findings {
		if !strings.Contains(f.Stack, "TestPanicEndsTheProcessOnly") {
			t.Errorf("no place in the stack:\n%s", f.Stack)
		}
	}
}

func TestExitEndsTheProcessOnly(t *testing.T) {
	d := newDiary(Config{})
	d.w.Go("p", func(p *Proc) {
		defer d.note("deferred")
		p.Sleep(1)
		runtime.Goexit()
	})
	d.w.Go("q", func(q *Proc) {
		q.Sleep(2)
		d.note("q lives")
	})
	d.at(3, func() { runtime.Goexit() })
	d.at(4, func() { d.note("after the task") })
	o := d.want(t, "1 deferred", "2 q lives", "4 after the task")
	if got, want := findings(o), "exit \"p\" runtime.Goexit in a process at 1\nexit \"\" runtime.Goexit in a task at 3\n"; got != want {
		t.Errorf("findings:\n%swant\n%s", got, want)
	}
}

func TestWaitingForAnother(t *testing.T) {
	w := New(Config{})
	p := w.Go("p", (*Proc).Park)
	w.Go("q", func(*Proc) { p.Sleep(1) })
	w.After(0, Func(func() { p.ParkFor(1) }))
	o := w.Run(1)
	if got := findings(o); strings.Count(got, `of process "p" called from outside it`) != 2 {
		t.Error(got)
	}
}

// TestSlow: each step of a slow process is late, whatever ended its wait, and the
// steps of others are not.
func TestSlow(t *testing.T) {
	w := New(Config{})
	var slow, quick []time.Duration
	kept := 0
	p := w.Go("slow", func(p *Proc) {
		for range 3 {
			p.Sleep(10)
			slow = append(slow, w.Now())
		}
		if woken := p.ParkFor(100); woken {
			t.Error("nobody woke it")
		}
		slow = append(slow, w.Now())
	})
	w.Go("quick", func(p *Proc) {
		for range 3 {
			p.Sleep(10)
			quick = append(quick, w.Now())
		}
	})
	w.After(15, Func(func() { p.Slow(4, func() { kept++ }) }))
	w.After(40, Func(func() { p.Slow(0, nil) }))
	w.Run(1000)
	if want := []time.Duration{10, 24, 38, 138}; !slices.Equal(slow, want) || kept != 2 {
		t.Errorf("slow at %v, want %v; kept %d", slow, want, kept)
	}
	if want := []time.Duration{10, 20, 30}; !slices.Equal(quick, want) {
		t.Errorf("quick at %v, want %v", quick, want)
	}
}

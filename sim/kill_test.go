package sim

import (
	"runtime"
	"testing"
	"time"
)

// everything is each call of the kernel that has an effect. None of them must
// return to a process that is being unwound.
func everything(w *World, p, other *Proc) map[string]func() {
	return map[string]func(){
		"Emit":    func() { w.Emit("dead", "speaks", "", 0, 0) },
		"After":   func() { w.After(1, Func(func() { w.Emit("dead", "acts", "", 0, 0) })) },
		"Go":      func() { w.Go("child", func(*Proc) { w.Emit("dead", "lives on", "", 0, 0) }) },
		"Choose":  func() { w.Source("dead").Choose(2) },
		"Between": func() { w.Source("dead").Between(0, 2) },
		"Chance":  func() { w.Source("dead").Chance(1, 2) },
		"Sleep":   func() { p.Sleep(1) },
		"Park":    func() { p.Park() },
		"ParkFor": func() { p.ParkFor(1) },
		"Wake":    func() { other.Wake() },
		"Kill":    func() { other.Kill() },
		"Pause":   func() { other.Pause(nil) },
		"Resume":  func() { other.Resume() },
		"Check":   func() { p.Check() },
	}
}

// mourn defers all of everything, and panics for good measure.
func mourn(t *testing.T, w *World, p, other *Proc, deferred *int) {
	defer func() { panic("in vain") }()
	for name, call := range everything(w, p, other) {
		defer func() {
			*deferred++
			call()
			t.Errorf("%s returned", name)
		}()
	}
	p.Park()
	t.Error("Park returned")
}

// TestKillHasNoLastWords kills in the middle of a call, by a task, by another
// process, by itself, while paused, and by the end of the run.
func TestKillHasNoLastWords(t *testing.T) {
	for name, kill := range map[string]func(w *World, p *Proc){
		"by a task":    func(w *World, p *Proc) { w.After(5, Func(p.Kill)) },
		"by a process": func(w *World, p *Proc) { w.Go("killer", func(k *Proc) { k.Sleep(5); p.Kill(); k.Sleep(1) }) },
		"while paused": func(w *World, p *Proc) { w.After(4, Func(func() { p.Pause(nil) })); w.After(5, Func(p.Kill)) },
		"twice":        func(w *World, p *Proc) { w.After(5, Func(func() { p.Kill(); p.Kill() })) },
		"when woken":   func(w *World, p *Proc) { w.After(5, Func(func() { p.Wake(); p.Kill(); p.Wake() })) },
		"at the end":   func(w *World, p *Proc) {},
	} {
		t.Run(name, func(t *testing.T) {
			before := runtime.NumGoroutine()
			w := New(Config{Keep: true})
			other := w.Go("other", func(p *Proc) {
				p.Park()
				w.Emit("other", "woken", "", 0, 0)
			})
			deferred := 0
			p := w.Go("p", func(p *Proc) { mourn(t, w, p, other, &deferred) })
			kill(w, p)
			o := w.Run(20)
			if want := len(everything(w, p, other)); deferred != want {
				t.Errorf("%d deferred calls, want %d", deferred, want)
			}
			if len(o.Trace) > 0 || len(o.Decisions) > 0 || len(o.Findings) > 0 || o.Hash != New(Config{}).Run(0).Hash {
				t.Errorf("it left a trace: %+v", o)
			}
			if !p.Done() || p.Dead() == (name == "at the end") {
				t.Errorf("done %v, dead %v", p.Done(), p.Dead())
			}
			goneBy(t, before)
		})
	}
}

// goneBy fails if there stay more goroutines than there were.
func goneBy(t *testing.T, before int) {
	t.Helper()
	for range 1000 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

func TestKillOneself(t *testing.T) {
	d := newDiary(Config{})
	p := d.w.Go("p", func(p *Proc) {
		defer d.w.Emit("p", "never", "", 0, 0)
		p.Sleep(1)
		d.note("before")
		p.Kill()
		d.note("after")
	})
	d.at(2, func() { d.note("dead %v, done %v", p.Dead(), p.Done()) })
	d.clean(t, "1 before", "2 dead true, done true")
}

func TestKillBeforeTheFirstStep(t *testing.T) {
	d := newDiary(Config{})
	d.w.Go("p", func(*Proc) { d.note("p") }).Kill()
	q := d.w.Go("q", func(*Proc) { d.note("q") })
	q.Pause(nil)
	d.at(0, q.Kill)
	d.at(1, q.Resume)
	d.clean(t)
}

// TestKillIsAtOnce has a process killed and another one started under its name
// in one step: the old one is gone before the new one runs.
func TestKillIsAtOnce(t *testing.T) {
	d := newDiary(Config{})
	old := d.w.Go("p", func(p *Proc) {
		defer d.note("old one gone")
		p.Park()
	})
	d.at(3, func() {
		d.w.Go("p", func(*Proc) { d.note("new one runs") })
		old.Kill()
		d.note("killed")
	})
	d.clean(t, "3 killed", "3 old one gone", "3 new one runs")
}

// TestCheck is a port that does not wait: called by the deferred code of a
// killed process it must do nothing.
func TestCheck(t *testing.T) {
	d := newDiary(Config{})
	port := func(p *Proc, what string) {
		p.Check()
		d.note("%s", what)
	}
	p := d.w.Go("p", func(p *Proc) {
		defer port(p, "unlocked")
		port(p, "locked")
		p.Sleep(10)
	})
	d.at(5, p.Kill)
	d.clean(t, "0 locked")
	p.Check() // outside the run it has no say
}

// TestRecoverDoesNotSurviveAKill is a program that catches all it can.
func TestRecoverDoesNotSurviveAKill(t *testing.T) {
	d := newDiary(Config{})
	p := d.w.Go("p", func(p *Proc) {
		for {
			func() {
				defer func() { _ = recover() }()
				p.Sleep(2)
				d.note("still here")
			}()
		}
	})
	d.at(3, p.Kill)
	d.clean(t, "2 still here")
}

func TestEndReapsInOrderOfCreation(t *testing.T) {
	d := newDiary(Config{})
	for _, name := range []string{"a", "b", "c", "d"} {
		d.w.Go(name, func(p *Proc) {
			defer func() { d.lines = append(d.lines, name) }()
			p.Sleep(time.Duration(100 * (2 - len(name)%2)))
			if name == "b" {
				return
			}
			p.Park()
		})
	}
	d.clean(t, "b", "a", "c", "d")
}

func TestAfterTheRunNothingHasAnEffect(t *testing.T) {
	w := New(Config{Keep: true})
	p := w.Go("p", (*Proc).Park)
	o := w.Run(1)
	for name, call := range everything(w, p, p) {
		if name != "Sleep" && name != "Park" && name != "ParkFor" { // those panic
			call()
		}
	}
	if len(o.Trace)+len(o.Decisions)+w.choices.count+w.queue.len() != 0 {
		t.Error("it had")
	}
	defer func() {
		if recover() == nil {
			t.Error("Run a second time")
		}
	}()
	w.Run(2)
}

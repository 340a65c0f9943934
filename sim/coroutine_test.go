package sim

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// coroutines runs the bodies one after the other, each in a process of its own,
// and returns on which of how many coroutines each of them ran.
func coroutines(w *World, bodies ...func(*Proc)) (which []int, o Ending) {
	known := map[*coroutine]int{}
	w.Go("parent", func(p *Proc) {
		for i, body := range bodies {
			child := w.Go(fmt.Sprint("child/", i), body)
			p.Sleep(5)
			if _, ok := known[child.co]; !ok {
				known[child.co] = len(known)
			}
			which = append(which, known[child.co])
		}
	})
	o = w.Run(math.MaxInt64)
	return which, o
}

// TestCoroutineIsUsedAgain after a body that returned, and after no other.
func TestCoroutineIsUsedAgain(t *testing.T) {
	before := runtime.NumGoroutine()
	returns := func(p *Proc) { p.Sleep(1) }
	w := New(Config{})
	which, o := coroutines(w,
		func(*Proc) {},
		returns,
		func(*Proc) { panic("oh") },
		returns,
		func(p *Proc) { p.Sleep(1); runtime.Goexit() },
		returns,
		func(p *Proc) { p.Kill() },
		returns,
		func(p *Proc) { w.After(1, Func(p.Kill)); p.Park() },
		returns,
		func(p *Proc) { defer func() { _ = recover() }(); panic("caught") },
		returns)
	if got, want := fmt.Sprint(which), "[0 0 0 1 1 2 2 3 3 4 4 4]"; got != want {
		t.Errorf("ran on %s, want %s", got, want)
	}
	want := "panic \"child/2\" oh at 10\nexit \"child/4\" runtime.Goexit in a process at 21\n"
	if got := findings(o); got != want {
		t.Errorf("findings:\n%swant\n%s", got, want)
	}
	goneBy(t, before)
}

// TestCoroutinesInUse has many at a time, each of which spawns in its turn: none
// may run two processes, and none may stay.
func TestCoroutinesInUse(t *testing.T) {
	before := runtime.NumGoroutine()
	w := New(Config{})
	running := map[*coroutine]*Proc{}
	ended := 0
	var spawn func(depth int)
	spawn = func(depth int) {
		w.Go(fmt.Sprint("depth/", depth), func(p *Proc) {
			if running[p.co] != nil {
				t.Errorf("%s runs on the coroutine of %s", p.Name(), running[p.co].Name())
			}
			running[p.co] = p
			for i := range depth {
				spawn(depth - 1)
				p.Sleep(time.Duration(w.Source("pace").Choose(3 + i)))
			}
			if p.Done() || w.Current() != p || p.co.p != p {
				t.Errorf("%s is no longer itself", p.Name())
			}
			delete(running, p.co)
			ended++
		})
	}
	spawn(6)
	o := w.Run(math.MaxInt64)
	if want := 1957; ended != want || len(o.Findings) > 0 { // 6!/0! + 6!/1! + … + 6!/6!
		t.Errorf("%d processes ended, want %d; %s", ended, want, findings(o))
	}
	goneBy(t, before)
}

// TestCoroutineOfSeveralNames goes wrong on a coroutine that others have run on
// before: the finding and its stack are those of the last one.
func TestCoroutineOfSeveralNames(t *testing.T) {
	never := make(chan int)
	defer close(never)
	for kind, goWrong := range map[string]func(){
		KindPanic: func() { panic("oh") },
		KindExit:  runtime.Goexit,
		KindStall: func() { blockUntil(never) },
	} {
		t.Run(kind, func(t *testing.T) {
			w := New(Config{StallAfter: 80 * time.Millisecond})
			returns := func(*Proc) {}
			which, o := coroutines(w, returns, returns, func(p *Proc) { p.Sleep(1); goWrong() })
			found(t, o, kind, "child/2", "")
			if kind != KindStall && fmt.Sprint(which) != "[0 0 0]" {
				t.Errorf("ran on %v: this tests nothing", which)
			}
			if stack := o.Findings[0].Stack; !strings.Contains(stack, "TestCoroutineOfSeveralNames") || strings.Contains(stack, "\n\n") {
				t.Errorf("the stack is not that of the culprit:\n%s", stack)
			}
		})
	}
}

// TestAbandonedProcessReturns lets a stalled process return without a call of
// the kernel, so that its coroutine would be free: nothing may run on it.
func TestAbandonedProcessReturns(t *testing.T) {
	before := runtime.NumGoroutine()
	var back atomic.Bool
	w := New(Config{StallAfter: 80 * time.Millisecond})
	w.Go("p", func(*Proc) { spinUntil(&back) })
	w.Go("q", func(*Proc) { t.Error("it went on") })
	o := w.Run(10)
	found(t, o, KindStall, "p", "")
	back.Store(true)
	goneBy(t, before+1) // the coroutine, which waits for ever
}

// TestRunsThatStopEarlyLeaveNothing has idle coroutines when a limit is hit.
func TestRunsThatStopEarlyLeaveNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	w := New(Config{MaxEvents: 1000})
	for range 10 {
		w.Go("short", func(*Proc) {})
		w.Go("long", (*Proc).Park)
	}
	w.Go("busy", func(p *Proc) {
		for {
			p.Sleep(1)
		}
	})
	found(t, w.Run(math.MaxInt64), KindRunaway, "busy", "")
	goneBy(t, before)
}

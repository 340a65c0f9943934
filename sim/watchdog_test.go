package sim

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

//go:noinline
func spinUntil(release *atomic.Bool) {
	for !release.Load() {
	}
}

//go:noinline
func blockUntil(release chan int) { <-release }

func TestStall(t *testing.T) {
	var stop atomic.Bool
	never := make(chan int)
	defer close(never)
	defer stop.Store(true) // or they spin on while other tests run
	spinForever := func() { spinUntil(&stop) }
	blockForever := func() { blockUntil(never) }
	for name, c := range map[string]struct {
		start func(w *World)
		who   string
		where string
	}{
		"a process loops":  {func(w *World) { w.Go("p", func(p *Proc) { p.Sleep(3); spinForever() }) }, "p", "spinUntil"},
		"a process blocks": {func(w *World) { w.Go("p", func(p *Proc) { p.Sleep(3); blockForever() }) }, "p", "blockUntil"},
		"a task loops":     {func(w *World) { w.After(3, Func(spinForever)) }, "", "spinUntil"},
		"a task blocks":    {func(w *World) { w.After(3, Func(blockForever)) }, "", "blockUntil"},
		"unwinding blocks": {func(w *World) { w.Go("p", func(p *Proc) { defer blockForever(); p.Sleep(3); p.Kill() }) }, "p", "blockUntil"},
		"an earlier panic": {func(w *World) {
			w.After(1, Func(func() { panic("first") }))
			w.After(3, Func(blockForever))
		}, "", "blockUntil"},
	} {
		t.Run(name, func(t *testing.T) {
			w := New(Config{StallAfter: 160 * time.Millisecond, Keep: true})
			w.Go("bystander", func(p *Proc) { p.Sleep(50) })
			w.After(2, Func(func() {
				w.Emit("task", "said", "", 0, 0)
				w.Source("x").Choose(5)
			}))
			c.start(w)
			o := w.Run(100)
			f := o.Findings[len(o.Findings)-1]
			if f.Kind != KindStall || f.Process != c.who || f.At != 3 {
				t.Errorf("finding %+v", f)
			}
			if !strings.Contains(f.Stack, c.where) || strings.Contains(f.Stack, "\n\n") || strings.Contains(f.Stack, "TestStall(") {
				t.Errorf("the stack is not that of the culprit:\n%s", f.Stack)
			}
			if len(o.Trace) != 1 || len(o.Decisions) != 1 {
				t.Errorf("what it did before is lost: %+v", o)
			}
		})
	}
}

// TestAbandonedRunIsHarmless lets a stalled process come back. What it then does
// must reach neither the outcome nor anybody else; the race detector watches.
func TestAbandonedRunIsHarmless(t *testing.T) {
	var back atomic.Bool
	gone := make(chan struct{})
	w := New(Config{StallAfter: 80 * time.Millisecond, Keep: true})
	w.Go("p", func(p *Proc) {
		defer close(gone)
		w.Emit("p", "before", "", 0, 0)
		for !back.Load() {
		}
		w.Emit("p", "after", "", 0, 0)
		t.Error("it went on")
	})
	o := w.Run(10)
	trace, decisions := transcript(o), len(o.Decisions)
	back.Store(true)
	<-gone
	if transcript(o) != trace || len(o.Decisions) != decisions || strings.Contains(trace, "after") {
		t.Errorf("the outcome changed: %+v", o)
	}
}

func TestPickFallsBack(t *testing.T) {
	all := strings.Join([]string{
		"goroutine 1 [select]:\npawl/sim.(*World).watch(0x1)",
		"goroutine 2 [coroutine]:\npawl/sim.(*Proc).main(0x2)",
		"goroutine 3 [running]:\npawl/sim.(*Proc).main(0x3)",
		"goroutine 4 [running]:\nsomeone.else()",
	}, "\n\n")
	for frame, want := range map[string]string{"(*Proc).main(0x2": "goroutine 2", "(*Proc).main(0x9": "goroutine 3"} {
		if got := pick(all, frame); !strings.HasPrefix(got, want) || strings.Contains(got, "\n\n") {
			t.Errorf("%s: got\n%s", frame, got)
		}
	}
}

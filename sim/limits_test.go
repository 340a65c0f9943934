package sim

import (
	"strings"
	"testing"
)

// found fails unless there is just one finding, of that kind.
func found(t *testing.T, o Ending, kind, process, detail string) {
	t.Helper()
	if len(o.Findings) != 1 {
		t.Fatalf("findings: %+v", o.Findings)
	}
	f := o.Findings[0]
	if f.Kind != kind || f.Process != process || !strings.Contains(f.Detail, detail) {
		t.Errorf("finding %+v, want %s of %q: %s", f, kind, process, detail)
	}
}

func TestLivelock(t *testing.T) {
	w := New(Config{MaxAtOnce: 1000})
	w.Go("sleeper", func(p *Proc) {
		p.Sleep(7)
		for {
			p.Sleep(0)
		}
	})
	o := w.Run(10)
	found(t, o, KindLivelock, "sleeper", "1000")
	if o.Findings[0].At != 7 {
		t.Errorf("at %d", o.Findings[0].At)
	}
}

func TestRunaway(t *testing.T) {
	limit := Config{MaxEvents: 1000}
	for name, c := range map[string]struct {
		body func(w *World, p *Proc)
		want string
	}{
		"steps":     {func(w *World, p *Proc) { p.Sleep(1) }, "1000 wake-ups"},
		"events":    {func(w *World, p *Proc) { w.Emit("a", "b", "", 0, 0) }, "1000 events"},
		"decisions": {func(w *World, p *Proc) { w.Source("x").Choose(2) }, "1000 decisions"},
		"queue":     {func(w *World, p *Proc) { w.After(5, Func(func() {})) }, "1000 wake-ups wait"},
		"processes": {func(w *World, p *Proc) { w.Go("child", (*Proc).Park) }, "1000 wake-ups wait"},
	} {
		t.Run(name, func(t *testing.T) {
			run := func() Ending {
				w := New(limit)
				w.Go("p", func(p *Proc) {
					defer w.Emit("p", "never", "", 0, 0)
					for {
						c.body(w, p)
					}
				})
				return w.Run(1 << 60)
			}
			o := run()
			found(t, o, KindRunaway, "p", c.want)
			same(t, o, run())
		})
	}
}

func TestRunawayBeforeTheRun(t *testing.T) {
	w := New(Config{MaxEvents: 3})
	for range 10 {
		w.Source("x").Choose(2)
	}
	w.Go("p", func(*Proc) { t.Error("it runs") })
	o := w.Run(1)
	if len(o.Findings) == 0 || o.Findings[0].Kind != KindRunaway {
		t.Errorf("findings %+v", o.Findings)
	}
}

func TestRunawayInATask(t *testing.T) {
	w := New(Config{MaxEvents: 3})
	w.After(0, Func(func() {
		for {
			w.Source("x").Choose(2)
		}
	}))
	found(t, w.Run(1), KindRunaway, "", "3 decisions")
}

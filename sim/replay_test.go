package sim

import (
	"slices"
	"strings"
	"testing"
)

// twoChoices draws one decision while the world is set up and two in a process.
func twoChoices(log []Decision) Ending {
	w := New(Config{Replay: log, Keep: true})
	w.Source("size").Choose(3)
	w.Go("p", func(p *Proc) {
		defer w.Emit("p", "ended", "", 0, 0)
		for range 2 {
			p.Sleep(1)
			w.Emit("p", "chose", "", int64(w.Source("p").Choose(10)), 0)
		}
	})
	return w.Run(10)
}

func TestDivergence(t *testing.T) {
	size, p := Decision{"size", 3, 2}, Decision{"p", 10, 4}
	for name, c := range map[string]struct {
		log   []Decision
		index int
		label string
		want  string // expected, then actual
		said  int    // events
	}{
		"empty":     {[]Decision{}, 0, "size", `the end of the log; a choice at "size" among 3`, 0},
		"setup":     {[]Decision{p}, 0, "size", `a choice at "p" among 10; a choice at "size" among 3`, 0},
		"too short": {[]Decision{size, p}, 2, "p", `the end of the log; a choice at "p" among 10`, 1},
		"place":     {[]Decision{size, size, p}, 1, "p", `a choice at "size" among 3; a choice at "p" among 10`, 0},
		"among":     {[]Decision{size, p, {"p", 11, 4}}, 2, "p", `a choice at "p" among 11; a choice at "p" among 10`, 1},
		"which":     {[]Decision{size, p, {"p", 10, 10}}, 2, "p", `10 of 10; a choice at "p" among 10`, 1},
		"negative":  {[]Decision{size, {"p", 10, -1}, p}, 1, "p", `-1 of 10; a choice at "p" among 10`, 0},
		"too long":  {[]Decision{size, p, p, p, size}, 3, "p", `a choice at "p" among 10, and 1 decisions more; the end of the run`, 3},
	} {
		t.Run(name, func(t *testing.T) {
			o := twoChoices(c.log)
			if o.Diverged == nil {
				t.Fatal("not noticed")
			}
			d := *o.Diverged
			if d.Index != c.index || d.Label != c.label || d.Expected+"; "+d.Actual != c.want {
				t.Errorf("%+v, want %d %s %s", d, c.index, c.label, c.want)
			}
			if len(o.Trace) != c.said || len(o.Findings) > 0 {
				t.Errorf("it went on: %s%s", transcript(o), findings(o))
			}
		})
	}
	if o := twoChoices([]Decision{size, p, p}); o.Diverged != nil {
		t.Errorf("the right log: %+v", *o.Diverged)
	}
}

// TestDivergenceInATask stops between two statements of a task.
func TestDivergenceInATask(t *testing.T) {
	w := New(Config{Replay: []Decision{}})
	w.After(0, Func(func() {
		w.Source("x").Choose(2)
		t.Error("it went on")
	}))
	if o := w.Run(1); o.Diverged == nil || !strings.Contains(o.Diverged.Actual, `"x"`) {
		t.Errorf("diverged: %+v", o.Diverged)
	}
}

// TestCalmPlacesChooseTheLeast: they are no part of the log, shift no other place, and the log
// of the others replays the run.
func TestCalmPlacesChooseTheLeast(t *testing.T) {
	run := func(cfg Config) (quiet, loud []int, e Ending) {
		w := New(cfg)
		w.Go("p", func(p *Proc) {
			for range 20 {
				p.Sleep(1)
				quiet, loud = append(quiet, w.Source("quiet").Choose(9)), append(loud, w.Source("loud").Choose(9))
			}
		})
		e = w.Run(30)
		return quiet, loud, e
	}
	drawn, want, _ := run(Config{Seed: 5})
	quiet, loud, e := run(Config{Seed: 5, Drawing: []string{"loud"}})
	if slices.Max(drawn) == 0 || slices.Max(quiet) > 0 || !slices.Equal(loud, want) {
		t.Errorf("drawn %v, calm %v; loud %v, want %v", drawn, quiet, loud, want)
	}
	if len(e.Decisions) != 20 || slices.ContainsFunc(e.Decisions, func(d Decision) bool { return d.Place != "loud" }) {
		t.Errorf("the log has %d decisions, want the 20 of the place that draws", len(e.Decisions))
	}
	if _, _, again := run(Config{Seed: 6, Drawing: []string{"loud"}, Replay: e.Decisions}); again.Diverged != nil || again.Hash != e.Hash {
		t.Errorf("replayed: diverged at %v, or another hash", again.Diverged)
	}
	if _, _, all := run(Config{Seed: 6, Replay: e.Decisions}); all.Diverged == nil {
		t.Error("the log alone, with no place calm, replayed")
	}
	if quiet, loud, _ := run(Config{Seed: 5, Drawing: []string{}}); slices.Max(quiet) > 0 || slices.Max(loud) > 0 {
		t.Error("an empty list lets a place draw")
	}
	w := New(Config{Drawing: []string{}, MaxEvents: 50})
	w.Go("p", func(*Proc) {
		for {
			w.Source("quiet").Choose(2)
		}
	})
	if e := w.Run(1); len(e.Findings) != 1 || e.Findings[0].Kind != KindRunaway {
		t.Errorf("calm choices without end: %v", e.Findings)
	}
}

package sim

import (
	"iter"
	"math"
	"slices"
	"testing"
	"time"
)

// endless makes limits no part of what is measured.
var endless = Config{MaxEvents: largestMaxEvents, MaxAtOnce: math.MaxInt}

// BenchmarkFloor is what a step costs if there is nothing to a step: a ring of
// closures that call each other's successor.
func BenchmarkFloor(b *testing.B) {
	b.ReportAllocs()
	var ring [64]func()
	n := 0
	for i := range ring {
		ring[i] = func() { n += i }
	}
	for i := 0; b.Loop(); i++ {
		ring[i%len(ring)]()
	}
}

// BenchmarkFloorSwitch is a bare coroutine, there and back: what a Switch costs
// if there is nothing to it.
func BenchmarkFloorSwitch(b *testing.B) {
	b.ReportAllocs()
	next, stop := iter.Pull(func(yield func(struct{}) bool) {
		for yield(struct{}{}) {
		}
	})
	defer stop()
	for b.Loop() {
		next()
	}
}

// ticker is a task that schedules itself.
type ticker struct {
	w    *World
	left int
	d    time.Duration
}

func (t *ticker) Run() {
	if t.left--; t.left > 0 {
		t.w.After(t.d, t)
	}
}

// BenchmarkEvent is a task that schedules itself, among 64 others.
func BenchmarkEvent(b *testing.B) {
	b.ReportAllocs()
	w := New(endless)
	for i := range 64 {
		w.After(0, &ticker{w, b.N/64 + 1, time.Duration(i + 1)})
	}
	b.ResetTimer()
	w.Run(math.MaxInt64)
}

// BenchmarkEventNow is a task that schedules itself at once.
func BenchmarkEventNow(b *testing.B) {
	b.ReportAllocs()
	w := New(endless)
	w.After(0, &ticker{w, b.N, 0})
	b.ResetTimer()
	w.Run(math.MaxInt64)
}

// BenchmarkSwitch is a Sleep: into the queue, to the world and back.
func BenchmarkSwitch(b *testing.B) {
	b.ReportAllocs()
	w := New(endless)
	for range 2 {
		w.Go("sleeper", func(p *Proc) {
			for range b.N / 2 {
				p.Sleep(1)
			}
		})
	}
	b.ResetTimer()
	w.Run(math.MaxInt64)
}

// BenchmarkWake is two processes that wake each other in turn.
func BenchmarkWake(b *testing.B) {
	b.ReportAllocs()
	w := New(endless)
	var procs [2]*Proc
	for i := range procs {
		procs[i] = w.Go("player", func(p *Proc) {
			if i == 0 {
				p.Sleep(0) // the other one parks first
			}
			for range b.N / 2 {
				if i == 0 {
					procs[1].Wake()
				}
				p.Park()
				if i == 1 {
					procs[0].Wake()
				}
			}
		})
	}
	b.ResetTimer()
	w.Run(math.MaxInt64)
}

func BenchmarkSpawn(b *testing.B) {
	b.ReportAllocs()
	w := New(endless)
	w.Go("parent", func(p *Proc) {
		for range b.N {
			w.Go("child", func(*Proc) {})
			p.Sleep(0)
		}
	})
	b.ResetTimer()
	w.Run(math.MaxInt64)
}

// BenchmarkKill is a spawn and a kill in the first wait.
func BenchmarkKill(b *testing.B) {
	b.ReportAllocs()
	w := New(endless)
	w.Go("parent", func(p *Proc) {
		for range b.N {
			child := w.Go("child", (*Proc).Park)
			p.Sleep(0)
			child.Kill()
		}
	})
	b.ResetTimer()
	w.Run(math.MaxInt64)
}

func BenchmarkChoose(b *testing.B) {
	b.ReportAllocs()
	w := New(endless)
	s := w.Source("net/a-b/delay")
	for b.Loop() {
		s.Choose(1000)
		w.choices.full = w.choices.full[:0]
	}
}

// BenchmarkFollow is a decision that is compared with a log.
func BenchmarkFollow(b *testing.B) {
	b.ReportAllocs()
	cfg := endless
	cfg.Replay = slices.Repeat([]Decision{{"net/a-b/delay", 1000, 7}}, 1000)
	w := New(cfg)
	s := w.Source("net/a-b/delay")
	for b.Loop() {
		s.Choose(1000)
		if w.choices.count == len(cfg.Replay) {
			w.choices = choices{places: w.choices.places}
		}
	}
}

func BenchmarkEmit(b *testing.B) {
	b.ReportAllocs()
	w := New(endless)
	for b.Loop() {
		w.Emit("node-1", "store/put", "/keys/payments-signing", 17, 3)
	}
}

// BenchmarkRun is an empty run: what a world, a goroutine and a watchdog cost.
func BenchmarkRun(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		New(Config{}).Run(0)
	}
}

// BenchmarkReap is the end of a run for a process that is still there.
func BenchmarkReap(b *testing.B) {
	b.ReportAllocs()
	w := New(endless)
	for range b.N {
		w.Go("parked", (*Proc).Park)
	}
	w.After(1, Func(b.ResetTimer))
	w.Run(1)
}

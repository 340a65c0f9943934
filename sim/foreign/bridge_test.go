package foreign

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"pawl/engine"
)

// desk is a door that writes down what is asked; time passes with each request.
type desk struct {
	asked []string
	now   time.Duration
	on    int64 // the goroutine that may ask
	fails func(string)
}

func (d *desk) Ask(r engine.Request) (engine.Reply, error) {
	if d.on != 0 && d.on != goroutine() {
		panic("asked by another goroutine")
	}
	name := r.(engine.Read).Name
	d.asked = append(d.asked, name)
	d.now += time.Second
	if d.fails != nil {
		d.fails(name)
	}
	return engine.File{Data: []byte(name), Found: true}, nil
}

func (d *desk) Now() time.Duration  { return d.now }
func (d *desk) Wall() time.Duration { return d.now }

// crowd is code that starts goroutines, each of which asks for several things, computes in between
// for as long as the scheduler likes, and starts others.
func crowd(door engine.Door) {
	p := engine.Ports{Door: door}
	var wg sync.WaitGroup
	var mu sync.Mutex
	for i := range 5 {
		wg.Go(func() {
			for n := range 4 {
				for range rand.IntN(11) { // as a scheduler might have it
					runtime.Gosched()
				}
				mu.Lock()
				_ = strings.Repeat("x", 1<<(n+8))
				mu.Unlock()
				_, _, _ = p.Read(fmt.Sprintf("%d/%d", n, i))
			}
			wg.Go(func() { _, _, _ = p.Read(fmt.Sprintf("late/%d", i)) })
		})
	}
	wg.Wait()
	_, _, _ = p.Read("all")
}

// entered is what a desk is asked for while code is in.
func entered(code func(engine.Door)) []string {
	d := &desk{on: goroutine()}
	b := NewBridge(d)
	defer b.Close()
	b.Enter(func(context.Context) { code(b) })
	return d.asked
}

// TestBridgeOrder: the order of requests does not depend on the scheduler, also beside others; and
// without the bridge it does, or this shows nothing.
func TestBridgeOrder(t *testing.T) {
	want := strings.Join(entered(crowd), " ")
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 10 {
				if got := strings.Join(entered(crowd), " "); got != want {
					t.Errorf("%s\nand not\n%s", got, want)
				}
			}
		})
	}
	wg.Wait()
	if len(strings.Fields(want)) != 5*4+5+1 || !strings.HasPrefix(want, "0/0 0/1") || !strings.HasSuffix(want, "all") {
		t.Error(want)
	}
	orders := map[string]bool{}
	for range 200 {
		d := &hasty{}
		crowd(d)
		orders[strings.Join(d.asked, " ")] = true
	}
	if len(orders) < 2 {
		t.Error("without the bridge the order is the same too")
	}
}

// hasty serves whoever comes.
type hasty struct {
	mu sync.Mutex
	desk
}

func (h *hasty) Ask(r engine.Request) (engine.Reply, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.desk.Ask(r)
}

// TestBridgeStream: who waits for a later visit stays, goes on in it, and is waited for there.
func TestBridgeStream(t *testing.T) {
	d := &desk{on: goroutine()}
	b := NewBridge(d)
	p := engine.Ports{Door: b}
	updates, gone := make(chan string), make(chan struct{})
	b.Enter(func(ctx context.Context) {
		go func() {
			defer close(gone)
			for {
				select {
				case u := <-updates:
					for i := range 3 {
						_, _, _ = p.Read(fmt.Sprint(u, i))
					}
				case <-ctx.Done():
					return
				}
			}
		}()
		_, _, _ = p.Read("first")
	})
	for _, u := range []string{"a", "b"} {
		b.Enter(func(context.Context) { updates <- u })
		d.asked = append(d.asked, "-")
	}
	if got := strings.Join(d.asked, " "); got != "first a0 a1 a2 - b0 b1 b2 -" {
		t.Error(got)
	}
	b.Close()
	<-gone
}

// TestBridgeClock: code that is inside reads the machine's clock as it was when it went on, and
// contexts set no timers of their own.
func TestBridgeClock(t *testing.T) {
	d := &desk{now: time.Hour}
	b := NewBridge(d)
	b.Enter(func(ctx context.Context) {
		if b.Now() != time.Hour || b.Wall() != time.Hour {
			t.Error(b.Now(), b.Wall())
		}
		short, cancel := context.WithTimeout(ctx, time.Nanosecond)
		defer cancel()
		_, _ = b.Ask(engine.Read{Name: "x"})
		time.Sleep(time.Millisecond)
		if short.Err() != nil || b.Now() != time.Hour+time.Second {
			t.Error(short.Err(), b.Now())
		}
	})
}

// TestBridgeKilled: a process that ends in a request takes with it who waits, with what these have
// deferred, and nobody's request is served any more.
func TestBridgeKilled(t *testing.T) {
	var ends sync.WaitGroup
	d := &desk{fails: func(name string) {
		if name == "1" {
			runtime.Goexit()
		}
	}}
	b := NewBridge(d)
	inside, process := make(chan error, 1), make(chan struct{})
	go func() {
		defer close(process)
		b.Enter(func(ctx context.Context) {
			for i := range 3 {
				ends.Add(1)
				go func() {
					defer ends.Done()
					defer func() { _, _ = b.Ask(engine.Read{Name: "deferred"}) }()
					_, _ = b.Ask(engine.Read{Name: fmt.Sprint(i)})
					_, _ = b.Ask(engine.Read{Name: "more"})
				}()
			}
			<-ctx.Done()
			inside <- ctx.Err()
		})
		t.Error("it has come back")
	}()
	<-process
	ends.Wait()
	if err := <-inside; err == nil {
		t.Error("the context has not ended")
	}
	if got := strings.Join(d.asked, " "); got != "0 1" {
		t.Error(got)
	}
}

// TestBridgePanics: a panic inside is one of the process, with the place; and code that waits for
// nothing is told of, rather than stop the world.
func TestBridgePanics(t *testing.T) {
	said := func(f func(context.Context)) (text string) {
		defer func() { text = fmt.Sprint(recover()) }()
		NewBridge(&desk{}).Enter(f)
		return ""
	}
	if text := said(func(context.Context) { breaks() }); !strings.Contains(text, "broken") || !strings.Contains(text, "foreign.breaks") {
		t.Error(text)
	}
	if text := said(func(ctx context.Context) { <-ctx.Done() }); !strings.Contains(text, "nothing of the code runs") {
		t.Error(text)
	}
	var mu sync.Mutex
	mu.Lock()
	if text := said(func(context.Context) { mu.Lock() }); !strings.Contains(text, "nothing of the code runs") {
		t.Error(text)
	}
}

func breaks() { panic("broken") }

// BenchmarkBridge is a request over the bridge.
func BenchmarkBridge(b *testing.B) {
	d := &desk{}
	bridge := NewBridge(d)
	bridge.Enter(func(context.Context) {
		for range b.N {
			_, _ = bridge.Ask(engine.Read{})
		}
	})
}

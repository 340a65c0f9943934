package campaign

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// InOrder makes things 0 … n-1 on several goroutines, as many as there are
// processors where jobs is 0, and hands them to take one
// by one, in the order of their numbers whatever order they come in. Nothing
// more is started once goOn or take has said no. What has been started is
// waited for, and handed on unless take said no.
//
// A panic in produce is raised again here, for in a goroutine of its own nobody
// could turn it into an exit code.
func InOrder[T any](jobs, n int, goOn func() bool, produce func(int) T, take func(int, T) bool) {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	s := stream[T]{results: make(chan made[T], jobs)}
	var workers sync.WaitGroup
	for range min(jobs, n) {
		workers.Go(func() { s.work(n, goOn, produce) })
	}
	go func() {
		workers.Wait()
		close(s.results)
	}()
	if fault := s.drain(take); fault != nil {
		panic(fault)
	}
}

// A stream is what InOrder's goroutines share.
type stream[T any] struct {
	next    atomic.Int64
	stopped atomic.Bool
	results chan made[T]
}

type made[T any] struct {
	i     int
	value T
	fault error // a panic
}

// work takes numbers until there are none left: what is started is always the
// first so many.
func (s *stream[T]) work(n int, goOn func() bool, produce func(int) T) {
	for !s.stopped.Load() && goOn() {
		m := made[T]{i: int(s.next.Add(1)) - 1}
		if m.i >= n {
			return
		}
		m.fault = panicOf(func() { m.value = produce(m.i) })
		s.results <- m
	}
}

// drain hands everything on in order and returns the first panic.
func (s *stream[T]) drain(take func(int, T) bool) error {
	early := map[int]made[T]{} // looked up only
	due := 0
	var fault error
	for m := range s.results {
		early[m.i] = m
		for m, here := early[due]; here; m, here = early[due] {
			delete(early, due)
			due++
			switch {
			case s.stopped.Load():
			case m.fault != nil:
				fault = m.fault
				s.stopped.Store(true)
			case !take(m.i, m.value):
				s.stopped.Store(true)
			}
		}
	}
	return fault
}

// panicOf calls f and returns what it panicked with, and where.
func panicOf(f func()) (fault error) {
	defer func() {
		if r := recover(); r != nil {
			fault = fmt.Errorf("%v\n\n%s", r, debug.Stack())
		}
	}()
	f()
	return nil
}

package cli

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"sync/atomic"

	"pawl/reports"
)

// A stage says whether a signal has to wait for what a command finds. It begins
// with nothing found: reading a file, for one, can take for ever.
type stage struct{ at atomic.Int32 }

const (
	nothingYet int32 = iota
	finding          // runs are made, or a result is written
	given            // up, before anything was found
)

// found says that from now on there is something to keep. Whoever calls it after a
// signal has given the command up stays here: the process is about to end.
func (s *stage) found() {
	if !s.at.CompareAndSwap(nothingYet, finding) && s.at.Load() == given {
		select {}
	}
}

// giveUp says whether nothing was found, so that nothing is lost.
func (s *stage) giveUp() bool { return s.at.CompareAndSwap(nothingYet, given) }

// until does the work of a command until it is done. A first signal ends one that has
// found nothing yet; one that has is let finish, with what was found until then.
func (a *app) until(ctx context.Context, work func() int) int {
	code := make(chan int, 1)
	go func() { code <- a.guarded(work) }()
	select {
	case c := <-code:
		return c
	case <-ctx.Done():
	}
	if a.stage.giveUp() {
		return a.givenUp()
	}
	_, _ = fmt.Fprintln(a.err, "stopping; press again to abandon")
	return <-code
}

// guarded does work whose exit code is that of an internal error if it panics: the
// Go runtime would exit with 2, which says nothing.
func (a *app) guarded(work func() int) (code int) {
	defer func() {
		if r := recover(); r != nil {
			_, _ = fmt.Fprintf(a.err, "%s: internal error: %v\n%s", a.name, r, debug.Stack())
			code = reports.InternalError.Exit()
		}
	}()
	return work()
}

// givenUp writes that nothing was found. Who has been given up may still be at work
// in a, so that this has an app of its own.
func (a *app) givenUp() int {
	own := &app{name: a.name, out: a.out, err: a.err, screen: a.screen, json: slices.Contains(a.args, "--json")}
	f := &reports.Failed{Head: head("")}
	f.Error = &reports.Error{Message: "interrupted before anything was found"}
	f.Decide(reports.Interrupted)
	if len(a.args) > 0 {
		f.Command = a.args[0]
	}
	return own.deliver(f)
}

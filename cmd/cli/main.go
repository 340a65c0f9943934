package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"pawl/cmd/render"
	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/library"
	"pawl/sim"
)

// Main is the whole of a command: it reads the command line, does what it says, and
// exits with the code of the verdict. A main of a module's own calls it with its
// engines, and nothing else.
func Main(own Own) {
	sim.CollectSeldom()
	os.Exit(run(own, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the command as a function. The exit code is that of its verdict.
func run(own Own, args []string, out, errs *os.File) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	defer context.AfterFunc(ctx, stop)() // a second signal ends at once
	known, err := enginesOf(own)
	if err != nil {
		_, _ = fmt.Fprintf(errs, "%s: %v\n", own.command(), err)
		return reports.UsageError.Exit()
	}
	a := &app{name: own.command(), engines: known, library: library.All, out: out, err: errs, screen: newScreen(out, errs), args: args, began: time.Now()}
	return a.until(ctx, func() int { return a.main(ctx) })
}

// An app is one execution of the command.
type app struct {
	name     string // of the command line
	engines  engines
	library  func() ([]*scenarios.Scenario, error)
	out, err io.Writer
	screen   screen
	json     bool
	noColor  bool
	args     []string       // as they were given
	result   reports.Result // of the verb that ran
	code     int            // where there is none: of the program that ran in its place
	stray    error          // a verb that is not there, of which help was asked for
	stage    stage
	began    time.Time
	outputs  outputs
	github   bool // annotations and a summary are wanted
	retold   bool // the result is an earlier one's: that it was told is no failure
}

// A sink remembers that something could not be written to it.
type sink struct {
	io.Writer
	err error
}

func (s *sink) Write(b []byte) (int, error) {
	n, err := s.Writer.Write(b)
	if s.err == nil {
		s.err = err
	}
	return n, err
}

func (a *app) main(ctx context.Context) int {
	root, shown := a.root(), &sink{Writer: a.out}
	root.SetOut(shown)
	root.SetArgs(a.args)
	verb, err := root.ExecuteContextC(ctx)
	if err == nil {
		err = a.stray
	}
	switch {
	case err != nil:
		a.json = a.json || slices.Contains(a.args, "--json") // the flags may not have been read
		a.result = failed(a.name, verb.CommandPath(), err)
	case a.result == nil && shown.err != nil:
		return a.unwritten(shown.err)
	case a.result == nil:
		return a.code // completion, or a program that has told what it found
	}
	return a.deliver(a.result)
}

// deliver writes the result, to stdout and nowhere else.
func (a *app) deliver(r reports.Result) int {
	style := reports.Style{Color: a.screen.color && !a.noColor, Width: a.screen.width}
	format, out := reports.Text, a.out
	_, isFailure := r.(*reports.Failed)
	a.stage.found()
	switch {
	case a.json:
		format = reports.JSON
	case isFailure:
		out = a.err // a message, no result
	}
	err := format(out, r, style)
	if a.github {
		_ = reports.Annotations(a.err, r, style) // nice to have
		a.summarize(r)
	}
	if err != nil {
		return a.unwritten(err)
	}
	if err := a.render(r); err != nil {
		return a.unwritten(err)
	}
	if a.retold {
		return reports.Pass.Exit()
	}
	return r.Exit()
}

// render renders a result into the files that were asked for besides.
func (a *app) render(r reports.Result) error {
	switch r.(type) {
	case *reports.Failed, *reports.Help:
		return nil // of what was not done there is nothing to render
	}
	if len(a.outputs.all) == 0 {
		return nil
	}
	e := a.evidence()
	err := e.Add(reports.HeadOf(r).Command, r, nil)
	if err == nil {
		_, err = render.Save(e, a.outputs.all)
	}
	return err
}

func (a *app) unwritten(err error) int {
	_, _ = fmt.Fprintf(a.err, "%s: the result could not be written: %v\n", a.name, err)
	return reports.InternalError.Exit()
}

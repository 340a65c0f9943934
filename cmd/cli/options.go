package cli

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pawl/reports"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
	"pawl/scenarios/library"
)

// options are the flags that verbs share which make runs.
type options struct {
	seed uint64

	seedGiven bool // and not drawn

	runs   int
	least  int // of them
	jobs   int
	budget time.Duration
	again  string // the command that makes the same runs again

	strategy strategyFlag // of random runs
}

const (
	defaultRuns = 1000
	mostRuns    = 10_000_000
	mostJobs    = 1024
)

func (o *options) flags(c *cobra.Command, runs string) {
	o.runs = defaultRuns
	c.Flags().Var((*countFlag)(&o.runs), "runs", runs)
	o.flagsBut(c)
}

// flagsBut are the flags but how many runs are made.
func (o *options) flagsBut(c *cobra.Command) {
	f := c.Flags()
	f.Var((*seedFlag)(&o.seed), "seed", "the only root of randomness (default: drawn fresh, and printed)")
	f.Var((*countFlag)(&o.jobs), "jobs", "runs at a time (default: one for each processor)")
	f.DurationVar(&o.budget, "budget", 0, "after this long no run is started (default: no bound)")
}

// validate refuses what makes no sense.
func (o *options) validate(f *pflag.FlagSet) error {
	switch {
	case o.runs < o.least || o.runs > mostRuns:
		return usagef("--runs %d: want %d to %d", o.runs, o.least, mostRuns)
	case o.jobs < 0 || o.jobs > mostJobs:
		return usagef("--jobs %d: want 1 to %d, or 0 for one for each processor", o.jobs, mostJobs)
	case f.Changed("budget") && o.budget <= 0:
		return usagef("--budget %s: want a positive duration, such as 30s; for no bound, leave the flag out", o.budget)
	}
	return nil
}

// answering is what a verb that makes runs does: what is wrong with its flags is said
// before a seed is drawn, and the seed before anything is run.
func answering[Q any](a *app, o *options, prepare func(*pflag.FlagSet) (Q, error), run func(context.Context, Q) (reports.Result, error)) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, _ []string) error {
		question, err := prepare(c.Flags())
		if err == nil {
			err = a.outputs.ready()
		}
		if err != nil {
			return err
		}
		a.draw(c, o)
		a.result, err = run(c.Context(), question)
		return err
	}
}

// draw draws the seed unless it was given, and prints it before anything else:
// a run that ends badly must not take it with it.
func (a *app) draw(c *cobra.Command, o *options) {
	a.stage.found()
	defer func() { o.again = again(c) }()
	if c.Flags().Changed("seed") {
		o.seedGiven = true
		return
	}
	var b [8]byte
	_, _ = rand.Read(b[:])                                                  // does not fail
	_ = c.Flags().Set("seed", fmt.Sprint(binary.LittleEndian.Uint64(b[:]))) // as if it had been given
	if a.json {
		_, _ = fmt.Fprintf(a.err, "seed %d\n", o.seed)
		return
	}
	_, _ = fmt.Fprintf(a.out, "seed %d\n\n", o.seed)
}

// told are flags of how a result is told: without them it is the same.
var told = []string{"out", "key", "plan", "control", "baseline", "ledger", "waivers", "github", "corpus"}

// again is the command line with every flag that was given and makes the runs what they are.
func again(c *cobra.Command) string {
	words := []string{c.CommandPath()}
	c.Flags().Visit(func(f *pflag.Flag) {
		switch list, several := f.Value.(pflag.SliceValue); {
		case slices.Contains(told, f.Name):
		case several:
			for _, v := range list.GetSlice() {
				words = append(words, "--"+f.Name, campaign.Quoted(v))
			}
		case f.Value.String() == f.NoOptDefVal:
			words = append(words, "--"+f.Name)
		default:
			words = append(words, "--"+f.Name, campaign.Quoted(f.Value.String()))
		}
	})
	return strings.Join(words, " ")
}

// scenariosNamed finds scenarios by name or path, each once. That the library of this
// build is broken is no mistake of the caller's.
func (a *app) scenariosNamed(names []string) ([]*scenarios.Scenario, error) {
	var all []*scenarios.Scenario
	for _, name := range names {
		s, err := a.scenarioNamed(name)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(all, s.Same) {
			all = append(all, s)
		}
	}
	return all, nil
}

// scenarioNamed is one of the library, which is read alone if it is there, or else of a file.
func (a *app) scenarioNamed(name string) (*scenarios.Scenario, error) {
	if s, err := library.Named(name); !errors.Is(err, fs.ErrNotExist) {
		return s, err
	}
	shelf, err := a.library()
	if err != nil {
		return nil, err
	}
	s, err := scenarios.Find(shelf, name, a.engines.own...)
	switch {
	case scenarios.Unlisted(err):
		return nil, amongf(a.name+" scenario list", "%v", err)
	case err != nil:
		return nil, usagef("%v", err)
	}
	return s, nil
}

// scenarioNames are those of the library, to be offered; if it is broken, none.
func (a *app) scenarioNames() []string {
	all, _ := a.library()
	return scenarios.Names(all, func(s *scenarios.Scenario) string { return s.Name })
}

// directory refuses a path at which no file could ever be written. One that may only
// be read is good enough: where nothing is violated, nothing is written.
func directory(path string) error {
	if path == "" {
		return usagef("--repro-dir is empty: want a directory")
	}
	if err := writable(path); err != nil && !onlyRead(err) {
		return unwritable(path, err)
	}
	return nil
}

func unwritable(path string, err error) error {
	return usagef("--repro-dir %s: no file could be written there: %v; want a directory, or where one can be made", path, reason(err))
}

// keeps says before any run is made that a repro could not be kept: to whoever has named the folder as
// an error, to others so that they know.
func (a *app) keeps(f *pflag.FlagSet, path string) error {
	if err := directory(path); err != nil {
		return err
	}
	err := writable(path)
	switch {
	case err == nil:
	case f.Changed("repro-dir"):
		return unwritable(path, err)
	default:
		_, _ = fmt.Fprintf(a.err, "no file can be written into %s (%v): of what is violated there will be no repro; --repro-dir names another folder\n", path, reason(err))
	}
	return nil
}

// onlyRead says of an error that who may not write here might after all: it depends on
// who it is, or on how the file system is mounted.
func onlyRead(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}

// writable tries whether a file can be made in a directory, or in the one that
// this would be made in. It leaves nothing behind.
func writable(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return writable(filepath.Dir(path))
	case err != nil:
		return err
	case !info.IsDir():
		return errors.New("not a directory")
	}
	probe, err := os.CreateTemp(path, ".pawl-*")
	if err != nil {
		return err
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// reason is an error of the file system without the name of the system call.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// complete offers names for a flag.
func complete(c *cobra.Command, flag string, names func() []string) {
	offer := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return names(), cobra.ShellCompDirectiveDefault
	}
	if err := c.RegisterFlagCompletionFunc(flag, offer); err != nil {
		panic(err) // a flag that the verb does not have
	}
}

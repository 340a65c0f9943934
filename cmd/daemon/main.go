package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"pawl/cmd/setting"
	"pawl/engine"
)

// usage is an error of whoever called the command.
type usage struct{ error }

func (u usage) Unwrap() error { return u.error }

// asUsage makes an error of what a process is told one of whoever called it.
func asUsage(err error) error {
	if err == nil {
		return nil
	}
	return usage{err}
}

const (
	exitFailed = 1
	exitUsage  = 64
)

// Main is the whole of the command. It gives the exit code.
func Main(args []string, out, errs io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer context.AfterFunc(ctx, stop)() // a second signal ends at once
	root := root(out)
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	_, _ = fmt.Fprintln(errs, "pawld: "+setting.PlainLines(err.Error()))
	if errors.As(err, &usage{}) {
		return exitUsage
	}
	return exitFailed
}

func root(out io.Writer) *cobra.Command {
	r := &cobra.Command{
		Use: "pawld", Short: "The reference engine as a daemon: keys rotated for real",
		SilenceErrors: true, SilenceUsage: true, Args: wrongArgs(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	withVersion(r, out)
	r.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage{err} })
	r.AddCommand(devCommand(out), workerCommand(), agentCommand(), keysCommand(), certsCommand(out), auditCommand(out))
	for _, v := range verbs {
		r.AddCommand(v.command(out))
	}
	return r
}

// part is a command that runs with settings until it is stopped.
type part struct {
	use, short string
	args       cobra.PositionalArgs
	flags      [][]string
	needs      []string
	policy     func() engine.Policy
	level      string // of the log, where nothing is said; empty: info
	run        func(ctx context.Context, s *settings, args []string) error
}

// command gives it the flags that it uses; the file may hold the others.
func (p part) command() *cobra.Command {
	s := &settings{}
	all := s.Flags(p.policy(), cmp.Or(p.level, "info"))
	c := &cobra.Command{Use: p.use, Short: p.short, Args: wrongArgs(p.args)}
	for _, group := range p.flags {
		for _, name := range group {
			c.Flags().AddFlag(all.Lookup(name))
		}
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := errors.Join(asUsage(setting.Fill(all, os.Environ())), needs(all, p.needs...), s.validate()); err != nil {
			return err
		}
		return p.run(c.Context(), s, args)
	}
	return c
}

func wrongArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			if c.HasParent() { // what is wrong with the whole command names it already
				err = fmt.Errorf("%s: %w", strings.TrimPrefix(c.CommandPath(), c.Root().Name()+" "), err)
			}
			return usage{err}
		}
		return nil
	}
}

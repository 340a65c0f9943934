package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"pawl/cmd/setting"
	"pawl/reports"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	defer context.AfterFunc(ctx, stop)() // a second signal ends at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the command as a function.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	code := reports.InternalError.Exit()
	c := command(out, errs, &code)
	c.SetArgs(args)
	c.SetOut(out)
	c.SetErr(errs)
	err := c.ExecuteContext(ctx)
	if err == nil {
		return code
	}
	_, _ = fmt.Fprintln(errs, "pawl-watch: "+setting.PlainLines(err.Error()))
	var none nothing
	var not untold
	switch {
	case errors.As(err, &none):
		return reports.NothingRan.Exit()
	case errors.As(err, &not) && code == reports.Violation.Exit():
		return code
	case errors.As(err, &not):
		return reports.InternalError.Exit()
	}
	return reports.UsageError.Exit()
}

// untold is an error of what was seen not having got out. It takes away no violation.
type untold struct{ error }

func (u untold) Unwrap() error { return u.error }

// nothing is an error of there having been nothing to follow.
type nothing struct{ error }

func (n nothing) Unwrap() error { return n.error }

func command(out, errs io.Writer, code *int) *cobra.Command {
	var a asked
	version := false
	c := &cobra.Command{
		Use:   "pawl-watch --endpoints ADDRESSES [flags]",
		Short: "Follows a running deployment, and pages when an invariant is violated",
		Long: "Pawl-watch reads the store of a running deployment, from now or from a revision on, and\n" +
			"judges what it shows as pawl check does. It writes nothing. What cannot be judged from\n" +
			"outside is said at the start, and in the summary.\n\n" +
			"Exit codes: 0 nothing was violated, and nothing missed; 1 a violation; 3 something was\n" +
			"missed; 4 there was nothing to judge, or no store; 64 wrong use, or a store that lets\n" +
			"nobody in; 70 what was seen could not be written.",
		Example:      "  pawl-watch --endpoints http://127.0.0.1:2379\n  pawl-watch --endpoints https://etcd-1:2379 --cacert ca.pem --cert c.pem --key k.pem --page https://pager.example/hook",
		SilenceUsage: true, SilenceErrors: true, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if version {
				*code = reports.Pass.Exit()
				_, err := fmt.Fprintln(out, reports.ThisBuild().Line("pawl-watch"))
				return err
			}
			if err := a.told(c.Flags()); err != nil {
				return err
			}
			exit, err := a.watch(c.Context(), out, errs)
			*code = exit
			return err
		},
	}
	c.CompletionOptions.DisableDefaultCmd = true
	a.flags(c.Flags())
	c.Flags().BoolVar(&version, "version", false, "say which build this is")
	return c
}

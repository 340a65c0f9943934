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
	_, _ = fmt.Fprintln(errs, "pawl-watch: "+err.Error())
	var none nothing
	if errors.As(err, &none) {
		return reports.NothingRan.Exit()
	}
	return reports.UsageError.Exit()
}

// nothing is an error of there having been nothing to follow.
type nothing struct{ error }

func (n nothing) Unwrap() error { return n.error }

func command(out, errs io.Writer, code *int) *cobra.Command {
	var a asked
	c := &cobra.Command{
		Use:   "pawl-watch --endpoints ADDRESSES [flags]",
		Short: "Follows a running deployment, and pages when an invariant is violated",
		Long: "Pawl-watch reads the store of a running deployment, from now or from a revision on, and\n" +
			"judges what it shows as pawl check does. It writes nothing. What cannot be judged from\n" +
			"outside is said at the start, and in the summary.\n\n" +
			"Exit codes: 0 nothing was violated, and nothing missed; 1 a violation; 3 something was\n" +
			"missed; 4 there was nothing to judge; 64 wrong use, or a store that lets nobody in.",
		Example:      "  pawl-watch --endpoints http://127.0.0.1:2379\n  pawl-watch --endpoints https://etcd-1:2379 --cacert ca.pem --cert c.pem --key k.pem --page https://pager.example/hook",
		SilenceUsage: true, SilenceErrors: true, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := asDeployed(c.Flags(), a.config); err != nil {
				return err
			}
			exit, err := a.watch(c.Context(), out, errs)
			if err == nil {
				*code = exit
			}
			return err
		},
	}
	c.CompletionOptions.DisableDefaultCmd = true
	a.flags(c.Flags())
	return c
}

package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"pawl/live/inmate"
	"pawl/reports"
)

func main() {
	if len(os.Args) > 1 && os.Args[1] == inmate.Name { // of a container, whose image this binary is
		_, _ = fmt.Fprintln(os.Stderr, inmate.Run(os.Args[2:]))
		os.Exit(reports.InternalError.Exit())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	code := 0
	root := &cobra.Command{Use: "pawl-live", Short: "Runs scenarios with real processes", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(run(&code))
	if err := root.ExecuteContext(ctx); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(reports.UsageError.Exit())
	}
	os.Exit(code)
}

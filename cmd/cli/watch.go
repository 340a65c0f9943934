package cli

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// watcher is the program that follows a store: one of its own, since it links etcd's client,
// which this one must not.
const watcher = "pawl-watch"

func (a *app) watch() *cobra.Command {
	c := &cobra.Command{
		Use:   "watch --endpoints ADDRESSES [flags]",
		Short: "Follows a running deployment, and pages when an invariant is violated",
		Long: paragraphs("Watch reads the store of a running deployment, writes nothing, and judges what it shows by the same invariants. "+
			"What cannot be judged from outside is said at the start, and in the summary. It runs the program "+watcher+", which has to be beside "+
			"this one, or in PATH: it links etcd's client, so that this one stays small. To build it, in a checkout:~go~build~./cmd/pawl-watch. "+
			"To see its flags:~"+watcher+"~--help",
			"Exit codes: 0 nothing was violated, and nothing missed; 1 a violation; 3 something was missed; 4 there was nothing to judge; 64 wrong use, "+
				"or "+watcher+" is not there."),
		Example:            "  pawl watch --endpoints https://etcd-1:2379 --cacert ca.pem",
		DisableFlagParsing: true,
		Args:               cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 && slices.Contains([]string{"-h", "--help"}, args[0]) {
				return c.Help()
			}
			program, err := found(watcher)
			if err != nil {
				return err
			}
			a.stage.found() // what it finds until a signal comes, it tells itself
			return a.instead(exec.CommandContext(c.Context(), program, args...), c)
		},
	}
	return c
}

// found looks for a program beside this one, and then in PATH.
func found(name string) (string, error) {
	if own, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(own), name+strings.TrimPrefix(filepath.Ext(own), ".test"))
		if _, err := os.Stat(beside); err == nil {
			return beside, nil
		}
	}
	program, err := exec.LookPath(name)
	if err != nil {
		return "", usagef("the program %s is neither beside this one nor in PATH; in a checkout: go build ./cmd/%s", name, name)
	}
	return program, nil
}

// instead runs a program in place of a verb. A signal is passed on, and its exit code is ours.
func (a *app) instead(program *exec.Cmd, c *cobra.Command) error {
	program.Stdin, program.Stdout, program.Stderr = c.InOrStdin(), c.OutOrStdout(), a.err
	program.Cancel = func() error { return program.Process.Signal(syscall.SIGTERM) }
	var ended *exec.ExitError
	switch err := program.Run(); {
	case errors.As(err, &ended) && ended.ExitCode() >= 0:
		a.code = ended.ExitCode()
	case errors.Is(err, fs.ErrPermission):
		return usagef("%s cannot be run: %v", program.Path, err)
	case err != nil && program.ProcessState == nil:
		return err
	case err != nil && program.ProcessState.ExitCode() < 0:
		return err
	case program.ProcessState != nil:
		a.code = max(0, program.ProcessState.ExitCode())
	}
	return nil
}

package mutation

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"pawl/scenarios/mutation/source"
)

// A child is a process that has a mutant in it.
type child struct {
	path   string
	args   []string
	dir    string
	stdin  []byte        // what it is asked; its input stays open until it ends
	number int           // of the switch that is on; 0 for none
	limit  time.Duration // after which it is ended; 0: none
	room   string        // a directory for its mark
}

// An ending is what became of a child.
type ending struct {
	out, errs string
	failed    bool // its exit code was not zero
	late      bool // it had to be ended
	ran       bool // the changed place was reached
	took      time.Duration
}

// last is how long a child that has been ended may take to go.
const last = 5 * time.Second

// run waits for a child. An error is one of the machine: that a child fails is what
// may be hoped for.
func (c *child) run(ctx context.Context) (ending, error) {
	mark := filepath.Join(c.room, "ran-"+strconv.Itoa(c.number))
	within, cancel := ctx, context.CancelFunc(func() {})
	if c.limit > 0 {
		within, cancel = context.WithTimeout(ctx, c.limit)
	}
	defer cancel()
	var out, errs clipped
	cmd := exec.CommandContext(within, c.path, c.args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = c.dir, &out, &errs
	cmd.Env = append(os.Environ(), source.Chosen+"="+strconv.Itoa(c.number), source.Ran+"="+mark)
	cmd.WaitDelay = last
	alone(cmd)
	started := time.Now()
	err := c.attend(cmd)
	e := ending{out: out.String(), errs: errs.String(), failed: err != nil, took: time.Since(started)}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return e, ctx.Err()
	case within.Err() != nil:
		e.late = true
	case err != nil && !errors.As(err, &exit):
		return e, err
	}
	_, missing := os.Stat(mark)
	e.ran = missing == nil
	return e, nil
}

// attend starts a child, asks it, and waits for it.
func (c *child) attend(cmd *exec.Cmd) error {
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	_, _ = in.Write(c.stdin) // one that is gone already says so by its exit code
	return cmd.Wait()
}

// clipped keeps the beginning of what a child writes: one that has lost its way may
// write for ever.
type clipped struct{ bytes.Buffer }

const mostOutput = 1 << 20

func (c *clipped) Write(b []byte) (int, error) {
	if room := mostOutput - c.Len(); room > 0 {
		c.Buffer.Write(b[:min(room, len(b))])
	}
	return len(b), nil
}

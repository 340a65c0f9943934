package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// errNoGo says that the go tool is missing.
var errNoGo = errors.New("there is no go in PATH: what is mutated has to be built; install Go 1.26 or newer, or put it on PATH")

// A buildError is what the go tool says of code that it cannot build, or find.
type buildError struct {
	Command string
	Output  string
}

func (e *buildError) Error() string { return fmt.Sprintf("%s failed:\n%s", e.Command, e.Output) }

// Go runs the go tool in a directory and returns what it wrote to stdout.
func Go(ctx context.Context, dir string, args ...string) ([]byte, error) {
	tool, err := exec.LookPath("go")
	if err != nil {
		return nil, errNoGo
	}
	var out, errs bytes.Buffer
	c := exec.CommandContext(ctx, tool, args...)
	c.Dir, c.Stdout, c.Stderr = dir, &out, &errs
	if err := c.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		said := strings.TrimSpace(errs.String())
		if said == "" {
			said = err.Error()
		}
		return nil, &buildError{"go " + brief(args), said}
	}
	return out.Bytes(), nil
}

// brief is a command line without what only machines read.
func brief(args []string) string {
	var some []string
	for _, a := range args {
		if !strings.HasPrefix(a, "-json=") {
			some = append(some, a)
		}
	}
	return strings.Join(some, " ")
}

package alive

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"pawl/reports/page"
)

// Build builds the engine of a page. An error is in words that end a sentence such as "the page is
// static, since"; only that of ctx says nothing of a page.
func Build(ctx context.Context) (*page.Engine, error) {
	tool, err := exec.LookPath("go")
	if err != nil {
		return nil, errors.New("there is no go in PATH, which builds the engine for browsers: install Go 1.26 or newer and make the page again")
	}
	root, err := source()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pawl-page-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // nothing of it is needed
	out := filepath.Join(dir, "page.wasm")
	// A page has the same bytes wherever it was made: no paths, no build id, no profile.
	if _, err := run(ctx, tool, root, "build", "-trimpath", "-buildvcs=false", "-pgo=off", "-ldflags=-s -w -buildid=", "-o", out, "./cmd/pawl-page"); err != nil {
		return nil, err
	}
	wasm, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	goroot, err := run(ctx, tool, root, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	glue, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, fmt.Errorf("this Go comes without lib/wasm/wasm_exec.js, which its programs need in a browser: %w", err)
	}
	zipped, err := zip(wasm)
	if err != nil {
		return nil, err
	}
	return &page.Engine{Wasm: zipped, Glue: glue}, nil
}

// run runs the go tool for browsers and returns what it wrote to stdout.
func run(ctx context.Context, tool, dir string, args ...string) ([]byte, error) {
	var out, errs bytes.Buffer
	c := exec.CommandContext(ctx, tool, args...)
	c.Dir, c.Stdout, c.Stderr = dir, &out, &errs
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOWORK=off")
	if err := c.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		said, _, _ := strings.Cut(strings.TrimSpace(errs.String()), "\n")
		if said == "" {
			said = err.Error()
		}
		return nil, fmt.Errorf("go %s failed: %s", args[0], said)
	}
	return out.Bytes(), nil
}

func zip(data []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = z.Write(data)
	if err := errors.Join(err, z.Close()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

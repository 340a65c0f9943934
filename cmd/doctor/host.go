package doctor

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// A Host is what is asked of the machine.
type Host struct {
	Cores  func() int
	Memory func() (free uint64, err error) // in bytes, that this process may still have
	Clock  func() time.Duration            // monotonic
	Free   func(dir string) (free uint64, err error)
	Getenv func(name string) string
	Find   func(program string) (path string, err error) // with all links followed
	Read   func(file string) (data []byte, err error)
	Glob   func(pattern string) (paths []string, err error)
	Ping   func(ctx context.Context, socket string) error // of a Docker daemon
}

// errNoWay: this build does not know how to ask.
var errNoWay = errors.New("on this platform it cannot be asked")

// This is the machine itself.
func This() Host {
	start := time.Now()
	return Host{
		Cores:  func() int { return runtime.GOMAXPROCS(0) }, // what a container allows, where it does not allow all
		Memory: memory,
		Clock:  func() time.Duration { return time.Since(start) },
		Free:   free,
		Getenv: os.Getenv,
		Find:   find,
		Read:   os.ReadFile,
		Glob:   filepath.Glob,
		Ping:   ping,
	}
}

// find finds a program, and does not run it: who is run may write, or fetch.
func find(program string) (string, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}

// ping asks the daemon behind a socket of this machine whether it is there. It asks in
// HTTP/1.0, after which whoever answers hangs up, and reads one line: net/http, for nothing
// else, would be a sixth of what is compiled for the command.
func ping(ctx context.Context, socket string) error {
	c, err := new(net.Dialer).DialContext(ctx, "unix", socket)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	defer context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) })()
	if _, err = io.WriteString(c, "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n"); err != nil {
		return errors.Join(err, ctx.Err())
	}
	line, err := bufio.NewReader(io.LimitReader(c, longestStatus)).ReadString('\n')
	if err != nil {
		return errors.Join(fmt.Errorf("it answers no line of HTTP: %w", err), ctx.Err())
	}
	version, status, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch code, _, _ := strings.Cut(status, " "); {
	case !strings.HasPrefix(version, "HTTP/1."):
		return errors.New("it answers, and not in HTTP")
	case code != "200":
		return fmt.Errorf("it answers %s", status)
	}
	return nil
}

// longestStatus is how much is read of an answer.
const longestStatus = 1 << 10

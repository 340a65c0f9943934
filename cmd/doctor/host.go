package doctor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
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

// ping asks the daemon behind a socket of this machine whether it is there.
func ping(ctx context.Context, socket string) error {
	client := http.Client{Transport: &http.Transport{
		Proxy:             nil, // it is no network
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		},
	}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://docker/_ping", nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("it answers %s", response.Status)
	}
	return nil
}

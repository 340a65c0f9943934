package doctor

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var errAbsent = errors.New("absent")

// well has everything.
func well() Host {
	now := time.Duration(0)
	return Host{
		Cores:  func() int { return 4 },
		Memory: func() (uint64, error) { return 8 << 30, nil },
		Clock:  func() time.Duration { now += 50 * time.Microsecond; return now },
		Free:   func(string) (uint64, error) { return 8 << 30, nil },
		Getenv: func(name string) string { return map[string]string{"HOME": "/home/x"}[name] },
		Find:   func(program string) (string, error) { return "/usr/lib/" + program + "/bin/" + program, nil },
		Read:   func(string) ([]byte, error) { return []byte("go1.26.1\ntime now\n"), nil },
		Glob:   func(pattern string) ([]string, error) { return []string{pattern}, nil },
		Ping:   func(context.Context, string) error { return nil },
	}
}

func TestWell(t *testing.T) {
	for _, r := range Examine(context.Background(), well(), ".") {
		if r.State != Fit || r.Cost != "" || r.Found == "" || r.Wants == "" {
			t.Errorf("%+v", r)
		}
	}
}

// TestAbsent has each thing absent, or not right, in each way, and everything else well.
func TestAbsent(t *testing.T) {
	env := func(name, value string) func(*Host) {
		return func(h *Host) {
			h.Getenv = func(asked string) string { return map[string]string{name: value}[asked] }
		}
	}
	reads := func(text string) func(*Host) {
		return func(h *Host) { h.Read = func(string) ([]byte, error) { return []byte(text), nil } }
	}
	lacks := func(programs ...string) func(*Host) {
		return func(h *Host) {
			h.Find = func(program string) (string, error) {
				if strings.Contains(" "+strings.Join(programs, " ")+" ", " "+program+" ") {
					return "", errAbsent
				}
				return "/bin/" + program, nil
			}
		}
	}
	for _, c := range []struct {
		name, found string
		state       State
		do          func(*Host)
	}{
		{"cores", "1 core", Unfit, func(h *Host) { h.Cores = func() int { return 1 } }},
		{"memory", "100 MiB free", Unfit, func(h *Host) { h.Memory = func() (uint64, error) { return 100 << 20, nil } }},
		{"memory", "cannot be asked", Unclear, func(h *Host) { h.Memory = func() (uint64, error) { return 0, errNoWay } }},
		{"memory", "absent", Unclear, func(h *Host) { h.Memory = func() (uint64, error) { return 0, errAbsent } }},
		{"clock", "it stands still", Unfit, func(h *Host) { h.Clock = func() time.Duration { return time.Second } }},
		{"clock", "steps of 15ms", Unfit, func(h *Host) {
			n := time.Duration(0)
			h.Clock = func() time.Duration { n++; return n * 15 * time.Millisecond }
		}},
		{"clock", "it went back by 1s", Unfit, func(h *Host) {
			n := time.Duration(0)
			h.Clock = func() time.Duration { n++; return n*time.Microsecond - n/9*time.Second - n/9*time.Microsecond }
		}},
		{"disk", "5 MiB free at ", Unfit, func(h *Host) { h.Free = func(string) (uint64, error) { return 5 << 20, nil } }},
		{"disk", "absent", Unclear, func(h *Host) { h.Free = func(string) (uint64, error) { return 0, errAbsent } }},
		{"go", "no go tool", Missing, lacks("go")},
		{"go", "is go1.25.9", Unfit, reads("go1.25.9\n")},
		{"go", "is tip", Unclear, reads("tip")},
		{"go", "no file beside it", Unclear, func(h *Host) { h.Read = func(string) ([]byte, error) { return nil, errAbsent } }},
		{"docker", "nobody answers at /var/run/docker.sock", Missing, func(h *Host) { h.Ping = func(context.Context, string) error { return errAbsent } }},
		{"docker", "is not asked", Unclear, env("DOCKER_HOST", "tcp://elsewhere:2375")},
		{"etcd", "it is not in " + filepath.FromSlash("/home/x/go/pkg/mod"), Missing, func(h *Host) { h.Glob = func(string) ([]string, error) { return nil, nil } }},
		{"browser", "none of chromium", Missing, lacks(chromiums...)},
	} {
		h := well()
		c.do(&h)
		for _, r := range Examine(context.Background(), h, ".") {
			switch {
			case r.Name == c.name && (r.State != c.state || !strings.Contains(r.Found, c.found) || r.Cost == ""):
				t.Errorf("%s, %q: %+v", c.name, c.found, r)
			case r.Name != c.name && r.State != Fit:
				t.Errorf("%s, %q: beside it %+v", c.name, c.found, r)
			}
		}
	}
}

// TestWhatIsSaidIsUsed: of the environment, which socket and which cache.
func TestWhatIsSaidIsUsed(t *testing.T) {
	h := well()
	h.Getenv = func(name string) string {
		return map[string]string{"DOCKER_HOST": "unix:///run/user/1/docker.sock", "GOMODCACHE": "/cache"}[name]
	}
	for _, r := range Examine(context.Background(), h, ".") {
		if want := map[string]string{"docker": "/run/user/1/docker.sock", "etcd": "/cache"}[r.Name]; !strings.Contains(filepath.ToSlash(r.Found), want) {
			t.Errorf("%+v", r)
		}
	}
}

// TestNobodyIsWaitedForLong: a file system that is gone answers never.
func TestNobodyIsWaitedForLong(t *testing.T) {
	gone := make(chan struct{})
	defer close(gone)
	state, found := within(context.Background(), 10*time.Millisecond, func(context.Context) (State, string) {
		<-gone
		return Fit, ""
	})
	if state != Unclear || found != "no answer within 10ms" {
		t.Errorf("%s: %s", state, found)
	}
}

// TestPing asks a socket at which somebody answers as Docker does, in each way, and one at
// which nobody does.
func TestPing(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	if err := ping(context.Background(), socket); err == nil {
		t.Error("nobody is there, and it answered")
	}
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Skip(err)
	}
	code := http.StatusOK
	server := http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/_ping" {
			t.Errorf("asked for %s", r.URL)
		}
		w.WriteHeader(code)
	})}
	go func() { _ = server.Serve(l) }()
	defer func() { _ = server.Close() }()
	if err := ping(context.Background(), socket); err != nil {
		t.Error(err)
	}
	code = http.StatusForbidden
	if err := ping(context.Background(), socket); err == nil || !strings.Contains(err.Error(), "403") {
		t.Errorf("%v", err)
	}
}

// TestPingOfNoDocker: whoever listens there and is no Docker is told from it, and is not waited
// for beyond the time, nor read without an end.
func TestPingOfNoDocker(t *testing.T) {
	for name, c := range map[string]struct {
		says, want string
		stays      bool // it does not hang up
	}{
		"hangs up":      {"", "no line of HTTP", false},
		"says nothing":  {"", "deadline exceeded", true},
		"other words":   {"220 ready\r\n", "not in HTTP", true},
		"without end":   {strings.Repeat("x", 2*longestStatus), "no line of HTTP", true},
		"out of order":  {"HTTP/1.1 503 Service Unavailable\r\n\r\n", "503 Service Unavailable", false},
		"without words": {"HTTP/1.0 200\r\n", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
			if err != nil {
				t.Skip(err)
			}
			defer func() { _ = l.Close() }()
			over := make(chan struct{})
			defer close(over)
			go func() {
				c1, err := l.Accept()
				if err != nil {
					return
				}
				defer func() { _ = c1.Close() }()
				_, _ = c1.Read(make([]byte, 1<<10))
				_, _ = io.WriteString(c1, c.says)
				if c.stays {
					<-over
				}
			}()
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			if err := ping(ctx, l.Addr().String()); err == nil != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

// TestThis: the machine that runs the tests can be looked at.
func TestThis(t *testing.T) {
	for _, r := range Examine(context.Background(), This(), filepath.Join(t.TempDir(), "not", "there")) {
		if r.Name == "clock" && r.State != Fit || r.Found == "" {
			t.Errorf("%+v", r)
		}
	}
}

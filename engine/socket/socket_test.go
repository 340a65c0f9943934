package socket

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/host"
)

// node answers as it is told to.
type node struct {
	worth host.Worth
	err   error
	pause time.Duration // between the check and the answer
}

func (n *node) SealFor(_ context.Context, _ string, plaintext []byte) (engine.Sealed, host.Worth, error) {
	s := engine.Sealed{Version: 3, Nonce: [12]byte{1, 2}, Text: plaintext}
	time.Sleep(n.pause)
	return s, n.worth, n.err
}

func (n *node) OpenFor(_ context.Context, _ string, s engine.Sealed) ([]byte, host.Worth, error) {
	time.Sleep(n.pause)
	return s.Text, n.worth, n.err
}

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

func serve(t *testing.T, n Node) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "s")
	l, err := Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	s := Server(n, quiet)
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return path
}

const long = time.Hour

func TestSealAndOpen(t *testing.T) {
	c := NewClient(serve(t, &node{worth: host.Worth{Left: long, Holds: long}}))
	defer c.Close()
	s, err := c.Seal(t.Context(), "payments", []byte("plain"))
	if err != nil || s.Version != 3 || s.Nonce != [12]byte{1, 2} || string(s.Text) != "plain" {
		t.Fatalf("%+v, %v", s, err)
	}
	if plain, err := c.Open(t.Context(), "payments", s); err != nil || string(plain) != "plain" {
		t.Fatalf("%q, %v", plain, err)
	}
}

// TestPause: whoever pauses between the check and the moment at which the host has the answer,
// it is left alone once it has ceased to hold. Counted from its arrival, or not at all, it
// would be taken.
func TestPause(t *testing.T) {
	const holds = 50 * time.Millisecond
	t.Run("of the agent", func(t *testing.T) {
		c := NewClient(serve(t, &node{worth: host.Worth{Left: long, Holds: holds}, pause: 2 * holds}))
		refusesAsLate(t, c)
	})
	t.Run("of what lies between", func(t *testing.T) {
		c := NewClient(slowly(t, serve(t, &node{worth: host.Worth{Left: long, Holds: holds}}), 2*holds))
		refusesAsLate(t, c)
	})
	t.Run("of the host", func(t *testing.T) {
		c := NewClient(serve(t, &node{worth: host.Worth{Left: long, Holds: long / 4}}))
		c.clock = &leaping{by: long / 2}
		refusesAsLate(t, c)
	})
}

func refusesAsLate(t *testing.T, c *Client) {
	t.Helper()
	defer c.Close()
	if s, err := c.Seal(t.Context(), "payments", nil); !errors.Is(err, ErrLate) || !errors.Is(err, engine.ErrNotServing) || s.Version != 0 {
		t.Errorf("a seal that came late: %+v, %v", s, err)
	}
	if plain, err := c.Open(t.Context(), "payments", engine.Sealed{Text: []byte("x")}); !errors.Is(err, ErrLate) || plain != nil {
		t.Errorf("an open that came late: %q, %v", plain, err)
	}
}

// leaping is the clock of a machine that is suspended between any two looks at it.
type leaping struct {
	by, at time.Duration
}

func (l *leaping) Now() time.Duration {
	l.at += l.by
	return l.at
}

// slowly passes bytes on, those of answers after a while.
func slowly(t *testing.T, to string, after time.Duration) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "slow")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return
			}
			on, err := net.Dial("unix", to)
			if err != nil {
				return
			}
			go io.Copy(on, from)
			go func() {
				buf := make([]byte, 64<<10)
				for {
					n, err := on.Read(buf)
					if err != nil {
						return
					}
					time.Sleep(after)
					from.Write(buf[:n])
				}
			}()
		}
	}()
	return path
}

// TestRefusals wants each error of the contract to arrive as itself, and nothing else as one.
func TestRefusals(t *testing.T) {
	for _, want := range []error{engine.ErrNotServing, engine.ErrUnknownVersion, engine.ErrRejected} {
		c := NewClient(serve(t, &node{err: want}))
		if _, err := c.Seal(t.Context(), "payments", nil); !errors.Is(err, want) {
			t.Errorf("%v arrives as %v", want, err)
		}
		c.Close()
	}
	c := NewClient(serve(t, &node{err: errors.New("no key of that name")}))
	defer c.Close()
	_, err := c.Seal(t.Context(), "payments", nil)
	for _, m := range meanings {
		if err == nil || errors.Is(err, m.err) || !strings.Contains(err.Error(), "no key of that name") {
			t.Errorf("a refusal arrives as %v", err)
		}
	}
	if _, err := NewClient(filepath.Join(t.TempDir(), "none")).Seal(t.Context(), "a", nil); !errors.Is(err, engine.ErrNotServing) {
		t.Errorf("without an agent: %v", err)
	}
}

// TestHostile sends what no client sends, and wants it refused, and the next question answered.
func TestHostile(t *testing.T) {
	var asked atomic.Int32
	path := serve(t, counted{&asked})
	raw := &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return net.Dial("unix", path) }}}
	for name, body := range map[string]string{
		"nothing":            "",
		"no JSON":            "\x00\xff{",
		"another field":      `{"Key":"a","Plaintext":"","Admin":true}`,
		"two questions":      `{"Key":"a"} {"Key":"b"}`,
		"of another type":    `{"Key":7}`,
		"too long":           `{"Key":"a","Plaintext":"` + strings.Repeat("AAAA", maxBody/4) + `"}`,
		"too long a text":    `{"Key":"a","Plaintext":"` + strings.Repeat("AAAA", MaxPlaintext/3+2) + `"}`,
		"deep":               strings.Repeat("[", 20000),
		"nonce of no length": `{"Key":"a","Nonce":"abc"}`,
	} {
		for _, what := range []string{"seal", "open"} {
			r, err := raw.Post("http://agent/v1/"+what, "application/json", strings.NewReader(body))
			if err != nil {
				continue // cut off while it still sent
			}
			if r.StatusCode != http.StatusBadRequest || told(r.Body) == "it says nothing that can be read" {
				t.Errorf("%s, to %s: %s", name, what, r.Status)
			}
			r.Body.Close()
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("%d of them reached the node", n)
	}
}

type counted struct{ n *atomic.Int32 }

func (c counted) SealFor(context.Context, string, []byte) (engine.Sealed, host.Worth, error) {
	c.n.Add(1)
	return engine.Sealed{}, host.Worth{}, nil
}

func (c counted) OpenFor(context.Context, string, engine.Sealed) ([]byte, host.Worth, error) {
	c.n.Add(1)
	return nil, host.Worth{}, nil
}

// TestListen wants a socket that was left to be replaced, one in use not, and nobody else to
// have it.
func TestListen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	left, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(path); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("one in use: %v", err)
	}
	left.(*net.UnixListener).SetUnlinkOnClose(false)
	left.Close()
	l, err := Listen(path)
	if err != nil {
		t.Fatalf("one that was left: %v", err)
	}
	defer l.Close()
}

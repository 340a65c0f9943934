//go:build unix

package daemon

import (
	"context"
	"io"
	"net"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"pawl/engine/httpapi"
	"pawl/engine/socket"
)

// TestFrozen stops an agent in its tracks while its hosts ask it, or its answers on their way;
// has the key rotated; and lets them go on. Nobody takes a text under the old version once
// somebody has one under the new. Where answers are under way their node hands over at once, and
// much of its lease was left: to go by that would not do.
func TestFrozen(t *testing.T) {
	t.Parallel()
	t.Run("agent", func(t *testing.T) {
		d := newDeployment(t)
		agent := d.agent("n1")
		d.frozen(d.at("n1.sock"), func() { agent.Process.Signal(syscall.SIGSTOP) }, func() { agent.Process.Signal(syscall.SIGCONT) })
	})
	t.Run("answers", func(t *testing.T) {
		d := newDeployment(t)
		p := &path{to: d.at("n1.sock")}
		p.listen(t, d.at("path.sock"))
		d.frozen(d.at("path.sock"), p.held.Lock, p.held.Unlock)
	})
}

// frozen rotates a key while hosts that ask at a socket have no answer.
func (d *deployment) frozen(at string, freeze, goOn func()) {
	d.t.Helper()
	d.triggers("w1")
	d.rests("1")
	other := socket.NewClient(d.at("n2.sock"))
	defer other.Close()
	d.seals(other, 1)
	h := &takers{after: map[uint32]int{}}
	ctx, enough := context.WithCancel(d.t.Context())
	var hosts sync.WaitGroup
	for range 8 {
		hosts.Go(func() { h.take(ctx, at) })
	}
	h.wait(d.t, func() bool { return h.before > 50 })
	freeze()
	d.triggers("w2")
	d.rests("2")
	d.seals(other, 2)
	h.look(func() { h.inUse = true })
	goOn()
	h.wait(d.t, func() bool { return h.after[2] > 50 })
	enough()
	hosts.Wait()
	if n := h.after[1]; n != 0 {
		d.t.Errorf("%d texts were taken under version 1 after one under version 2", n)
	}
	for _, p := range d.parts {
		p.stops(d.t)
	}
}

// takers are hosts that want texts sealed, and what they have taken.
type takers struct {
	mu     sync.Mutex
	inUse  bool // somebody has a text under the new version
	before int
	after  map[uint32]int // by version, since then
}

func (h *takers) look(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
}

func (h *takers) wait(t *testing.T, is func() bool) {
	t.Helper()
	for began := time.Now(); time.Since(began) < within; time.Sleep(5 * time.Millisecond) {
		done := false
		if h.look(func() { done = is() }); done {
			return
		}
	}
	t.Fatalf("what was waited for does not come: %d before, %v after", h.before, h.after)
}

func (h *takers) take(ctx context.Context, at string) {
	c := socket.NewClient(at)
	defer c.Close()
	for ctx.Err() == nil {
		s, err := c.Seal(ctx, "payments", []byte("plain"))
		if err != nil {
			time.Sleep(time.Millisecond)
			continue
		}
		h.look(func() {
			if h.inUse {
				h.after[s.Version]++
			} else {
				h.before++
			}
		})
	}
}

// path passes questions on, and answers unless they are held.
type path struct {
	to   string
	held sync.Mutex
}

func (p *path) listen(t *testing.T, at string) {
	t.Helper()
	l, err := net.Listen("unix", at)
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
			go p.pass(from)
		}
	}()
}

func (p *path) pass(from net.Conn) {
	defer from.Close()
	on, err := net.Dial("unix", p.to)
	if err != nil {
		return
	}
	defer on.Close()
	go io.Copy(on, from)
	for buf := make([]byte, 64<<10); ; {
		n, err := on.Read(buf)
		if err != nil {
			return
		}
		p.held.Lock()
		_, err = from.Write(buf[:n])
		p.held.Unlock()
		if err != nil {
			return
		}
	}
}

// agent is the process of a node.
func (d *deployment) agent(name string) *daemon {
	d.t.Helper()
	certificate := filesIn(d.at("pki"), httpapi.Holder{Role: httpapi.Node, Name: name}).Certificate
	i := slices.IndexFunc(d.parts, func(p *daemon) bool { return slices.Contains(p.Args, certificate) })
	if i < 0 {
		d.t.Fatal("no agent ", name)
	}
	return d.parts[i]
}

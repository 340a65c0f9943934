//go:build unix

package daemon

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"pawl/cmd/house/lengthy"
	"pawl/engine"
	"pawl/engine/httpapi"
	"pawl/engine/monitor"
	"pawl/engine/socket"
)

// beDaemon in the environment has the test's binary be the daemon.
const beDaemon = "BE_THE_DAEMON"

func TestMain(m *testing.M) {
	if os.Getenv(beDaemon) != "" {
		os.Exit(Main(os.Args[1:], os.Stdout, os.Stderr))
	}
	lengthy.SideBySide(6)
	os.Exit(m.Run())
}

// killsEnv says how many kills there are to be.
const killsEnv = "PAWL_KILLS"

const (
	someKills = 8
	within    = time.Minute      // how long a test waits for what has to come
	lifetime  = 15 * time.Second // of texts
)

// TestKill kills all of a deployment at random moments while its key is rotated and its hosts
// seal. After each restart what was sealed opens, the audit goes on from what it was, versions
// are where they were or further, and over all of it no nonce comes twice.
func TestKill(t *testing.T) {
	t.Parallel()
	kills := someKills
	if text := os.Getenv(killsEnv); text != "" {
		var err error
		if kills, err = strconv.Atoi(text); err != nil {
			t.Fatal(killsEnv, err)
		}
	}
	w := &world{t: t, dir: t.TempDir(), nonces: map[string]bool{}}
	w.args = []string{"dev", "--data", w.dir, "--nodes", "2", "--every", "1s", "--lifetime", lifetime.String(), "--publish-lead", "200ms", "--log-level", "error"}
	busy, enough := context.WithCancel(t.Context())
	var hosts sync.WaitGroup
	for _, c := range w.clients() {
		hosts.Go(func() { w.seals(busy, c) })
	}
	early := 0
	for n := range kills {
		d := w.starts()
		if rand.IntN(4) == 0 { // while it starts
			early++
			time.Sleep(rand.N(500 * time.Millisecond))
		} else {
			w.checks(n)
			time.Sleep(rand.N(1500 * time.Millisecond))
		}
		w.kills(d)
	}
	d := w.starts()
	w.checks(kills)
	w.reaches(3)
	enough()
	hosts.Wait()
	w.stops(d)
	t.Logf("%d kills, %d of them while it started; %d entries of audit, %d commits, %d versions, %d texts sealed, %d opened after a kill; version %d is the last",
		kills, early, len(w.trail.Entries), w.commits(), w.trail.Record.Highest, len(w.nonces), w.opened, w.trail.Record.Active)
	if w.opened < 10 || len(w.nonces) < 100 {
		t.Error("too few texts were sealed and opened to say anything")
	}
}

// world is a deployment that is killed, and what is known of it.
type world struct {
	t    *testing.T
	dir  string
	args []string

	now    *daemon
	trail  monitor.Trail // as it was last
	opened int

	mu     sync.Mutex
	nonces map[string]bool
	texts  []text // that were sealed lately
}

type text struct {
	plain  string
	sealed engine.Sealed
	at     time.Time
}

type daemon struct {
	*exec.Cmd
	out output
}

// output is what a process has written so far.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

func (w *world) starts() *daemon {
	w.t.Helper()
	w.now = launch(w.t, w.args...)
	return w.now
}

// launch starts the daemon in a process of its own.
func launch(t *testing.T, args ...string) *daemon {
	t.Helper()
	d := &daemon{Cmd: exec.Command(os.Args[0], args...)}
	d.Env = append(os.Environ(), beDaemon+"=1")
	d.Stdout, d.Stderr = &d.out, &d.out
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Process.Kill(); d.Wait() })
	return d
}

// kills wants a daemon to be there until it is killed.
func (w *world) kills(d *daemon) {
	w.t.Helper()
	d.Process.Kill()
	d.Wait()
	if s := d.ProcessState.Sys().(syscall.WaitStatus); !s.Signaled() {
		w.t.Fatalf("it had ended by itself: %s\n%s", d.ProcessState, d.out.String())
	}
}

func (w *world) stops(d *daemon) { w.t.Helper(); d.stops(w.t) }

// stops asks a daemon to stop, and wants it to have handed everything back.
func (d *daemon) stops(t *testing.T) {
	t.Helper()
	d.Process.Signal(syscall.SIGTERM)
	if err := d.Wait(); err != nil {
		t.Errorf("asked to stop: %v\n%s", err, d.out.String())
	}
}

func (w *world) clients() (all []*socket.Client) {
	for _, n := range []string{"n1", "n2"} {
		c := socket.NewClient(filepath.Join(w.dir, n+".sock"))
		w.t.Cleanup(c.Close)
		all = append(all, c)
	}
	return all
}

// seals seals all the time, whoever answers.
func (w *world) seals(ctx context.Context, c *socket.Client) {
	for i := 0; ctx.Err() == nil; i++ {
		plain := fmt.Sprint("text ", i)
		s, err := c.Seal(ctx, "payments", []byte(plain))
		if err == nil {
			w.sealed(text{plain, s, time.Now()})
		}
		rest(ctx, 5*time.Millisecond)
	}
}

func (w *world) sealed(x text) {
	w.mu.Lock()
	defer w.mu.Unlock()
	nonce := fmt.Sprintf("%d %x", x.sealed.Version, x.sealed.Nonce)
	if w.nonces[nonce] {
		w.t.Errorf("nonce %s comes twice", nonce)
	}
	w.nonces[nonce] = true
	w.texts = append(w.texts, x)
	if len(w.texts) > 4000 {
		w.texts = w.texts[2000:]
	}
}

// checks holds what there is after a restart against what there was.
func (w *world) checks(kill int) {
	w.t.Helper()
	now := w.reads()
	if err := verified(&now); err != nil {
		w.t.Fatalf("after kill %d: %v", kill, err)
	}
	w.follows(kill, &now)
	w.trail = now
	w.mu.Lock()
	texts := append([]text{}, w.texts...)
	w.mu.Unlock()
	clients := w.clients()
	for range min(50, len(texts)) {
		x := texts[rand.IntN(len(texts))]
		w.opens(clients[rand.IntN(len(clients))], x)
	}
}

// reads fetches the trail once there is one.
func (w *world) reads() monitor.Trail {
	w.t.Helper()
	var last error
	for began := time.Now(); time.Since(began) < within; time.Sleep(20 * time.Millisecond) {
		address, err := os.ReadFile(filepath.Join(w.dir, "address"))
		if err != nil {
			last = err
			continue
		}
		config, err := httpapi.Asking(filesIn(filepath.Join(w.dir, "pki"), httpapi.Holder{Role: httpapi.Auditor, Name: "carol"}), httpapi.Worker, slog.New(slog.DiscardHandler))
		if err != nil {
			last = err
			continue
		}
		t, err := httpapi.NewControlClient(string(address), config).Entries(w.t.Context(), "payments")
		if err == nil {
			return t
		}
		last = err
	}
	w.t.Fatalf("no trail in %s: %v\n%s", within, last, w.now.out.String())
	return monitor.Trail{}
}

// follows wants a trail to go on from the last one.
func (w *world) follows(kill int, now *monitor.Trail) {
	w.t.Helper()
	was := &w.trail
	if len(now.Entries) < len(was.Entries) {
		w.t.Fatalf("after kill %d: %d entries, and there were %d", kill, len(now.Entries), len(was.Entries))
	}
	for i, e := range was.Entries {
		if !bytes.Equal(e.Hash, now.Entries[i].Hash) {
			w.t.Fatalf("after kill %d: entry %d is another one: the history has forked", kill, i+1)
		}
	}
	if now.Record.Active < was.Record.Active || now.Record.Highest < was.Record.Highest || now.Record.Fence < was.Record.Fence {
		w.t.Errorf("after kill %d: active %d, highest %d, fence %d; were %d, %d, %d", kill, now.Record.Active, now.Record.Highest, now.Record.Fence,
			was.Record.Active, was.Record.Highest, was.Record.Fence)
	}
	for _, v := range was.Versions {
		if v.State == engine.Destroyed || v.State == engine.Burnt {
			continue // may be forgotten
		}
		if !holds(now.Versions, v) {
			w.t.Errorf("after kill %d: version %d, which was %s with material %s, is not there any more: %v", kill, v.N, v.State, v.Print, now.Versions)
		}
	}
}

// holds says that a version is there, with the material it had. One that has come to its end
// meanwhile may be forgotten, which takes at least a lifetime.
func holds(all []engine.Version, was engine.Version) bool {
	for _, v := range all {
		if v.N == was.N {
			return was.Print == "" || v.Print == was.Print
		}
	}
	return was.State != engine.Active
}

// opens wants a text to be opened by somebody. One whose lifetime may be over by now may be
// unknown.
func (w *world) opens(c *socket.Client, x text) {
	w.t.Helper()
	var last error
	for began := time.Now(); time.Since(began) < within; time.Sleep(5 * time.Millisecond) {
		plain, err := c.Open(w.t.Context(), "payments", x.sealed)
		switch {
		case err == nil && string(plain) == x.plain:
			w.opened++
			return
		case err == nil:
			w.t.Fatalf("%q opens as %q", x.plain, plain)
		case errors.Is(err, engine.ErrUnknownVersion) && time.Since(x.at) < lifetime:
			w.t.Fatalf("sealed %s ago under version %d, and unknown", time.Since(x.at), x.sealed.Version)
		case errors.Is(err, engine.ErrUnknownVersion):
			return
		}
		last = err
	}
	w.t.Fatalf("a text under version %d does not open: %v", x.sealed.Version, last)
}

// reaches waits for so many commits in all: a deployment that is only killed shows nothing.
func (w *world) reaches(commits int) {
	w.t.Helper()
	for began := time.Now(); time.Since(began) < within; time.Sleep(100 * time.Millisecond) {
		now := w.reads()
		w.follows(-1, &now)
		if w.trail = now; w.commits() >= commits {
			return
		}
	}
	w.t.Errorf("%d commits in all that time", w.commits())
}

func (w *world) commits() (n int) {
	for _, e := range w.trail.Entries {
		if strings.EqualFold(e.Transition, engine.Committed) {
			n++
		}
	}
	return n
}

package daemon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"pawl/engine"
	"pawl/engine/credentials"
	"pawl/engine/etcd"
	"pawl/engine/host"
	"pawl/engine/httpapi"
	"pawl/engine/keys"
	"pawl/engine/keys/file"
	"pawl/engine/monitor"
	"pawl/engine/reference"
	"pawl/engine/socket"
)

// patience is how long a graceful stop may take.
const patience = 10 * time.Second

// running is what was started, in the order in which it is stopped: the last first.
type running struct {
	log   *slog.Logger
	ctx   context.Context // of what runs in the background
	end   context.CancelFunc
	under sync.WaitGroup
	stops []func(context.Context) error
}

func newRunning(log *slog.Logger) *running {
	r := &running{log: log}
	r.ctx, r.end = context.WithCancel(context.Background())
	return r
}

func (r *running) stopping(f func(context.Context) error) { r.stops = append(r.stops, f) }

// background runs until everything is stopped.
func (r *running) background(f func(context.Context)) { r.under.Go(func() { f(r.ctx) }) }

// stop stops everything, and hands back what is held.
func (r *running) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	r.end()
	r.under.Wait()
	var failed error
	for i := len(r.stops) - 1; i >= 0; i-- {
		failed = errors.Join(failed, r.stops[i](ctx))
	}
	return failed
}

// serve answers at a listener until it is stopped.
func (r *running) serve(s *http.Server, l net.Listener) {
	go func() {
		var err error
		if s.TLSConfig != nil {
			err = s.ServeTLS(l, "", "")
		} else {
			err = s.Serve(l)
		}
		if !errors.Is(err, http.ErrServerClosed) {
			r.log.Error("a listener ended", "address", l.Addr().String(), "why", err.Error())
		}
	}()
	r.stopping(func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, patience/5) // what is handed back after this wants time, too
		defer cancel()
		if s.Shutdown(ctx) != nil {
			return s.Close()
		}
		return nil
	})
}

// keyService opens the key service in a folder.
func (r *running) keyService(dir string) (*keys.Service, error) {
	folder := filepath.Join(dir, "material")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	backend, err := file.Open(folder)
	if err != nil {
		return nil, err
	}
	ledger, err := keys.OpenFile(filepath.Join(dir, "ledger"))
	if err != nil {
		return nil, err
	}
	s, err := keys.Open(ledger, backend, host.NewBoottime().Wall)
	if err != nil {
		return nil, errors.Join(err, ledger.Close())
	}
	r.stopping(func(context.Context) error { return s.Close() })
	return s, nil
}

// machine is what a process of the engine is started with.
type machine struct {
	name, pool string
	keys       []string
	policy     engine.Policy
	access     etcd.Access
	material   host.KeyClient
	monitor    *monitor.Monitor
	pager      host.PagerClient
}

func (r *running) launch(m machine) (host.Launch, error) {
	store, err := etcd.Open(m.access)
	if err != nil {
		return host.Launch{}, err
	}
	r.stopping(func(context.Context) error { store.Close(); return nil })
	return host.Launch{Name: m.name, Pool: m.pool, Policy: m.policy, Patience: 2 * time.Second, Tell: m.monitor.Tell(m.name, m.policy.Emission),
		Services: host.Services{Store: store, Keys: m.material, Pager: m.pager}}, nil
}

func (r *running) worker(m machine) (*host.WorkerProcess, error) {
	l, err := r.launch(m)
	if err != nil {
		return nil, err
	}
	w, err := host.StartWorker(reference.Engine(), m.keys, l)
	if err == nil {
		r.stopping(w.Stop)
	}
	return w, err
}

// node starts a node with its folder, and answers hosts at its socket.
func (r *running) node(m machine, folder string, kek []byte, at string) (*host.NodeProcess, error) {
	l, err := r.launch(m)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	if l.Files, err = host.OpenFolder(folder, kek); err != nil {
		return nil, err
	}
	listener, err := socket.Listen(at)
	if err != nil {
		return nil, err
	}
	n, err := host.StartNode(reference.Engine(), m.keys, l)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	r.stopping(n.Stop)
	r.serve(socket.Server(counting{n, m.monitor, m.keys}, r.log), listener)
	return n, nil
}

// counting counts what a node answers.
type counting struct {
	n       *host.NodeProcess
	monitor *monitor.Monitor
	keys    []string
}

func (c counting) SealFor(ctx context.Context, key string, plaintext []byte) (engine.Sealed, host.Worth, error) {
	if err := c.known(key); err != nil {
		return engine.Sealed{}, host.Worth{}, err
	}
	s, w, err := c.n.SealFor(ctx, key, plaintext)
	c.monitor.Answered(key, "seal", w.Left, err)
	return s, w, err
}

func (c counting) OpenFor(ctx context.Context, key string, s engine.Sealed) ([]byte, host.Worth, error) {
	if err := c.known(key); err != nil {
		return nil, host.Worth{}, err
	}
	plaintext, w, err := c.n.OpenFor(ctx, key, s)
	c.monitor.Answered(key, "open", w.Left, err)
	return plaintext, w, err
}

// known keeps names that anybody makes up out of engine and metrics.
func (c counting) known(key string) error {
	for _, k := range c.keys {
		if k == key {
			return nil
		}
	}
	return fmt.Errorf("no key %.64q is served here", key)
}

// control answers people and schedulers for a worker.
func (r *running) control(w *host.WorkerProcess, m machine, files credentials.Papers, address string) (net.Addr, error) {
	config, err := httpapi.Serving(files, httpapi.Worker, r.log)
	if err != nil {
		return nil, asUsage(err)
	}
	l, err := httpapi.Listen(address)
	if err != nil {
		return nil, err
	}
	r.serve(httpapi.Server(httpapi.ControlHandler(w, trails{m.monitor, w.Store}, m.keys, r.log, m.monitor), config, r.log), l)
	return l.Addr(), nil
}

// trails are what the store says, for whoever may ask.
type trails struct {
	monitor *monitor.Monitor
	store   monitor.Store
}

func (t trails) Now(ctx context.Context, key string) (monitor.Trail, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	now, err := t.monitor.Now(ctx, t.store, key)
	if err == nil {
		now.Waits, err = t.waits(ctx, key)
	}
	return now, err
}

// waits is what waits for somebody's approval.
func (t trails) waits(ctx context.Context, key string) (*engine.Act, error) {
	r, err := t.store.Txn(ctx, engine.Txn{Then: []engine.Op{engine.Get(reference.WaitingKey(key))}})
	if err != nil || len(r.Reads[0]) == 0 {
		return nil, err
	}
	return reference.Waiting(key, r.Reads[0][0].Value), nil
}

func (t trails) Whole(ctx context.Context, key string) (monitor.Trail, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	view := reference.Engine().View
	return monitor.ReadTrail(ctx, t.store, &view, key)
}

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/etcd"
	"pawl/engine/etcd/embedded"
	"pawl/engine/host"
	"pawl/engine/keys"
	"pawl/engine/keys/file"
)

const (
	rotated = "payments"
	root    = "/pawl/"
)

// fleet is a deployment in this process, on an etcd that is given.
type fleet struct {
	t      *testing.T
	store  etcd.Access
	keys   *keys.Service
	worker *host.WorkerProcess
	nodes  []*host.NodeProcess
}

// policy is one under which a rotation is over soon.
func policy() engine.Policy {
	p := engine.StandardPolicy()
	p.SealLease, p.OpenLease, p.OwnerLease = 4*time.Second, 6*time.Second, 3*time.Second
	p.PublishLead, p.Lifetime = 300*time.Millisecond, time.Second
	return p
}

// policyFlags are what tells a watcher of it.
func policyFlags() []string {
	p := policy()
	return []string{"--seal-lease", p.SealLease.String(), "--open-lease", p.OpenLease.String(), "--owner-lease", p.OwnerLease.String(), "--publish-lead", p.PublishLead.String(),
		"--publish-deadline", p.PublishDeadline.String(), "--drain-deadline", p.DrainDeadline.String(), "--lifetime", p.Lifetime.String(), "--attempts", fmt.Sprint(p.Attempts),
		"--due", p.Due.String(), "--emission", p.Emission.String(), "--drift-ppm", fmt.Sprint(p.DriftPPM), "--pool-stamps", fmt.Sprint(p.PoolStamps)}
}

func newFleet(t *testing.T, endpoint string, e engine.Engine) *fleet {
	t.Helper()
	return fleetOn(t, etcd.Access{Endpoints: []string{endpoint}, Root: root}, e)
}

func fleetOn(t *testing.T, at etcd.Access, e engine.Engine) *fleet {
	t.Helper()
	dir := t.TempDir()
	backend, err := file.Open(dir)
	must(t, err)
	ledger, err := keys.OpenFile(filepath.Join(dir, "ledger"))
	must(t, err)
	f := &fleet{t: t, store: at}
	f.keys, err = keys.Open(ledger, backend, host.NewBoottime().Wall)
	must(t, err)
	t.Cleanup(func() { _ = f.keys.Close() })
	f.worker, err = host.StartWorker(e, []string{rotated}, f.launch("worker/1"))
	must(t, err)
	f.stops(f.worker.Process)
	for i := range 3 {
		n, err := host.StartNode(e, []string{rotated}, f.launch(fmt.Sprintf("node/%d", i+1)))
		must(t, err)
		f.stops(n.Process)
		f.nodes = append(f.nodes, n)
	}
	return f
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (f *fleet) launch(name string) host.Launch {
	store, err := etcd.Open(f.store)
	must(f.t, err)
	f.t.Cleanup(store.Close)
	files, err := host.OpenFolder(f.t.TempDir(), bytes.Repeat([]byte{1}, 32))
	must(f.t, err)
	return host.Launch{Name: name, Pool: "a", Policy: policy(), Patience: 2 * time.Second, Tell: func(host.Exchange) {},
		Services: host.Services{Store: store, Keys: f.keys, Files: files, Pager: f}}
}

func (f *fleet) stops(p *host.Process) {
	f.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), embedded.Patience)
		defer cancel()
		_ = p.Stop(ctx) // a wrong engine may be in the middle of anything
	})
}

// Page is for people whom nobody here is.
func (f *fleet) Page(context.Context, engine.Page) error { return nil }

// rotates asks for a rotation until it is admitted, and waits until each node seals under its
// version.
func (f *fleet) rotates(ctx context.Context, version uint32) {
	f.t.Helper()
	window := fmt.Sprint("w", version)
	for n := 1; ; n++ {
		a := f.worker.Admit(ctx, engine.Trigger{ID: fmt.Sprint(window, ".", n), Key: rotated, Window: window, Attempt: 1, Caller: "scheduler"})
		if a.Outcome == engine.Admitted || a.Outcome == engine.Duplicate {
			break
		}
		if ctx.Err() != nil {
			f.t.Fatalf("window %s: %+v", window, a)
		}
		time.Sleep(50 * time.Millisecond)
	}
	for _, n := range f.nodes {
		for {
			s, err := n.Seal(ctx, rotated, []byte("plain"))
			if err == nil && s.Version == version {
				break
			}
			if ctx.Err() != nil {
				f.t.Fatalf("%s does not seal under version %d: under %d, %v", n.Name, version, s.Version, err)
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
}

func readHistory(t *testing.T, path string) *checker.History {
	t.Helper()
	file, err := os.Open(path)
	must(t, err)
	defer func() { _ = file.Close() }()
	h, err := checker.ReadHistory(file)
	must(t, err)
	return h
}

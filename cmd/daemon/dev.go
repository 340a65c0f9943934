package daemon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"

	"pawl/engine"
	"pawl/engine/etcd"
	"pawl/engine/etcd/embedded"
	"pawl/engine/host"
	"pawl/engine/httpapi"
	"pawl/engine/monitor"
	"pawl/engine/reference"
	"pawl/reports/whole"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"
)

func devCommand(out io.Writer) *cobra.Command {
	return part{
		use: "dev", short: "All of a deployment in one process, to see a key rotated", args: cobra.NoArgs, policy: devPolicy, level: "warn",
		flags: [][]string{ofAll, ofPolicy, {"data", "witness", "nodes", "workers", "every", "rotations", "listen"}}, needs: []string{"data"},
		run: func(ctx context.Context, s *settings, _ []string) error { return runDev(ctx, s, out) },
	}.command()
}

// dev is a deployment in one process.
type dev struct {
	*running
	s       *settings
	began   time.Time
	folder  *folder
	monitor *monitor.Monitor
	account *account
	control *host.WorkerProcess // that is asked
}

// runDev runs a deployment until it is stopped, or has made as many rotations as are asked for.
func runDev(ctx context.Context, s *settings, out io.Writer) (err error) {
	if err := s.bounds(); err != nil {
		return err
	}
	log, err := s.logger()
	if err != nil {
		return err
	}
	d := &dev{running: newRunning(log), s: s, began: time.Now()}
	d.account = newAccount(out, d.began)
	defer func() { err = errors.Join(err, d.stop()) }()
	if err := d.start(ctx); err != nil {
		return err
	}
	return d.drive(ctx)
}

func (d *dev) start(ctx context.Context) (err error) {
	if d.folder, err = openFolder(d.s.Data, d.s.Witness); err != nil {
		return err
	}
	d.stopping(d.folder.close)
	registry := prometheus.NewRegistry()
	e := reference.Engine()
	d.monitor = monitor.New(&e, d.log, registry, monitor.Hooks{Transition: d.saw, Wrote: d.account.wrote})
	access, server, err := d.store()
	if err != nil {
		return err
	}
	material, err := d.keyService(d.folder.at("keys"))
	if err != nil {
		return err
	}
	store, err := etcd.Open(access)
	if err != nil {
		return err
	}
	d.stopping(func(context.Context) error { store.Close(); return nil })
	if err := d.takesOver(ctx, &e.View, server, store, material); err != nil {
		return err
	}
	if err := d.watches(registry, store); err != nil {
		return err
	}
	if err := d.watched(access); err != nil {
		return err
	}
	return d.machines(machine{keys: d.s.Keys, policy: d.s.Policy, access: access, material: material, monitor: d.monitor, pager: d.monitor})
}

// takesOver looks whether the folder is what it was, and ends what an earlier process held: it
// has let go of the folder, so it is gone.
func (d *dev) takesOver(ctx context.Context, v *engine.View, server *embedded.Server, s monitor.Store, k httpapi.Keys) error {
	ctx, cancel := context.WithTimeout(ctx, embedded.Patience)
	defer cancel()
	if err := d.folder.check(ctx, s, v, k, d.s.Keys); err != nil {
		return err
	}
	return server.EndLeases(ctx)
}

// watches follows all keys, and answers machines.
func (d *dev) watches(registry *prometheus.Registry, s monitor.Store) error {
	for _, key := range d.s.Keys {
		d.background(func(ctx context.Context) { d.monitor.Follow(ctx, s, key) })
	}
	return d.admin(d.s.Admin, registry, func(ctx context.Context) error {
		_, err := s.Txn(ctx, look)
		return err
	})
}

// store starts etcd on the folder.
func (d *dev) store() (etcd.Access, *embedded.Server, error) {
	server, err := embedded.Start(d.folder.at("etcd"), embedded.Durable(d.folder.marker.Token), embedded.Alone)
	if err != nil {
		return etcd.Access{}, nil, fmt.Errorf("%s: %w", d.folder.at("etcd"), err)
	}
	d.stopping(func(context.Context) error { server.Stop(); return nil })
	if err := d.folder.isOf(server.ID()); err != nil {
		return etcd.Access{}, nil, err
	}
	d.account.says("etcd is up in %s, as cluster %x", d.folder.at("etcd"), server.ID())
	return etcd.Access{Endpoints: []string{server.Endpoint()}, Root: "/pawl/"}, server, nil
}

// machines starts workers and nodes.
func (d *dev) machines(m machine) error {
	kek, err := secret(d.folder.at("node.key"))
	if err != nil {
		return err
	}
	for i := range d.s.Nodes {
		name := fmt.Sprintf("n%d", i+1)
		own := m
		own.name, own.pool = "node/"+name, poolOf(i)
		if _, err := d.node(own, d.folder.at("nodes/"+name), kek, d.folder.at(name+".sock")); err != nil {
			return err
		}
		for _, key := range m.keys {
			p := newProbe(d.account, own.name, d.folder.at(name+".sock"), key)
			d.background(p.run)
		}
	}
	for i := range d.s.WorkersHere {
		own := m
		own.name = fmt.Sprintf("worker/w%d", i+1)
		w, err := d.worker(own)
		if err != nil {
			return err
		}
		if i == 0 {
			d.control = w
			if err := d.answers(w, own); err != nil {
				return err
			}
		}
	}
	d.account.says("%d workers and %d nodes are up; hosts seal and open at %s", d.s.WorkersHere, d.s.Nodes, d.folder.at("n1.sock"))
	return nil
}

// answers has people and schedulers ask a worker, with certificates that are made here.
func (d *dev) answers(w *host.WorkerProcess, m machine) error {
	pki := d.folder.at("pki")
	people := []httpapi.Holder{{Role: httpapi.Worker, Name: "w1"}, {Role: httpapi.Scheduler, Name: "scheduler"},
		{Role: httpapi.Operator, Name: "alice"}, {Role: httpapi.Approver, Name: "bob"}, {Role: httpapi.Auditor, Name: "carol"}}
	if err := makeCerts(pki, people); err != nil {
		return err
	}
	address := d.s.Listen
	if address == "" {
		address = net.JoinHostPort("127.0.0.1", "0")
	}
	at, err := d.running.control(w, m, filesIn(pki, people[0]), address)
	if err != nil {
		return err
	}
	alice := filesIn(pki, people[2])
	d.account.says("ask it: export PAWLD_WORKER=%s PAWLD_CA=%s PAWLD_CERT=%s PAWLD_KEY=%s; pawld status %s", at, alice.Authority, alice.Certificate, alice.Key, d.s.Keys[0])
	return os.WriteFile(d.folder.at("address"), []byte(at.String()), 0o600)
}

// watched says how it is watched: what a watcher has to know is written for it.
func (d *dev) watched(a etcd.Access) error {
	file := d.folder.at("watch.yaml")
	if err := whole.Replace(file, func(w io.Writer) error { return forWatch(w, a, &d.s.Policy) }); err != nil {
		return err
	}
	d.account.says("etcd answers at %s; watch it: pawl-watch --config %s", strings.Join(a.Endpoints, ","), file)
	return nil
}

// saw is told of each transition: it is remembered before it is told of.
func (d *dev) saw(s monitor.State, e engine.Entry) {
	if err := d.folder.saw(s, e); err != nil {
		d.log.Error("how far the store was cannot be remembered", "witness", d.folder.witness, "why", err.Error())
	}
	d.account.transition(s, e)
}

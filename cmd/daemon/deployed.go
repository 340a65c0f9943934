package daemon

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"pawl/cmd/setting"
	"pawl/engine"
	"pawl/engine/httpapi"
	"pawl/engine/monitor"
	"pawl/engine/reference"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"
)

func workerCommand() *cobra.Command {
	return part{
		use: "worker", short: "One replica of the control plane", args: cobra.NoArgs, policy: setting.Deployed,
		flags: [][]string{ofAll, ofTLS, ofStore, ofPolicy, ofEngine, {"listen"}},
		needs: []string{"name", "etcd", "key-service", "listen", "ca", "cert", "key"}, run: runWorker,
	}.command()
}

func agentCommand() *cobra.Command {
	return part{
		use: "agent", short: "The engine on a node, which seals and opens for its host", args: cobra.NoArgs, policy: setting.Deployed,
		flags: [][]string{ofAll, ofTLS, ofStore, ofPolicy, ofEngine, {"socket", "data", "node-key", "pool"}},
		needs: []string{"name", "etcd", "key-service", "socket", "data", "node-key", "ca", "cert", "key"}, run: runAgent,
	}.command()
}

func keysCommand() *cobra.Command {
	return part{
		use: "keyservice", short: "The key service, with its material in a folder", args: cobra.NoArgs, policy: setting.Deployed,
		flags: [][]string{ofAll, ofTLS, {"listen", "data"}}, needs: []string{"listen", "data", "ca", "cert", "key"}, run: runKeys,
	}.command()
}

// deployed is one part of a deployment in a process of its own.
type deployed struct {
	*running
	s        *settings
	registry *prometheus.Registry
	monitor  *monitor.Monitor
}

func newDeployed(s *settings) (*deployed, error) {
	log, err := s.logger()
	if err != nil {
		return nil, err
	}
	e, registry := reference.Engine(), prometheus.NewRegistry()
	return &deployed{newRunning(log), s, registry, monitor.New(&e, log, registry, monitor.Hooks{})}, nil
}

// until runs a part until it is to stop, if it has started well.
func (d *deployed) until(ctx context.Context, start func() error) error {
	err := start()
	if err == nil {
		d.log.Info("running")
		<-ctx.Done()
		d.log.Info("stopping: what is held is handed back")
	}
	return errors.Join(err, d.stop())
}

// machine is what a process of the engine on this machine starts with.
func (d *deployed) machine(kind string) (machine, error) {
	access, err := d.s.access(d.log)
	if err != nil {
		return machine{}, asUsage(err)
	}
	people, err := d.s.pager(d.monitor)
	if err != nil {
		return machine{}, err
	}
	config, err := httpapi.Asking(d.s.files(), httpapi.KeyService, d.log)
	if err != nil {
		return machine{}, asUsage(err)
	}
	if !engine.ValidName(d.s.Name) || !engine.ValidName(d.s.Pool) {
		return machine{}, usage{fmt.Errorf("name %q, pool %q: want 1 to 64 letters, digits, dots, dashes or underscores", d.s.Name, d.s.Pool)}
	}
	return machine{name: kind + "/" + d.s.Name, pool: d.s.Pool, keys: d.s.Keys, policy: d.s.Policy, access: access,
		material: httpapi.NewKeysClient(d.s.KeySource, config), monitor: d.monitor, pager: people}, nil
}

func runWorker(ctx context.Context, s *settings, _ []string) error {
	d, err := newDeployed(s)
	if err != nil {
		return err
	}
	return d.until(ctx, func() error {
		m, err := d.machine("worker")
		if err != nil {
			return err
		}
		w, err := d.worker(m)
		if err != nil {
			return err
		}
		for _, key := range s.Keys {
			d.background(func(ctx context.Context) { d.monitor.Follow(ctx, w.Store, key) })
		}
		ready := func(ctx context.Context) error {
			_, err := w.Store.Txn(ctx, look)
			return err
		}
		at, err := d.control(w, m, s.files(), s.Listen)
		if err != nil {
			return err
		}
		d.log.Info("listening", "address", at.String())
		return d.admin(s.Admin, d.registry, ready)
	})
}

func runAgent(ctx context.Context, s *settings, _ []string) error {
	d, err := newDeployed(s)
	if err != nil {
		return err
	}
	return d.until(ctx, func() error {
		m, err := d.machine("node")
		if err != nil {
			return err
		}
		kek, err := os.ReadFile(s.NodeKey)
		if err != nil {
			return usage{fmt.Errorf("node-key: %w", err)}
		}
		held, err := d.alone(s.Data)
		if err != nil {
			return err
		}
		d.stopping(held)
		n, err := d.node(m, filepath.Join(s.Data, "material"), kek, s.Socket)
		if err != nil {
			return err
		}
		ready := func(ctx context.Context) error {
			for _, key := range s.Keys {
				if rev, err := n.Rev(ctx, key); err != nil || rev == 0 {
					return errors.Join(err, fmt.Errorf("key %s is not served here yet", key))
				}
			}
			return nil
		}
		return d.admin(s.Admin, d.registry, ready)
	})
}

// alone takes a folder for this process.
func (d *deployed) alone(dir string) (release func(context.Context) error, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	held, err := lock(filepath.Join(dir, "lock"))
	if err != nil {
		return nil, err
	}
	return func(context.Context) error { return held.Close() }, nil
}

func runKeys(ctx context.Context, s *settings, _ []string) error {
	d, err := newDeployed(s)
	if err != nil {
		return err
	}
	return d.until(ctx, func() error {
		config, err := httpapi.Serving(s.files(), httpapi.KeyService, d.log)
		if err != nil {
			return asUsage(err)
		}
		k, err := d.keyService(s.Data)
		if err != nil {
			return err
		}
		l, err := httpapi.Listen(s.Listen)
		if err != nil {
			return err
		}
		d.serve(httpapi.Server(httpapi.KeysHandler(k, d.log, d.monitor), config, d.log), l)
		d.log.Info("listening", "address", l.Addr().String())
		return d.admin(s.Admin, d.registry, func(context.Context) error { return nil })
	})
}

package live

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"pawl/engine"
	"pawl/engine/host"
	"pawl/faults"
	"pawl/live/box"
	"pawl/live/inmate"
	"pawl/live/vault"
	"pawl/live/wire"
	"pawl/sim/deploy"
)

// Contained is a container for each process: three members of etcd, the key service, and the
// engine's. The binary is all that is in their image: one that calls inmate.Run where its first argument is inmate.Name.
func Contained(binary string) Deployment { return Deployment{yard: contained{binary}} }

type contained struct{ binary string }

// refuses is what cannot be done to containers.
func (contained) refuses(e faults.Event) string {
	if needs(e, crasher) && (e.Target == deploy.KeysName || e.Target == "everything") {
		return "the key service there has all in memory, and would lose it; run it in one process"
	}
	return tooLate(e)
}

func (contained) suffers(r *run) faults.Deployment { return apart{sufferer{r}} }

// members is how many the store has.
const members = 3

// camp is the ground of a run in containers.
type camp struct {
	r       *run
	docker  *box.Docker
	stores  []*box.Container
	house   *box.Container
	houseAt string
	at      []string // of the store's members
	client  *http.Client
	cells   map[string]*cell
}

// open has everything made, and started but for who is absent; the engine's processes wait
// for the run to begin.
func (y contained) open(ctx context.Context, r *run) (ground, error) {
	docker, err := box.Dial(ctx)
	if err != nil {
		return nil, err
	}
	c := &camp{r: r, docker: docker, cells: map[string]*cell{}, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}}
	if err := c.pitch(ctx, y.binary); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

func (c *camp) pitch(ctx context.Context, binary string) error {
	if err := c.docker.Import(ctx, binary); err != nil {
		return err
	}
	core, err := c.docker.Network(ctx, "core")
	if err != nil {
		return err
	}
	nets := map[string]*box.Net{"": core}
	for _, p := range c.r.setup.Pools {
		if nets[p.Name], err = c.docker.Network(ctx, "pool-"+p.Name); err != nil {
			return err
		}
	}
	if err := c.services(ctx, core); err != nil {
		return err
	}
	var all []func() error
	for _, m := range append(append([]*machine(nil), c.r.workers...), c.r.nodes...) {
		on := core
		if m.node {
			on = nets[m.pool]
		}
		x := &cell{c: c, m: m, asks: make(chan struct{})}
		c.cells[m.name] = x
		all = append(all, func() error { return x.build(ctx, on) })
	}
	return together(all)
}

// together does several things at once.
func together(all []func() error) error {
	failed := make([]error, len(all))
	var wait sync.WaitGroup
	for i, f := range all {
		wait.Go(func() { failed[i] = f() })
	}
	wait.Wait()
	return errors.Join(failed...)
}

func (c *camp) endpoints() []string { return c.at }
func (c *camp) direct() bool        { return false }
func (c *camp) keys() keyhouse      { return c }

// do asks the key service. What it has not answered is unknown.
func (c *camp) do(ctx context.Context, r engine.Request) (vault.Done, error) {
	name := string(r.Verb())
	if _, is := r.(lookAsk); is {
		_, err := wire.Ask[struct{}](ctx, c.client, c.houseAt, wire.ReadyName, struct{}{})
		return vault.Done{}, unanswered(err)
	}
	d, err := wire.Ask[vault.Done](ctx, c.client, c.houseAt, name, r)
	return d, unanswered(err)
}

// unanswered is that whoever was asked has ended over it.
func unanswered(err error) error {
	if errors.Is(err, wire.ErrNoAnswer) {
		return fmt.Errorf("%w: %w", errGone, err)
	}
	return err
}

func (c *camp) close() {
	for _, x := range c.cells {
		x.close()
	}
	c.client.CloseIdleConnections()
	if err := c.docker.Close(); err != nil {
		c.r.misses("not all containers are removed: " + err.Error())
	}
}

// later does something to containers, without waiting for it.
func (c *camp) later(x *cell, what func(context.Context) error) {
	c.r.under.Go(func() {
		if x != nil {
			x.mu.Lock()
			defer x.mu.Unlock()
		}
		ctx, cancel := context.WithTimeout(context.Background(), starting)
		defer cancel()
		if err := what(ctx); err != nil {
			c.r.mu.Lock()
			defer c.r.mu.Unlock()
			c.r.misses(err.Error())
		}
	})
}

func (c *camp) boxes(machine string) []*box.Container {
	switch machine {
	case deploy.StoreName:
		return c.stores
	case deploy.KeysName:
		return []*box.Container{c.house}
	}
	if x := c.cells[machine]; x != nil {
		return []*box.Container{x.box}
	}
	return nil
}

// each does something to all containers of a machine.
func (c *camp) each(machine string, what func(*box.Container, context.Context) error) {
	for _, b := range c.boxes(machine) {
		c.later(c.cells[machine], func(ctx context.Context) error { return what(b, ctx) })
	}
}

func (c *camp) pause(machine string)  { c.each(machine, (*box.Container).Pause) }
func (c *camp) resume(machine string) { c.each(machine, (*box.Container).Unpause) }
func (c *camp) down(machine string)   { c.each(machine, (*box.Container).Kill) }
func (c *camp) up(machine string)     { c.each(machine, (*box.Container).Start) }

// What is on a disk in a container nobody can see from here.
func (c *camp) disk(string) (host.Files, []string) { return nil, nil }
func (c *camp) wipe(string)                        {}

// start starts the container of a life, unless it waits for it, and waits until its engine
// has said its name.
func (c *camp) start(l *life) (process, error) {
	x := c.cells[l.m.name]
	if l.m.boot > 1 || l.m.joined {
		x.mu.Lock()
		ctx, cancel := context.WithTimeout(context.Background(), starting)
		err := x.box.Start(ctx)
		cancel()
		x.mu.Unlock()
		if err != nil {
			return nil, err
		}
	}
	select {
	case <-l.ready:
	case <-l.ctx.Done():
		return &outdoors{x: x}, nil // which is ended at once
	case <-time.After(starting):
		return nil, fmt.Errorf("no word from its container within %s: %s", starting, x.box.Said(context.Background()))
	}
	at, err := x.box.Address(l.ctx)
	if err != nil {
		return nil, err
	}
	return &outdoors{x, net.JoinHostPort(at.String(), inmate.Port)}, nil
}

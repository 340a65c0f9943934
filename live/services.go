package live

import (
	"context"
	"fmt"
	"net"
	"time"

	"pawl/live/box"
	"pawl/live/inmate"
	"pawl/live/wire"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
)

// services starts the store and the key service.
func (c *camp) services(ctx context.Context, on *box.Net) (err error) {
	cluster := ""
	for i := range members {
		cluster += fmt.Sprintf(",m%d=http://m%d:2380", i+1, i+1)
	}
	for i := range members {
		b, err := c.docker.Create(ctx, member(fmt.Sprintf("m%d", i+1), cluster[1:], on))
		if err != nil {
			return err
		}
		c.stores = append(c.stores, b)
	}
	if c.house, err = c.docker.Create(ctx, box.Spec{Name: "keys", On: on, Args: []string{inmate.Name, "keys"}}); err != nil {
		return err
	}
	if err := together([]func() error{func() error { return c.starts(ctx, c.stores) }, func() error { return c.house.Start(ctx) }}); err != nil {
		return err
	}
	at, err := c.house.Address(ctx)
	if err != nil {
		return err
	}
	c.houseAt = net.JoinHostPort(at.String(), inmate.Port)
	return c.ready(ctx)
}

// member is one of the store's. A container that is killed loses nothing that was written, so
// that none has to wait for a disk.
func member(name, cluster string, on *box.Net) box.Spec {
	return box.Spec{Name: name, On: on, Args: []string{inmate.Name, "etcd", "--name", name, "--data-dir", "/data/etcd",
		"--listen-client-urls", "http://0.0.0.0:2379", "--advertise-client-urls", "http://" + name + ":2379",
		"--listen-peer-urls", "http://0.0.0.0:2380", "--initial-advertise-peer-urls", "http://" + name + ":2380",
		"--initial-cluster", cluster, "--unsafe-no-fsync", "--log-level", "error"}}
}

// starts starts the store's members, and finds where they are.
func (c *camp) starts(ctx context.Context, all []*box.Container) error {
	c.at = nil
	var some []func() error
	for _, b := range all {
		some = append(some, func() error { return b.Start(ctx) })
	}
	if err := together(some); err != nil {
		return err
	}
	for _, b := range all {
		at, err := b.Address(ctx)
		if err != nil {
			return err
		}
		c.at = append(c.at, net.JoinHostPort(at.String(), "2379"))
	}
	return nil
}

// starting is how long containers may take to be ready.
const starting = time.Minute

// ready waits until the store and the key service answer.
func (c *camp) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, starting)
	defer cancel()
	client, err := clientv3.New(clientv3.Config{Endpoints: c.at, Context: ctx, Logger: zap.NewNop()})
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }() // nothing is under way
	if _, err := client.Get(ctx, "ready"); err != nil {
		return fmt.Errorf("the store is not ready: %w: %s", err, c.stores[0].Said(context.WithoutCancel(ctx)))
	}
	for {
		_, err := wire.Ask[struct{}](ctx, c.client, c.houseAt, wire.ReadyName, struct{}{})
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("the key service is not ready: %w: %s", err, c.house.Said(context.WithoutCancel(ctx)))
		}
		pass(ctx, 20*time.Millisecond)
	}
}

package etcd

import (
	"context"
	"time"

	"pawl/engine"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// Store is a process's way to its store on etcd. It may be called from several goroutines.
type Store struct {
	root  string
	line  line
	feeds feeds
}

// Open makes a store. It does not wait for etcd: until that is there, calls are unavailable.
func Open(o Access) (*Store, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	s := &Store{root: o.Root, line: line{options: &o}}
	s.feeds.open = s.watch
	return s, nil
}

// Close ends all that is under way.
func (s *Store) Close() {
	s.feeds.close()
	s.line.close()
}

// Grant makes a lease, of whole seconds. One whose answer is lost runs out, unused.
func (s *Store) Grant(ctx context.Context, r engine.Grant) (engine.Lease, error) {
	var id engine.Lease
	err := s.line.call(ctx, true, func(ctx context.Context, l *link) error {
		granted, err := l.client.Grant(ctx, int64((r.TTL+time.Second-1)/time.Second))
		if err == nil {
			id = engine.Lease(granted.ID)
		}
		return err
	})
	return id, err
}

// KeepAlive starts a lease's time again.
func (s *Store) KeepAlive(ctx context.Context, r engine.KeepAlive) error {
	return s.line.call(ctx, true, func(ctx context.Context, l *link) error {
		_, err := l.client.KeepAliveOnce(ctx, clientv3.LeaseID(r.Lease))
		return err
	})
}

// Revoke ends a lease, and deletes its keys.
func (s *Store) Revoke(ctx context.Context, r engine.Revoke) error {
	return s.line.call(ctx, true, func(ctx context.Context, l *link) error {
		_, err := l.client.Revoke(ctx, clientv3.LeaseID(r.Lease))
		return err
	})
}

package etcd

import (
	"context"
	"fmt"
	"sync"
	"time"

	"pawl/engine"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// feeds are the standing watches of a process.
type feeds struct {
	open func(prefix string, after int64) *feed

	mu     sync.Mutex
	of     map[string]*feed // by prefix
	closed bool
}

// unused is after how many waits for others a feed that nobody waits for is closed. In time
// that is no less than a few turns of the engine, which comes back to each of its prefixes.
const unused = 256

// of a prefix, from a revision on: the one that stands, or one that begins there.
func (s *feeds) get(prefix string, after int64) (*feed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, fmt.Errorf("%w: %w", engine.ErrUnavailable, errClosed)
	}
	if s.of == nil {
		s.of = map[string]*feed{}
	}
	f := s.of[prefix]
	if f == nil || !f.covers(after) {
		if f != nil {
			f.stop()
		}
		f = s.open(prefix, after)
		s.of[prefix] = f
	}
	for other, g := range s.of {
		if g.idle++; g.idle > unused && g.waiting == 0 {
			g.stop()
			delete(s.of, other)
		}
	}
	f.idle = 0
	f.waiting++
	return f, nil
}

// leave is for who waits no longer.
func (s *feeds) leave(f *feed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.waiting--
}

func (s *feeds) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for _, f := range s.of {
		f.stop()
	}
}

// Await waits for a change.
func (s *Store) Await(ctx context.Context, r engine.Await) (engine.News, error) {
	f, err := s.feeds.get(r.Prefix, r.After)
	if err != nil {
		return engine.News{}, err
	}
	defer s.feeds.leave(f)
	timer := time.NewTimer(r.Wait)
	defer timer.Stop()
	for {
		news, changed, err := f.news(r.After)
		if err != nil {
			return engine.News{}, err
		}
		if len(news.KVs) > 0 {
			return news, nil
		}
		select {
		case <-changed:
		case <-timer.C:
			return news, nil
		case <-ctx.Done():
			return engine.News{}, waited(ctx.Err())
		}
	}
}

// watch opens a feed. A broken connection the client mends by itself, and misses nothing; a
// member that has lost its leader ends the watch.
func (s *Store) watch(prefix string, after int64) *feed {
	ctx, stop := context.WithCancel(clientv3.WithRequireLeader(context.Background()))
	f := newFeed(after, stop)
	go func() {
		defer stop()
		l, err := s.line.current(ctx)
		if err != nil {
			f.ends(err, 0)
			return
		}
		for r := range l.client.Watch(ctx, s.root+prefix, clientv3.WithPrefix(), clientv3.WithRev(after+1)) {
			if err := r.Err(); err != nil {
				f.ends(waited(err), r.CompactRevision)
				return
			}
			news := make([]state, len(r.Events))
			for i, e := range r.Events {
				news[i] = state{rev: e.Kv.ModRevision, kv: s.kv(e.Kv)}
			}
			if len(news) > 0 {
				f.take(news)
			}
		}
		f.ends(waited(nil), 0)
	}()
	return f
}

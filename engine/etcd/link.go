package etcd

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"

	"pawl/engine"

	clientv3 "go.etcd.io/etcd/client/v3"
	"google.golang.org/grpc"
)

// link is a client of one cluster, for good: of that which its first connection leads to. All
// others must lead to the same.
type link struct {
	options *Access
	client  *clientv3.Client

	mu    sync.Mutex
	id    uint64        // of the cluster; 0: there was no connection yet
	moved bool          // an address leads to another cluster
	last  error         // of the last connection; nil: it is there
	known chan struct{} // closed once there is an id
}

func newLink(o *Access) (*link, error) {
	l := &link{options: o, known: make(chan struct{})}
	client, err := clientv3.New(o.config(o.Endpoints, grpc.WithContextDialer(l.dial), grpc.WithStatsHandler(sending{})))
	if err != nil {
		return nil, mapped(l.reason(err), false)
	}
	l.client = client
	return l, nil
}

// dial opens a connection, and then asks which cluster is at its other end, through another
// one. The server that this one has reached is the one that is asked, or is gone by then,
// and this one with it.
func (l *link) dial(ctx context.Context, address string) (net.Conn, error) {
	network, at := "tcp", address
	if path, is := strings.CutPrefix(address, "unix:"); is {
		network, at = "unix", strings.TrimPrefix(path, "//")
	}
	d := net.Dialer{KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: keepAlive, Interval: keepAlive / 2, Count: 2}}
	conn, err := d.DialContext(ctx, network, at)
	if err != nil {
		return nil, err
	}
	id, err := l.ask(ctx, address)
	if err = l.meets(id, address, err); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

// ask asks a server for its cluster.
func (l *link) ask(ctx context.Context, address string) (uint64, error) {
	at := address
	if scheme, _, is := strings.Cut(l.options.Endpoints[0], ":"); is && strings.HasPrefix(l.options.Endpoints[0], scheme+"://") {
		switch scheme {
		case "http", "https":
			at = scheme + "://" + address
		case "unixs":
			at = "unixs" + strings.TrimPrefix(address, "unix")
		}
	}
	config := l.options.config([]string{at})
	config.Context = ctx
	c, err := clientv3.New(config)
	if err != nil {
		return 0, fmt.Errorf("etcd at %s does not say which cluster it is of: %w", address, err)
	}
	defer c.Close()
	status, err := c.Status(ctx, at)
	if err != nil {
		return 0, fmt.Errorf("etcd at %s does not say which cluster it is of: %w", address, err)
	}
	return status.Header.ClusterId, nil
}

// meets takes the first cluster for the link's, and no other.
func (l *link) meets(id uint64, address string, err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last = err
	if err != nil {
		return err
	}
	if l.id == 0 {
		l.id = id
		close(l.known)
	}
	if l.id == id {
		return nil
	}
	l.moved = true
	return fmt.Errorf("etcd at %s is of cluster %x, and the one before was %x: the store was put back, or the endpoints are of two clusters", address, id, l.id)
}

// reason is why nothing could be sent: that the server lets nobody in, if it does, which a
// call that waits for a connection is not told.
func (l *link) reason(err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last != nil && isForbidden(l.last) {
		return l.last
	}
	return err
}

func (l *link) hasMoved() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.moved
}

// cluster is the one that the link is to; nothing has been sent when there is none to be had.
func (l *link) cluster(ctx context.Context) (uint64, error) {
	l.client.ActiveConnection().Connect()
	select {
	case <-l.known:
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.id, nil
	case <-ctx.Done():
		return 0, fmt.Errorf("%w: no connection to etcd at %s: %w", engine.ErrUnavailable, strings.Join(l.options.Endpoints, ", "), ctx.Err())
	}
}

// line is the link that calls go by.
type line struct {
	options *Access

	mu     sync.Mutex
	link   *link         // nil: none
	making chan struct{} // closed when a link is made, or has failed; nil: none is being made
	failed error         // why there is none
	closed bool
}

var errClosed = errors.New("the store is closed")

// current gives a link to the cluster that there is now, as far as is known. To make one takes
// a while where there is a password: nobody waits for that longer than its own time.
func (n *line) current(ctx context.Context) (*link, error) {
	l, made, err := n.have()
	if l != nil || err != nil {
		return l, err
	}
	select {
	case <-made:
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: no connection to etcd at %s: %w", engine.ErrUnavailable, strings.Join(n.options.Endpoints, ", "), ctx.Err())
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.link == nil {
		return nil, n.failed
	}
	return n.link, nil
}

// have gives the link, or begins to make one.
func (n *line) have() (*link, <-chan struct{}, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed {
		return nil, nil, fmt.Errorf("%w: %w", engine.ErrUnavailable, errClosed)
	}
	if n.link != nil && n.link.hasMoved() {
		go n.link.client.Close() // what is under way there is unknown now
		n.link, n.failed = nil, fmt.Errorf("%w: another cluster is there now", engine.ErrUnavailable)
	}
	if n.link == nil && n.making == nil {
		n.making = make(chan struct{})
		go n.connect(n.making)
	}
	return n.link, n.making, nil
}

func (n *line) connect(made chan struct{}) {
	l, err := newLink(n.options)
	n.mu.Lock()
	defer n.mu.Unlock()
	if l != nil && n.closed {
		l.client.Close()
		l, err = nil, fmt.Errorf("%w: %w", engine.ErrUnavailable, errClosed)
	}
	n.link, n.failed, n.making = l, err, nil
	close(made)
}

func (n *line) close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.closed = true
	if n.link != nil {
		n.link.client.Close()
	}
}

// call makes one call, and says what it has come to.
func (n *line) call(ctx context.Context, effect bool, f func(context.Context, *link) error) error {
	l, err := n.current(ctx)
	if err != nil {
		return err
	}
	ctx, left := watched(ctx)
	err = f(ctx, l)
	if err != nil && !left.Load() {
		err = l.reason(err)
	}
	return mapped(err, effect && left.Load())
}

package httpapi

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

// Times and numbers of what a server puts up with.
const (
	connections = 256 // at a time
	atOnce      = 8   // requests of one identity
)

// Server answers over TLS until it is shut down.
func Server(h http.Handler, c *tls.Config, log *slog.Logger) *http.Server {
	s := &http.Server{
		Handler: h, TLSConfig: c, MaxHeaderBytes: 8 << 10,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute,
		ErrorLog:  slog.NewLogLogger(log.Handler(), slog.LevelDebug), // handshakes of anybody who comes along
		Protocols: new(http.Protocols),
	}
	s.Protocols.SetHTTP1(true)
	return s
}

// Listen listens at an address, for so many connections at a time: further ones wait.
func Listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	return &limited{Listener: l, room: make(chan struct{}, connections), closed: make(chan struct{})}, nil
}

type limited struct {
	net.Listener
	room   chan struct{}
	closed chan struct{}
	once   sync.Once
}

func (l *limited) Accept() (net.Conn, error) {
	select {
	case l.room <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.room
		return nil, err
	}
	return &counted{Conn: c, leave: func() { <-l.room }}, nil
}

func (l *limited) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

type counted struct {
	net.Conn
	leave func()
	once  sync.Once
}

func (c *counted) Close() error {
	c.once.Do(c.leave)
	return c.Conn.Close()
}

// Counter is told of each request, and what it came to.
type Counter interface{ Request(what, outcome string) }

// desk is what stands before all handlers: it finds out who asks, and lets nobody ask for too
// much at a time.
type desk struct {
	log   *slog.Logger
	count Counter
	mux   *http.ServeMux

	mu   sync.Mutex
	busy map[Holder]int
}

type asker struct{}

// ServeHTTP finds out who asks.
func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i, err := who(r.TLS)
	if err != nil {
		d.count.Request(r.URL.Path, "nobody")
		d.log.Warn("a request of nobody", "path", r.URL.Path, "from", r.RemoteAddr, "why", err.Error())
		refuse(w, http.StatusUnauthorized, err.Error())
		return
	}
	if !d.enter(i) {
		d.count.Request("any", "too-many")
		refuse(w, http.StatusTooManyRequests, "too many requests at a time; wait for their answers")
		return
	}
	defer d.leave(i)
	d.mux.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), asker{}, i)))
}

func (d *desk) enter(i Holder) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.busy == nil {
		d.busy = map[Holder]int{}
	}
	if d.busy[i] >= atOnce {
		return false
	}
	d.busy[i]++
	return true
}

func (d *desk) leave(i Holder) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.busy[i]--; d.busy[i] == 0 {
		delete(d.busy, i)
	}
}

// askerOf is who asks.
func askerOf(r *http.Request) Holder {
	i, _ := r.Context().Value(asker{}).(Holder)
	return i
}

// turnAway refuses a request of somebody.
func (d *desk) turnAway(w http.ResponseWriter, r *http.Request, status int, why string) {
	d.count.Request(r.URL.Path, "refused")
	d.log.Warn("a request was turned away", "path", r.URL.Path, "by", askerOf(r).String(), "why", why)
	refuse(w, status, why)
}

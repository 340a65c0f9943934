package daemon

import (
	"cmp"
	"context"
	"errors"
	"log/slog"

	"pawl/engine"
	"pawl/engine/etcd"
	"pawl/engine/host"
	"pawl/engine/monitor"
	"pawl/engine/pager"
)

// access is the way to etcd.
func (s *settings) access(log *slog.Logger) (etcd.Access, error) {
	e := &s.Store
	switch {
	case e.CA == "" && (e.Cert != "" || e.Key != ""):
		return etcd.Access{}, usage{errors.New("etcd-cert and etcd-key are shown over TLS; give etcd-ca, too, or none of them")}
	case (e.Cert == "") != (e.Key == ""):
		return etcd.Access{}, usage{errors.New("etcd-cert and etcd-key: one without the other; give both or none")}
	case (e.User == "") != (e.Password == ""):
		return etcd.Access{}, usage{errors.New("etcd-user and etcd-password-file: one without the other; give both, or a certificate")}
	}
	return e.Access(func(err error) { log.Error("credentials for etcd", "why", err.Error()) })
}

// pager is who is told when people are needed: the log, and an address where there is one.
func (s *settings) pager(m *monitor.Monitor) (host.PagerClient, error) {
	p, err := s.Pager.Webhook()
	if err != nil {
		return nil, usage{err}
	}
	if p == nil {
		return m, nil
	}
	return both{m, p}, nil
}

// both logs an alert each time that it is told, and has heard it once people have.
type both struct {
	log    *monitor.Monitor
	people *pager.Webhook
}

func (b both) Page(ctx context.Context, p engine.Page) error {
	logged, told := b.log.Page(ctx, p), b.people.Page(ctx, p)
	if told != nil {
		b.log.NotTold(p.Alert.Key, told)
	}
	return cmp.Or(told, logged)
}

package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"pawl/engine"
	"pawl/engine/credentials"
	"pawl/engine/etcd"
	"pawl/engine/host"
	"pawl/engine/monitor"
	"pawl/engine/pager"
)

// access is the way to etcd.
func (s *settings) access(log *slog.Logger) (etcd.Access, error) {
	a := etcd.Access{Endpoints: s.Etcd, Root: s.Root, User: s.EtcdUser}
	if s.EtcdPassword != "" {
		password, err := oneLine("etcd-password-file", s.EtcdPassword)
		if err != nil {
			return a, err
		}
		a.Password = password
	}
	if s.EtcdCA == "" {
		if s.EtcdCert != "" || s.EtcdKey != "" {
			return a, usage{errors.New("etcd-cert and etcd-key are shown over TLS; give etcd-ca, too, or none of them")}
		}
		return a, nil
	}
	if (s.EtcdCert == "") != (s.EtcdKey == "") {
		return a, usage{errors.New("etcd-cert and etcd-key: one without the other; give both or none")}
	}
	held, err := credentials.Papers{Authority: s.EtcdCA, Certificate: s.EtcdCert, Key: s.EtcdKey}.Hold(nil,
		func(err error) { log.Error("credentials for etcd", "why", err.Error()) })
	if err != nil {
		return a, fmt.Errorf("etcd: %w", err)
	}
	a.TLS = held.Config
	return a, nil
}

// longestSecret is of passwords and tokens, in bytes.
const longestSecret = 4 << 10

// oneLine reads a password or a token from its file, without what an editor leaves at its end.
func oneLine(setting, name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("%s: %w", setting, err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, longestSecret+1))
	if err != nil {
		return "", fmt.Errorf("%s: %w", setting, err)
	}
	s := strings.TrimRight(string(text), "\r\n")
	if s == "" || len(text) > longestSecret || strings.ContainsAny(s, "\r\n") {
		return "", fmt.Errorf("%s: %s: want one line of at most %d bytes", setting, name, longestSecret)
	}
	return s, nil
}

// pager is who is told when people are needed: the log, and an address where there is one.
func (s *settings) pager(m *monitor.Monitor) (host.PagerClient, error) {
	if s.Pager == "" {
		if s.PagerToken != "" {
			return nil, usage{errors.New("pager-token-file without pager: give its address, too")}
		}
		return m, nil
	}
	token := ""
	if s.PagerToken != "" {
		var err error
		if token, err = oneLine("pager-token-file", s.PagerToken); err != nil {
			return nil, err
		}
	}
	p, err := pager.New(s.Pager, token)
	if err != nil {
		return nil, usage{err}
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

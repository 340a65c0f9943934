package follow

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
)

// reason is why a store cannot be followed, in words that help: etcd's client says of most
// that its time was over.
func (s *Lookout) reason(ctx context.Context, err error) error {
	if lost := (Lost{}); errors.As(err, &lost) {
		return err
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("it was stopped before etcd at %s had answered", strings.Join(s.Access.Endpoints, ", "))
	}
	ctx = context.WithoutCancel(ctx) // the time may be over, and why it was is still to be found out
	if errors.Is(err, rpctypes.ErrAuthFailed) || errors.Is(err, rpctypes.ErrPermissionDenied) || errors.Is(err, rpctypes.ErrAuthNotEnabled) {
		return Lost{fmt.Errorf("etcd does not let this user in: %w", err)}
	}
	var all []string
	for _, e := range s.Access.Endpoints {
		if why := s.probe(ctx, e); why != "" {
			all = append(all, e+": "+why)
		}
	}
	if len(all) == 0 {
		return fmt.Errorf("etcd at %s can be reached, and gives no answer of use in time: see whether the cluster has a leader, by etcdctl endpoint status; %w", strings.Join(s.Access.Endpoints, ", "), err)
	}
	return fmt.Errorf("etcd cannot be reached: %s; see whether it runs, and whether these are the client addresses of its members", strings.Join(all, "; "))
}

// probe knocks at an endpoint, and says what is wrong with it; empty: nothing.
func (s *Lookout) probe(ctx context.Context, endpoint string) string {
	host := endpoint
	if u, err := url.Parse(endpoint); err == nil && u.Host != "" {
		host = u.Host
	}
	if _, _, err := net.SplitHostPort(host); err != nil {
		return "it is no address; want https://HOST:PORT or HOST:PORT"
	}
	ctx, cancel := context.WithTimeout(ctx, patience/5)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", host)
	if err != nil {
		return err.Error()
	}
	defer func() { _ = conn.Close() }() // it was only knocked
	if s.Access.TLS == nil {
		return s.plain(conn)
	}
	config := s.Access.TLS()
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(host)
	}
	secured := tls.Client(conn, config)
	err = secured.HandshakeContext(ctx)
	if err == nil { // a certificate of ours that is refused is told after that
		_ = secured.SetReadDeadline(time.Now().Add(time.Second))
		if _, err = secured.Read(make([]byte, 1)); isTimeout(err) {
			err = nil
		}
	}
	var unknown x509.UnknownAuthorityError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &unknown):
		return "its certificate is of another authority than --cacert: " + err.Error()
	}
	return "TLS: " + err.Error()
}

// plain says that something that wants TLS is spoken to without.
func (s *Lookout) plain(conn net.Conn) string {
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	if _, err := conn.Write([]byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")); err != nil {
		return err.Error()
	}
	got := make([]byte, 1)
	if _, err := conn.Read(got); err == nil && got[0] == 0x15 { // an alert of TLS
		return "it speaks TLS: write https://, and give --cacert"
	}
	return ""
}

func isTimeout(err error) bool {
	var e net.Error
	return errors.As(err, &e) && e.Timeout()
}

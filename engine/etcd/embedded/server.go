package embedded

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
	"go.etcd.io/etcd/client/pkg/v3/transport"
	"go.etcd.io/etcd/server/v3/embed"
	"go.etcd.io/etcd/server/v3/lease"
	"go.uber.org/zap"
)

// Patience is how long a call on a server in this process may take before it is taken for
// lost: far longer than on any machine that is up to running tests.
const Patience = time.Minute

// Server is one etcd server, which can be stopped and started again with what is in its
// folder.
type Server struct {
	config *embed.Config
	etcd   *embed.Etcd
}

// Start starts a cluster of one, in a folder that nobody else uses, as some change of its
// configuration wants it.
func Start(dir string, changes ...func(*embed.Config)) (*Server, error) {
	s := &Server{config: configOf("default", dir)}
	s.config.InitialCluster = s.config.InitialClusterFromName(s.config.Name)
	for _, change := range changes {
		change(s.config)
	}
	return s, s.Start()
}

func configOf(name, dir string) *embed.Config {
	c := embed.NewConfig()
	c.Name, c.Dir = name, dir
	c.UnsafeNoFsync = true // no test loses power
	c.ZapLoggerBuilder = embed.NewZapLoggerBuilder(zap.NewNop())
	loopback := []url.URL{{Scheme: "http", Host: "127.0.0.1:0"}}
	c.ListenPeerUrls, c.AdvertisePeerUrls = loopback, loopback
	c.ListenClientUrls, c.AdvertiseClientUrls = loopback, loopback
	return c
}

// At is a change that has a server listen for clients at an address.
func At(address string) func(*embed.Config) {
	return func(c *embed.Config) {
		at := []url.URL{{Scheme: c.ListenClientUrls[0].Scheme, Host: address}}
		c.ListenClientUrls, c.AdvertiseClientUrls = at, at
	}
}

// Secured has clients come over TLS, each with a certificate of the authority: files in PEM.
func Secured(authority, certificate, key string) func(*embed.Config) {
	return func(c *embed.Config) {
		at := []url.URL{{Scheme: "https", Host: c.ListenClientUrls[0].Host}}
		c.ListenClientUrls, c.AdvertiseClientUrls = at, at
		c.ClientTLSInfo = transport.TLSInfo{TrustedCAFile: authority, CertFile: certificate, KeyFile: key, ClientCertAuth: true}
	}
}

// Start starts it again.
func (s *Server) Start() (err error) {
	if s.etcd, err = embed.StartEtcd(s.config); err != nil {
		return fmt.Errorf("etcd does not start: %w", err)
	}
	return s.ready()
}

func (s *Server) ready() error {
	select {
	case <-s.etcd.Server.ReadyNotify():
		At(s.etcd.Clients[0].Addr().String())(s.config) // where it is looked for when it is started again
		return nil
	case err := <-s.etcd.Err():
		return fmt.Errorf("etcd does not get ready: %w", err)
	case <-time.After(Patience):
		return fmt.Errorf("etcd is not ready after %s; is the machine up to it?", Patience)
	}
}

// Stop stops it, if it runs. Clients that watch are to be closed first: it waits for them.
func (s *Server) Stop() {
	if s.etcd != nil {
		s.etcd.Close()
		s.etcd = nil
	}
}

// Endpoint is where clients find it.
func (s *Server) Endpoint() string { return s.config.ListenClientUrls[0].Host }

// Durable is a change that has a server keep what it has answered through a loss of power, under a
// name of its own: servers whose names differ are of different clusters.
func Durable(token string) func(*embed.Config) {
	return func(c *embed.Config) {
		c.UnsafeNoFsync, c.InitialClusterToken = false, token
		c.AutoCompactionMode, c.AutoCompactionRetention = embed.CompactorModeRevision, "10000"
	}
}

// Alone is a change that has a server not wait for others, who might lead: there are none.
func Alone(c *embed.Config) { c.TickMs, c.ElectionMs = 20, 200 }

// ID is that of the server's cluster.
func (s *Server) ID() uint64 { return uint64(s.etcd.Server.Cluster().ID()) }

// EndLeases ends all leases that there are: for whoever knows that nobody lives who holds one.
func (s *Server) EndLeases(ctx context.Context) error {
	all, err := s.etcd.Server.LeaseLeases(ctx, &etcdserverpb.LeaseLeasesRequest{})
	if err != nil {
		return err
	}
	for _, l := range all.Leases {
		if err := s.end(ctx, l.ID); err != nil {
			return err
		}
	}
	return nil
}

// end ends a lease, if it has not run out meanwhile.
func (s *Server) end(ctx context.Context, id int64) error {
	_, err := s.etcd.Server.LeaseRevoke(ctx, &etcdserverpb.LeaseRevokeRequest{ID: id})
	if errors.Is(err, lease.ErrLeaseNotFound) {
		return nil
	}
	return err
}

// Etcd is the server itself.
func (s *Server) Etcd() *embed.Etcd { return s.etcd }

// free gives an address that nobody listens at, as it seems.
func free() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

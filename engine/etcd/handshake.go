package etcd

import (
	"context"
	"crypto/tls"
	"net"

	"google.golang.org/grpc/credentials"
)

// handshakes are gRPC's TLS, each with what is to be shown and believed by then: a client
// lives longer than its certificate, and than the authority of its servers.
type handshakes struct {
	credentials.TransportCredentials // what does not look at certificates
	now                              func() *tls.Config
}

func newHandshakes(now func() *tls.Config) credentials.TransportCredentials {
	return handshakes{credentials.NewTLS(now()), now}
}

func (h handshakes) ClientHandshake(ctx context.Context, authority string, c net.Conn) (net.Conn, credentials.AuthInfo, error) {
	return credentials.NewTLS(h.now()).ClientHandshake(ctx, authority, c)
}

func (h handshakes) Clone() credentials.TransportCredentials {
	return handshakes{h.TransportCredentials.Clone(), h.now}
}

package etcd

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"strings"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
)

// Access says where a store is, and who asks.
type Access struct {
	Endpoints []string           // of the members themselves: host:port, http://…, https://…, unix:///…
	Root      string             // before all keys, in a cluster that others use, too: "/pawl/"
	TLS       func() *tls.Config // for a handshake that begins now; nil: none
	User      string
	Password  string
}

// Times of a connection. See the package's comment for what comes of them.
const (
	keepAlive = 2 * time.Second
	dialing   = 5 * time.Second // a server takes a good part of a second to look at a password
	redialing = time.Second     // at least as often: gRPC would let up to two minutes pass
)

func (o *Access) validate() error {
	if len(o.Endpoints) == 0 {
		return errors.New("etcd: no endpoint; give the members' client addresses")
	}
	for _, e := range o.Endpoints {
		if o.TLS != nil && (strings.HasPrefix(e, "http://") || strings.HasPrefix(e, "unix://")) {
			return fmt.Errorf("etcd: TLS is configured, and %s would be spoken to without; write https:// or unixs://", e)
		}
		if secured(e) != secured(o.Endpoints[0]) {
			return fmt.Errorf("etcd: %s and %s: one with TLS and one without; etcd's client does for all what the first one says", o.Endpoints[0], e)
		}
	}
	if (o.User == "") != (o.Password == "") {
		return errors.New("etcd: a user without a password, or the other way round; give both, or a client certificate in TLS")
	}
	return nil
}

func secured(endpoint string) bool {
	return strings.HasPrefix(endpoint, "https://") || strings.HasPrefix(endpoint, "unixs://")
}

// config is that of a client of some endpoints.
func (o *Access) config(endpoints []string, how ...grpc.DialOption) clientv3.Config {
	pace := backoff.Config{BaseDelay: redialing / 20, Multiplier: 1.6, Jitter: 0.2, MaxDelay: redialing}
	how = append(how, grpc.WithConnectParams(grpc.ConnectParams{Backoff: pace, MinConnectTimeout: dialing}))
	if o.TLS != nil {
		how = append(how, grpc.WithTransportCredentials(newHandshakes(o.TLS)))
	}
	return clientv3.Config{
		Endpoints: endpoints, Username: o.User, Password: o.Password,
		// Without a stream no pings: a server that is configured as they come takes them for abuse.
		DialTimeout: dialing, DialKeepAliveTime: keepAlive, DialKeepAliveTimeout: keepAlive,
		DialOptions: how,
		Logger:      zap.NewNop(), // what is to be said is said in errors
	}
}

// Dial makes a plain client of a store, as a process has it: for who only looks, and wants to
// know what the contract does not tell of. It does not wait for etcd, but for a password to be
// looked at.
func Dial(ctx context.Context, o Access) (*clientv3.Client, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	config := o.config(o.Endpoints)
	config.Context = ctx
	return clientv3.New(config)
}

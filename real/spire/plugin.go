package main

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"io"
	"sync"
	"time"

	"github.com/spiffe/spire/pkg/common/coretypes/x509certificate"
	"github.com/spiffe/spire/pkg/server/plugin/upstreamauthority"
	"github.com/spiffe/spire/proto/spire/common"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"pawl/engine"
)

// plugin is a server's way to the upstream authority, as SPIRE's upstream client has it. It is
// called on goroutines of SPIRE's, so its ports are those of the bridge. As with the plugin for another
// SPIRE server, its streams end when they are closed and not before: while the authority is away
// they have nothing to tell.
type plugin struct {
	env  *engine.Env
	keys *keys

	mu   sync.Mutex // streams are opened and closed by SPIRE's goroutines
	x509 *stream[[]*x509certificate.X509Authority]
	jwt  *stream[[]*common.PublicKey]
	told int64 // the revision of what has been told last; only looked at between visits
}

const (
	// publishWithin is SPIRE's own patience with a JWT key that is published, in the run's
	// time (pkg/server/ca/manager: publishJWKTimeout).
	publishWithin = 5 * time.Second
	// pollEvery is how often the plugin asks what has changed. SPIRE's own asks every five
	// seconds; roots come two hours before they are used.
	pollEvery = 5 * time.Minute
)

func (p *plugin) Name() string { return "pawl" }
func (p *plugin) Type() string { return "UpstreamAuthority" }

// push has the authority do something, or only what is due.
func push(env *engine.Env, kind string, version uint32, body []byte) error {
	for _, node := range env.Fleet.Nodes(upstreamPool) {
		if err := env.Fleet.Push(node, engine.Command{Errand: engine.Install, Key: keyOf(kind, env.Pool), Version: version, Window: base64.StdEncoding.EncodeToString(body)}); err != nil {
			return status.Errorf(codes.Unavailable, "upstream authority: %v", err)
		}
	}
	return nil
}

// MintX509CA has an authority signed.
func (p *plugin) MintX509CA(ctx context.Context, csr []byte, _ time.Duration) ([]*x509.Certificate, []*x509certificate.X509Authority, upstreamauthority.UpstreamX509AuthorityStream, error) {
	if err := push(p.env, x509Kind, 0, csr); err != nil {
		return nil, nil, nil, err
	}
	signed, _, err := get(p.env, signedAt+digest(csr))
	if err != nil || signed == nil {
		return nil, nil, nil, status.Errorf(codes.Unavailable, "upstream authority: no reply (%v)", err)
	}
	now, _, err := readUpstream(p.env)
	if err != nil {
		return nil, nil, nil, status.Errorf(codes.Unavailable, "upstream authority: %v", err)
	}
	cert, err := x509.ParseCertificate(signed)
	if err != nil {
		return nil, nil, nil, err
	}
	roots, err := now.authorities()
	s := opened[[]*x509certificate.X509Authority](ctx)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.x509 = s
	return []*x509.Certificate{cert}, roots, x509Stream{s}, err
}

// PublishJWTKey publishes a key. Which version it is, is written first: once it is published anybody
// may bring it into the bundle.
func (p *plugin) PublishJWTKey(ctx context.Context, key *common.PublicKey) ([]*common.PublicKey, upstreamauthority.UpstreamJWTAuthorityStream, error) {
	began := p.env.Clock.Now()
	body, err := proto.MarshalOptions{Deterministic: true}.Marshal(key)
	if err != nil {
		return nil, nil, err
	}
	k := p.keys.of(publicID(key.PkixBytes))
	if k == nil {
		return nil, nil, status.Error(codes.Internal, "a key that is not this server's")
	}
	if _, err := p.env.Store.Txn(engine.Txn{Then: []engine.Op{k.number(key.Kid)}}); err != nil {
		return nil, nil, failed(err)
	}
	if err := push(p.env, jwtKind, k.Version, body); err != nil {
		return nil, nil, err
	}
	now, _, err := readUpstream(p.env)
	switch {
	case err != nil:
		return nil, nil, status.Errorf(codes.Unavailable, "upstream authority: %v", err)
	case p.env.Clock.Now()-began > publishWithin:
		return nil, nil, status.Error(codes.DeadlineExceeded, "context deadline exceeded")
	}
	keys, err := now.jwtKeys()
	s := opened[[]*common.PublicKey](ctx)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.jwt = s
	return keys, jwtStream{s}, err
}

// SubscribeToLocalBundle is not served, as by most plugins; SPIRE asks for it after five seconds of
// real time.
func (p *plugin) SubscribeToLocalBundle(context.Context) ([]*x509certificate.X509Authority, []*common.PublicKey, upstreamauthority.LocalBundleUpdateStream, error) {
	return nil, nil, nil, status.Error(codes.Unimplemented, "not implemented")
}

func (p *publishedUpstream) authorities() (all []*x509certificate.X509Authority, err error) {
	for _, r := range p.Roots {
		cert, err := x509.ParseCertificate(r.DER)
		if err != nil {
			return nil, err
		}
		all = append(all, &x509certificate.X509Authority{Certificate: cert})
	}
	return all, nil
}

func (p *publishedUpstream) jwtKeys() (all []*common.PublicKey, err error) {
	for _, data := range p.JWT {
		k := new(common.PublicKey)
		if err := proto.Unmarshal(data, k); err != nil {
			return nil, err
		}
		all = append(all, k)
	}
	return all, nil
}

// tell hands to the streams what has changed since they were told.
func (p *plugin) tell(now *publishedUpstream) {
	roots, err := now.authorities()
	if err != nil {
		return
	}
	keys, err := now.jwtKeys()
	if err != nil {
		return
	}
	p.mu.Lock()
	x509, jwt := p.x509, p.jwt
	p.mu.Unlock()
	x509.tell(roots)
	jwt.tell(keys)
}

// A stream is one that SPIRE waits at for updates.
type stream[T any] struct {
	ctx     context.Context
	updates chan T
	closed  chan struct{}
	once    sync.Once
}

func opened[T any](ctx context.Context) *stream[T] {
	return &stream[T]{ctx: ctx, updates: make(chan T), closed: make(chan struct{})}
}

func (s *stream[T]) tell(update T) {
	if s == nil {
		return
	}
	select {
	case s.updates <- update:
	case <-s.closed:
	}
}

func (s *stream[T]) next() (update T, err error) {
	select {
	case update = <-s.updates:
		return update, nil
	case <-s.ctx.Done():
		return update, status.FromContextError(s.ctx.Err()).Err()
	case <-s.closed:
		return update, io.EOF
	}
}

// Close closes it.
func (s *stream[T]) Close() { s.once.Do(func() { close(s.closed) }) }

type x509Stream struct {
	*stream[[]*x509certificate.X509Authority]
}

func (s x509Stream) RecvUpstreamX509Authorities() ([]*x509certificate.X509Authority, error) {
	return s.next()
}

type jwtStream struct{ *stream[[]*common.PublicKey] }

func (s jwtStream) RecvUpstreamJWTAuthorities() ([]*common.PublicKey, error) { return s.next() }

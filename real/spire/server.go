package main

import (
	"context"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"io"
	"time"

	"github.com/sirupsen/logrus"
	"github.com/spiffe/go-spiffe/v2/spiffeid"
	"github.com/spiffe/spire/pkg/common/health"
	"github.com/spiffe/spire/pkg/common/telemetry"
	"github.com/spiffe/spire/pkg/common/x509util"
	"github.com/spiffe/spire/pkg/server/api/localauthority/v1"
	"github.com/spiffe/spire/pkg/server/ca"
	"github.com/spiffe/spire/pkg/server/ca/manager"
	"github.com/spiffe/spire/pkg/server/ca/rotator"
	"github.com/spiffe/spire/pkg/server/catalog"
	"github.com/spiffe/spire/pkg/server/credtemplate"
	"github.com/spiffe/spire/pkg/server/credvalidator"
	"github.com/spiffe/spire/pkg/server/datastore"
	"github.com/spiffe/spire/pkg/server/plugin/keymanager"
	"github.com/spiffe/spire/pkg/server/plugin/notifier"
	"github.com/spiffe/spire/pkg/server/plugin/upstreamauthority"

	"pawl/engine"
	"pawl/sim/foreign"
)

var domain = spiffeid.RequireTrustDomainFromString("example.test")

// Times of SPIRE's own that its loops keep, and which the adapter's keep in their place.
const (
	caTTL       = 6 * time.Hour    // the shortest for which what is signed may live an hour
	rotateEvery = 10 * time.Second // pkg/server/ca/rotator: rotateInterval
	pruneEvery  = 6 * time.Hour    // pruneBundleInterval

	// retryEvery is how often a server with an upstream authority tries again what has failed. SPIRE
	// does each rotateEvery; but a round that fails is a dozen requests over the bridge, and
	// an outage is hours.
	retryEvery = time.Minute
)

// longestLook is how long a server goes without a look at the clock, whose time may be set.
const longestLook = 10 * time.Minute

// server is one start of SPIRE's server.
type server struct {
	foreign.Unstamped
	env    *engine.Env
	inside *engine.Env // what SPIRE's code asks through
	keys   *keys
	db     *database
	seen   *database // as processes read it, outside of SPIRE's code
	rings  *foreign.Rings
	bits   *foreign.Stream
	roots  map[string]*signer // by authority id, those of the upstream authority; looked up only

	bridge *foreign.Bridge   // where SPIRE's code asks on goroutines of its own; nil: it does not
	plugin *plugin           // to the upstream authority; nil: there is none
	one    foreign.Turnstile // of SPIRE's code: it holds mutexes over calls of its datastore

	m      *manager.Manager
	r      *rotator.Rotator
	api    *localauthority.Service
	pruned time.Duration
	failed bool // the last round has

	x509 *ca.X509CA
	jwt  *ca.JWTKey
}

func newServer(env *engine.Env, hasUpstream bool) *server {
	log := logrus.New()
	log.SetOutput(io.Discard)
	log.SetLevel(logrus.PanicLevel)
	s := &server{env: env, seen: &database{env: env}, rings: foreign.NewRings(env.Self()), bits: foreign.NewStream(env.Self()), roots: map[string]*signer{}}
	inside := env
	if hasUpstream {
		s.bridge = foreign.NewBridge(env.Door)
		bridged := env.Through(s.bridge)
		inside = &bridged
	}
	s.inside, s.keys = inside, &keys{env: inside, own: hasUpstream}
	s.db = &database{env: inside, keys: s.keys, log: log}
	if hasUpstream {
		s.plugin = &plugin{env: inside, keys: s.keys}
	}
	return s
}

// enter runs f in SPIRE's code.
func (s *server) enter(f func(context.Context)) {
	in := func(ctx context.Context) { foreign.Drawing(s.bits, func() { f(ctx) }) }
	s.one.Enter(s.env.Clock, func() {
		if s.bridge == nil {
			in(context.Background())
			return
		}
		s.bridge.Enter(in)
	})
}

// Run is the server's life: it is started, and again whenever it gives up.
func (s *server) Run(key string) {
	if kind, _ := kindOf(key); kind != x509Kind {
		return // one loop rotates both
	}
	if s.bridge != nil {
		defer s.bridge.Close() // who ends takes SPIRE's goroutines along
	}
	for {
		foreign.Supervised(s.env.Clock, s.boot)
		for {
			wait := s.untilDue()
			if s.plugin != nil {
				wait = s.poll(wait)
			}
			s.env.Clock.Sleep(wait)
			s.enter(s.tick)
		}
	}
}

// boot makes what the server makes when it starts, and what it does before it serves.
func (s *server) boot() (up bool) {
	s.enter(func(ctx context.Context) {
		if s.m != nil {
			s.m.Close()
		}
		s.keys.list = nil
		if s.keys.load() != nil {
			return
		}
		clk := wall{env: s.inside}
		builder, err := credtemplate.NewBuilder(credtemplate.Config{TrustDomain: domain, X509CASubject: pkix.Name{CommonName: "SPIRE"}, Clock: clk, X509CATTL: caTTL})
		if err != nil {
			return
		}
		validator, err := credvalidator.New(credvalidator.Config{TrustDomain: domain, Clock: clk})
		if err != nil {
			return
		}
		s.m, err = manager.NewManager(ctx, manager.Config{CA: s, Catalog: plugins{s: s}, TrustDomain: domain, Clock: clk,
			X509CAKeyType: keymanager.ECP256, JWTKeyType: keymanager.ECP256, Metrics: telemetry.Blackhole{}, Log: s.db.log, CredBuilder: builder, CredValidator: validator})
		if err != nil {
			return
		}
		s.r = rotator.NewRotator(rotator.Config{Manager: s.m, Log: s.db.log, Clock: clk, HealthChecker: unwatched{}})
		s.api = localauthority.New(localauthority.Config{TrustDomain: domain, DataStore: s.db, CAManager: s.m})
		s.pruned = s.inside.Clock.Now()
		up = s.r.Initialize(ctx) == nil
	})
	return up
}

// tick is what the rotator's loops do when their time has come.
func (s *server) tick(ctx context.Context) {
	s.failed = s.r.Initialize(ctx) != nil // one round of rotateEvery
	if s.inside.Clock.Now()-s.pruned >= pruneEvery {
		s.pruned = s.inside.Clock.Now()
		_ = s.m.PruneBundle(ctx)
	}
}

// untilDue is how long until a round in which the rotator would do anything, in whole rounds:
// those before it look at the slots, find nothing due, and ask for nothing.
func (s *server) untilDue() (wait time.Duration) {
	due := func(in time.Duration) (is bool) {
		now := wall{env: s.env}.Now().Add(in)
		for _, slots := range [][2]manager.Slot{{s.m.GetCurrentX509CASlot(), s.m.GetNextX509CASlot()}, {s.m.GetCurrentJWTKeySlot(), s.m.GetNextJWTKeySlot()}} {
			current, next := slots[0], slots[1]
			is = is || current.IsEmpty() || current.ShouldActivateNext(now) || next.IsEmpty() && current.ShouldPrepareNext(now)
		}
		return is
	}
	s.one.Enter(s.env.Clock, func() { // it asks for nothing, and draws nothing
		first := rotateEvery
		if s.plugin != nil && s.failed {
			first = retryEvery
		}
		for wait = first; wait < longestLook && !due(wait); wait += rotateEvery {
		}
	})
	return wait
}

// What the manager tells the authority that signs.

func (s *server) SetX509CA(c *ca.X509CA)                           { s.x509 = c }
func (s *server) SetJWTKey(k *ca.JWTKey)                           { s.jwt = k }
func (s *server) NotifyTaintedX509Authorities([]*x509.Certificate) {}

// signs is the key that signs now, for a key of this server; nil if there is none that has
// not ended.
func (s *server) signs(key string) *signer {
	now := wall{env: s.env}.Now()
	switch kind, _ := kindOf(key); {
	case kind == x509Kind && s.x509 != nil && now.Before(s.x509.Certificate.NotAfter):
		if s.plugin != nil {
			return s.root(key, x509util.SubjectKeyIDToString(s.x509.Certificate.AuthorityKeyId))
		}
		return s.x509.Signer.(*signer)
	case kind == jwtKind && s.jwt != nil && now.Before(s.jwt.NotAfter):
		return s.jwt.Signer.(*signer)
	}
	return nil
}

// root is the root of an id as a version of a server's key: what is signed below it is verified by it.
func (s *server) root(key, id string) *signer {
	if r := s.roots[id]; r != nil {
		return r
	}
	_, pool := kindOf(key)
	value, _, err := get(s.env, authorityAt+id+"/"+pool)
	if err != nil || value == nil {
		return nil
	}
	var n numbered
	_ = json.Unmarshal(value, &n)
	m, err := s.env.Keys.Fetch(key, n.Version)
	if err != nil {
		return nil
	}
	s.roots[id] = &signer{numbered: n, secret: m.Secret}
	return s.roots[id]
}

// poll asks the upstream authority what has changed, until the time has come, and tells it to who waits
// for that at its streams. What is left of the wait is its answer.
func (s *server) poll(wait time.Duration) time.Duration {
	for ; wait > pollEvery; wait -= pollEvery {
		s.env.Clock.Sleep(pollEvery)
		if push(s.env, x509Kind, 0, nil) != nil {
			continue
		}
		now, mod, err := readUpstream(s.env)
		if err != nil || mod == s.plugin.told {
			continue
		}
		s.plugin.told = mod
		s.enter(func(context.Context) { s.plugin.tell(now) })
	}
	return wait
}

// Seal signs.
func (s *server) Seal(key string, plaintext []byte) (engine.Sealed, error) {
	by := s.signs(key)
	if by == nil || by.Key != key {
		return engine.Sealed{}, engine.ErrNotServing
	}
	return s.rings.Seal(key, by.Announced, func(uint32) ([]byte, error) { return by.secret[:], nil }, plaintext)
}

// Open verifies by the bundle.
func (s *server) Open(key string, text engine.Sealed) ([]byte, error) {
	all, err := s.seen.published(key)
	if err != nil {
		return nil, engine.ErrNotServing
	}
	return s.rings.Open(key, all, func(version uint32) ([]byte, error) {
		m, err := s.env.Keys.Fetch(key, version)
		if err != nil {
			return nil, engine.ErrNotServing
		}
		return m.Secret[:], nil
	}, text)
}

// Announced is the bundle, as it is handed to agents and to federated domains. Before a key's
// first authority is in it there is nothing that anybody could rely on: whoever will, asks again.
func (s *server) Announced(key string) ([]engine.Announced, error) {
	all, err := s.seen.published(key)
	if err == nil && len(all) == 0 {
		err = engine.ErrNotServing
	}
	return all, err
}

// plugins is the catalog of a server without notifiers.
type plugins struct {
	catalog.Catalog // nil: a call of what is not below is a panic, which is a finding
	s               *server
}

func (p plugins) GetDataStore() datastore.DataStore    { return p.s.db }
func (p plugins) GetKeyManager() keymanager.KeyManager { return p.s.keys }
func (p plugins) GetNotifiers() []notifier.Notifier    { return nil }
func (p plugins) GetUpstreamAuthority() (upstreamauthority.UpstreamAuthority, bool) {
	if p.s.plugin == nil {
		return nil, false
	}
	return p.s.plugin, true
}

// unwatched is a health checker that nobody asks.
type unwatched struct{}

func (unwatched) AddCheck(string, health.Checkable) error { return nil }

package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"time"

	"github.com/spiffe/spire/pkg/common/x509svid"
	"github.com/spiffe/spire/pkg/common/x509util"

	"pawl/engine"
	"pawl/sim/foreign"
)

// upstreamPool is where the upstream authority runs: a machine of its own, that the servers push
// to. So what befalls machines and what lies between them befalls it.
const upstreamPool = "up"

// upstreamServers are the pools of the servers that have it.
var upstreamServers = [...]string{"a", "b"}

// Places in the store that are the upstream authority's. A push has no reply besides its error: the
// authority leaves it here, and whoever has pushed reads it, when the push was answered.
const (
	upstreamAt = "upstream/state"
	signedAt   = "upstream/signed/" // by digest of the request
)

// Times of the upstream authority's own: how long a root is the newest, how long it is published
// before anything is signed by it, and for how long it may be.
const (
	rootEvery = 6 * time.Hour
	rootAhead = 2 * time.Hour
	rootTTL   = 90 * time.Hour

	// SPIRE has chains verified by the real time of day, which lies before that of a run
	// (pkg/server/ca/validation.go): so whatever the authority signs has begun long ago.
	upstreamBackdate = 60 * 365 * 24 * time.Hour
)

// publishedUpstream is what the upstream authority publishes.
type publishedUpstream struct {
	Roots []root
	JWT   [][]byte // public keys of all servers, in the order in which they came
}

// root is one of its roots. Its number is that of a version of each server's X.509 key, for it is
// what others verify by, whatever signs below it.
type root struct {
	Number uint32
	DER    []byte
	Made   time.Duration // by the authority's time of day: when it was due, whoever asked then
}

// upstream is the upstream authority. It does what was due whenever it is asked, as if it had done it
// then: that nobody can reach it is no reason for it to wait. It does so properly: a new root signs
// when it has been published for long enough.
type upstream struct {
	*server // which verifies by the bundle, as any does, and is not started
}

// Run has nothing to do.
func (u upstream) Run(string) {}

// Seal refuses: nobody asks it.
func (u upstream) Seal(string, []byte) (engine.Sealed, error) {
	return engine.Sealed{}, engine.ErrNotServing
}

// Push is a call of the authority: to sign what a server of X.509 authorities asks for, or to publish
// a JWT key; or, without either, to do what is due.
func (u upstream) Push(c engine.Command) (err error) {
	u.enter(func(context.Context) { err = u.serve(c) })
	return err
}

func (u upstream) serve(c engine.Command) error {
	body, err := base64.StdEncoding.DecodeString(c.Window)
	if err != nil {
		return engine.ErrRejected
	}
	return change(u.env, upstreamAt, func(value []byte) ([]engine.Op, error) {
		now, err := upstreamOf(value)
		if err != nil {
			return nil, err
		}
		writes, err := u.due(now) // a root that is new writes something
		if err != nil {
			return nil, err
		}
		changed := len(writes) > 0
		switch kind, _ := kindOf(c.Key); {
		case len(body) == 0:
		case kind == jwtKind:
			changed = now.add(body) || changed
		default:
			signed, err := u.sign(now, body)
			if err != nil {
				return nil, err
			}
			writes = append(writes, engine.Put(signedAt+digest(body), signed, 0))
		}
		if !changed {
			return writes, nil
		}
		value, err = json.Marshal(now)
		return append(writes, engine.Put(upstreamAt, value, 0)), err
	})
}

// add publishes a key that is not yet.
func (p *publishedUpstream) add(key []byte) (isNew bool) {
	if isNew = !slices.ContainsFunc(p.JWT, func(k []byte) bool { return bytes.Equal(k, key) }); isNew {
		p.JWT = append(p.JWT, key)
	}
	return isNew
}

// digest names a request.
func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:12])
}

// readUpstream reads what the authority publishes, and its revision.
func readUpstream(env *engine.Env) (*publishedUpstream, int64, error) {
	value, mod, err := get(env, upstreamAt)
	if err != nil {
		return nil, 0, err
	}
	p, err := upstreamOf(value)
	return p, mod, err
}

// upstreamOf is what it publishes, as it is stored; nothing where that is nil.
func upstreamOf(value []byte) (*publishedUpstream, error) {
	p := new(publishedUpstream)
	if value == nil {
		return p, nil
	}
	return p, json.Unmarshal(value, p)
}

// due makes the next root when it is time: a version for each server, and the certificate.
func (u upstream) due(p *publishedUpstream) (writes []engine.Op, err error) {
	made := u.env.Clock.Wall()
	if n := len(p.Roots); n > 0 {
		if made < p.Roots[n-1].Made+rootEvery {
			return nil, nil
		}
		made = p.Roots[n-1].Made + rootEvery
	}
	number := uint32(len(p.Roots) + 1)
	var by *signer
	for i, pool := range upstreamServers {
		if i > 0 && len(u.env.Fleet.Nodes(pool)) == 0 {
			continue // there is no such server; by the first one's key the root itself is signed
		}
		key := keyOf(x509Kind, pool)
		if _, err := u.env.Keys.Create(engine.Create{Op: foreign.Operation(key, number), Key: key, Version: number}); err != nil {
			return nil, err
		}
		version, err := u.keys.fetch(upstreamPool, key, number)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			by = version
		}
		writes = append(writes, version.number(by.authority+"/"+pool))
	}
	begins, ends := foreign.Epoch.Add(-upstreamBackdate), foreign.Time(u.env.Clock).Add(rootTTL)
	template := &x509.Certificate{SerialNumber: big.NewInt(int64(number)), Subject: pkix.Name{CommonName: fmt.Sprintf("root %d", number)},
		NotBefore: begins, NotAfter: ends, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	if template.SubjectKeyId, err = x509util.GetSubjectKeyID(by.Public()); err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, by.Public(), by)
	if err != nil {
		return nil, err
	}
	p.Roots = append(p.Roots, root{number, der, made})
	return writes, nil
}

// sign signs a server's request by the newest root that is old enough; by the first at once.
func (u upstream) sign(p *publishedUpstream, csr []byte) ([]byte, error) {
	by := p.Roots[0]
	for _, r := range p.Roots {
		if u.env.Clock.Wall()-r.Made >= rootAhead {
			by = r
		}
	}
	cert, err := x509.ParseCertificate(by.DER)
	if err != nil {
		return nil, err
	}
	key, err := u.keys.fetch(upstreamPool, keyOf(x509Kind, upstreamServers[0]), by.Number)
	if err != nil {
		return nil, err
	}
	ca := x509svid.NewUpstreamCA(x509util.NewMemoryKeypair(cert, key), domain, x509svid.UpstreamCAOptions{Clock: wall{env: u.env}, Backdate: upstreamBackdate})
	signed, err := ca.SignCSR(context.Background(), csr, caTTL)
	if err != nil {
		return nil, engine.ErrRejected
	}
	return signed.Raw, nil
}

package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/dexidp/dex/server"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/sirupsen/logrus"
	jose "gopkg.in/square/go-jose.v2"

	"pawl/engine"
	"pawl/sim/foreign"
)

const (
	issuer   = "https://dex.example.test"
	tryEvery = 30 * time.Second // server/rotation.go: startKeyRotation
	leastAge = 2 * time.Minute  // server/handlers.go: handlePublicKeys, the least max-age of what it hands out
)

// replica is one start of dex's server.
type replica struct {
	foreign.Unstamped
	env     *engine.Env
	db      *database
	rings   *foreign.Rings
	entered int // how often somebody went into dex's code

	dex      *server.Server // nil: it is not up
	strategy rotationStrategy
}

func newReplica(env *engine.Env) *replica {
	return &replica{env: env, db: &database{env: env, numbers: map[string]numbered{}}, rings: foreign.NewRings(env.Self()),
		strategy: defaultRotationStrategy(env.Policy.Period, env.Policy.Lifetime)}
}

// enter runs f in dex's code. Several may be in there at a time: dex holds no lock over a call of
// its storage.
func (r *replica) enter(f func()) {
	r.entered++
	foreign.Drawing(newStream(fmt.Sprintf("%s/%d", r.env.Self(), r.entered)), f)
}

// Run is the server's life: it is started, and again until it comes up, and then tries to rotate.
func (r *replica) Run(string) {
	foreign.Supervised(r.env.Clock, r.boot)
	for {
		r.env.Clock.Sleep(tryEvery)
		r.enter(func() { startKeyRotation(r.dex, foreign.Over(context.Background()), r.strategy, nowOf(r.env)) })
	}
}

// boot makes the server, which tries to rotate while it is made.
func (r *replica) boot() (up bool) {
	dir, err := webDir()
	defer func() { _ = os.RemoveAll(dir) }()
	if err != nil {
		panic(err) // of the machine that the run is made on: no run can be
	}
	log := logrus.New()
	log.SetOutput(io.Discard)
	log.SetLevel(logrus.PanicLevel)
	r.enter(func() {
		s, err := server.NewServer(foreign.Over(context.Background()), server.Config{
			Issuer: issuer, Storage: r.db.configured(), SkipApprovalScreen: true,
			RotateKeysAfter: r.env.Policy.Period, IDTokensValidFor: r.env.Policy.Lifetime, Now: nowOf(r.env),
			Web: server.WebConfig{Dir: dir}, Logger: log, PrometheusRegistry: prometheus.NewRegistry(),
		})
		if up = err == nil; up {
			r.dex = s
		}
	})
	return up
}

// serve has the server answer a request.
func (r *replica) serve(q *http.Request) *response {
	w := &response{header: http.Header{}}
	r.enter(func() { r.dex.ServeHTTP(w, q) })
	return w
}

// Seal has a token signed: somebody who has logged in exchanges the code for it.
func (r *replica) Seal(_ string, plaintext []byte) (engine.Sealed, error) {
	if r.dex == nil {
		return engine.Sealed{}, engine.ErrNotServing
	}
	form := url.Values{"grant_type": {"authorization_code"}, "code": {hex.EncodeToString(plaintext)}, "redirect_uri": {client.RedirectURIs[0]}}
	q, err := http.NewRequest(http.MethodPost, issuer+"/token", strings.NewReader(form.Encode()))
	if err != nil {
		return engine.Sealed{}, err
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.SetBasicAuth(client.ID, client.Secret)
	w := r.serve(q)
	if w.code != http.StatusOK {
		return engine.Sealed{}, engine.ErrNotServing
	}
	id, err := signer(w.body.Bytes())
	if err != nil {
		return engine.Sealed{}, err
	}
	return r.rings.Seal(signing, r.db.numbers[id].Announced, r.db.secret, plaintext)
}

// signer is the id of the key that has signed the token of an answer.
func signer(answer []byte) (id string, err error) {
	var a struct {
		IDToken string `json:"id_token"`
	}
	if err := json.Unmarshal(answer, &a); err != nil {
		return "", err
	}
	token, err := jose.ParseSigned(a.IDToken)
	if err != nil {
		return "", err
	}
	return token.Signatures[0].Header.KeyID, nil
}

// keys are what /keys hands out now.
func (r *replica) keys() (all []engine.Announced, maxAge time.Duration, err error) {
	if r.dex == nil {
		return nil, 0, engine.ErrNotServing
	}
	q, err := http.NewRequest(http.MethodGet, issuer+"/keys", nil)
	if err != nil {
		return nil, 0, err
	}
	w := r.serve(q)
	if w.code != http.StatusOK {
		return nil, 0, engine.ErrNotServing
	}
	var set struct {
		Keys []struct {
			ID string `json:"kid"`
		} `json:"keys"`
	}
	if err := json.Unmarshal(w.body.Bytes(), &set); err != nil {
		return nil, 0, err
	}
	for _, k := range set.Keys {
		all = append(all, r.db.numbers[k.ID].Announced)
	}
	var seconds int
	if _, err := fmt.Sscanf(w.header.Get("Cache-Control"), "max-age=%d, must-revalidate", &seconds); err != nil {
		return nil, 0, fmt.Errorf("the header that says how long keys may be kept: %w", err)
	}
	return all, time.Duration(seconds) * time.Second, nil
}

// Open verifies by what this server's /keys says at this moment.
func (r *replica) Open(_ string, text engine.Sealed) ([]byte, error) {
	all, _, err := r.keys()
	if err != nil {
		return nil, engine.ErrNotServing
	}
	return r.rings.Open(signing, all, r.db.secret, text)
}

// Announced is what /keys gives to relying parties. None of them keeps it for longer than it may:
// policy's publish lead is the least that the header ever says.
func (r *replica) Announced(string) ([]engine.Announced, error) {
	all, maxAge, err := r.keys()
	if err == nil && maxAge < r.env.Policy.PublishLead {
		err = fmt.Errorf("keys may be kept for %s, and policy says %s", maxAge, r.env.Policy.PublishLead)
	}
	return all, err
}

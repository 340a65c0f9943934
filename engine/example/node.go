package example

import (
	"errors"
	"fmt"
	"time"

	"pawl/engine"
	"pawl/engine/keyring"
)

// node is the engine on one node. It seals and opens as the document says that it has read
// last. It reads it when it is pushed to, and says that it lives by it; and from time to
// time on its own, since a push may be lost.
type node struct {
	env   *engine.Env
	fixes Fix
	ops   *int
	rings map[string]*ring // looked up only
}

// ring is what a node has of one key.
type ring struct {
	*keyring.Keyring
	desk
	by      state                    // it lives by
	refused map[uint32]time.Duration // when the key service has last turned down a version; looked up only
}

func (n *node) ring(key string) *ring {
	r := n.rings[key]
	if r == nil {
		r = &ring{Keyring: keyring.NewOf(key, n.env.Self()), desk: desk{n.env, n.fixes, key, n.ops, map[string]int{}}, refused: map[uint32]time.Duration{}}
		n.rings[key] = r
	}
	return r
}

// How often a node looks at the document though nobody pushes to it.
const (
	looks      = time.Second
	looksSoon  = 300 * time.Millisecond // while it must not seal
	looksAgain = 16                     // times the backoff, at most, when it could not load
)

// Run looks at the document from time to time.
func (n *node) Run(key string) {
	r, failed := n.ring(key), 0
	for {
		wait := looks
		_, err := r.catchUp()
		switch {
		case err != nil:
			wait = n.env.Backoff(failed)
			failed++
		case r.by.seals() == 0:
			wait, failed = looksSoon, 0
		default:
			failed = 0
		}
		n.env.Clock.Sleep(wait)
	}
}

// catchUp reads the document, lives by it from then on, and loads what it has to open. What
// it took away is taken away at once, whatever becomes of the rest.
func (r *ring) catchUp() (read state, err error) {
	now, err := r.read()
	if err != nil {
		return now, err
	}
	if now.mod < r.by.mod {
		return now, nil // while it was being read somebody else has read a later one
	}
	r.by = now
	for _, v := range now.Versions {
		switch {
		case !now.opens(&v):
			r.Remove(v.N)
		case r.Print(v.N) != v.Print:
			m, err := r.fetch(v.N)
			if err != nil {
				return now, err
			}
			if m.Print != v.Print {
				return now, fmt.Errorf("the key service has %s as version %d, the document %s", m.Print, v.N, v.Print)
			}
			if err := r.Install(v.N, m.Secret[:]); err != nil {
				return now, err
			}
		}
	}
	return now, nil
}

// fetch has the key service hand over a version. What it has turned down it is not asked
// for again for some time, however often the node is pushed to.
func (r *ring) fetch(v uint32) (engine.Material, error) {
	lease := r.env.Policy.SealLease
	if at, is := r.refused[v]; is && r.env.Clock.Now()-at < lease+2*r.env.Policy.Drift(lease) {
		return engine.Material{}, engine.ErrRejected
	}
	m, err := r.env.Keys.Fetch(r.key, v)
	if errors.Is(err, engine.ErrRejected) {
		r.refused[v] = r.env.Clock.Now()
	}
	return m, err
}

// errLate says that the document has moved on while it was loaded.
var errLate = errors.New("overtaken")

// Push has the node read the document. When it answers it lives by what the document said
// when it was pushed to, or later.
func (n *node) Push(c engine.Command) error {
	r := n.ring(c.Key)
	read, err := r.catchUp()
	if err != nil {
		return engine.ErrUnavailable // whatever it was: it is worth another try
	}
	switch {
	case c.Fence < r.by.Fence:
		return engine.ErrStaleFence
	case read.mod < r.by.mod:
		return errLate
	}
	if c.Errand == engine.Retire || c.Errand == engine.Erase {
		// What was checked before may still be on its way out.
		n.env.Clock.Sleep(n.env.Policy.Emission + n.env.Policy.Drift(n.env.Policy.Emission))
	}
	return nil
}

// Seal seals under the active version.
func (n *node) Seal(key string, plaintext []byte) (engine.Sealed, error) {
	r := n.ring(key)
	v := r.by.seals()
	if v == 0 || r.Print(v) == "" {
		return engine.Sealed{}, engine.ErrNotServing
	}
	return r.Keyring.Seal(v, plaintext)
}

// Open opens what was sealed under a version that is not revoked.
func (n *node) Open(key string, s engine.Sealed) ([]byte, error) {
	r := n.ring(key)
	v := r.by.of(s.Version)
	switch {
	case s.Version > r.by.Highest:
		return nil, engine.ErrNotServing // it has yet to hear of it
	case v == nil || !r.by.opens(v) && v.State != engine.Pending:
		return nil, engine.ErrUnknownVersion
	case r.Print(s.Version) == "":
		return nil, engine.ErrNotServing // it has yet to load it
	}
	return r.Keyring.Open(s)
}

// Rev is of stamps, which there are none of.
func (n *node) Rev(string) uint64 { return 0 }

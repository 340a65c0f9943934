package foreign

import (
	"slices"

	"pawl/engine"
	"pawl/engine/keyring"
)

// Rings are what one start of an engine seals and opens with in place of what it signs and verifies by,
// or encrypts with: of each key, the versions that have come up so far.
type Rings struct {
	self string
	of   map[string]*keyring.Keyring // by key; looked up only
}

// NewRings makes empty ones, for a start of a machine (engine.Env.Self).
func NewRings(self string) *Rings { return &Rings{self, map[string]*keyring.Keyring{}} }

// Seal seals under a version of a key, whose secret is asked for where it is not held yet.
func (r *Rings) Seal(key string, by engine.Announced, secret func(version uint32) ([]byte, error), plaintext []byte) (engine.Sealed, error) {
	ring, err := r.holding(key, by, secret)
	if err != nil {
		return engine.Sealed{}, err
	}
	return ring.Seal(by.Version, plaintext)
}

// Open opens a text under one of the versions of a key that may be relied on.
func (r *Rings) Open(key string, all []engine.Announced, secret func(version uint32) ([]byte, error), text engine.Sealed) ([]byte, error) {
	at := slices.IndexFunc(all, func(a engine.Announced) bool { return a.Version == text.Version })
	if at < 0 {
		return nil, engine.ErrUnknownVersion
	}
	ring, err := r.holding(key, all[at], secret)
	if err != nil {
		return nil, err
	}
	return ring.Open(text)
}

// holding is a key's ring with a version in it.
func (r *Rings) holding(key string, a engine.Announced, secret func(version uint32) ([]byte, error)) (*keyring.Keyring, error) {
	ring := r.of[key]
	if ring == nil {
		ring = keyring.NewOf(key, r.self)
		r.of[key] = ring
	}
	if ring.Print(a.Version) == a.Print {
		return ring, nil
	}
	s, err := secret(a.Version)
	if err != nil {
		return nil, err
	}
	return ring, ring.Install(a.Version, s)
}

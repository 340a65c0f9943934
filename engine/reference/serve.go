package reference

import (
	"slices"

	"pawl/engine"
)

// seal encrypts under the active version. Right, lease and the version's end are checked when
// the answer is ready to leave, against the stamp as it is then.
func seal(a *Agent, key string, plaintext []byte) (engine.Sealed, error) {
	r := a.ring(key)
	if r == nil || r.maySeal == 0 {
		return engine.Sealed{}, engine.ErrNotServing
	}
	if err := a.steps.Claim(r); err != nil {
		return engine.Sealed{}, engine.ErrNotServing
	}
	if r.maySeal == 0 {
		return engine.Sealed{}, engine.ErrNotServing
	}
	s, err := r.held.Seal(r.maySeal, plaintext)
	if err != nil {
		return engine.Sealed{}, err
	}
	if r.maySeal != s.Version || !r.sealing.stands(a.env.Clock.Now()) || r.dying(s.Version) {
		return engine.Sealed{}, engine.ErrNotServing
	}
	s.Rev = r.servingRev
	return s, nil
}

// open decrypts under any version that the node's stamp may open, with the same
// check when the answer is ready.
func open(a *Agent, key string, s engine.Sealed) ([]byte, error) {
	r := a.ring(key)
	if r == nil || !r.opening.stands(a.env.Clock.Now()) {
		return nil, engine.ErrNotServing
	}
	if !slices.Contains(r.mayOpen, s.Version) {
		return nil, engine.ErrUnknownVersion
	}
	plaintext, err := r.held.Open(s)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(r.mayOpen, s.Version) || !r.opening.stands(a.env.Clock.Now()) {
		return nil, engine.ErrNotServing
	}
	return plaintext, nil
}

// Seal encrypts under the active version.
func (a *Agent) Seal(key string, plaintext []byte) (engine.Sealed, error) {
	return a.steps.Seal(a, key, plaintext)
}

// Open decrypts under any version that the node's stamp may open.
func (a *Agent) Open(key string, s engine.Sealed) ([]byte, error) {
	return a.steps.Open(a, key, s)
}

// Rev is the revision of the stamp the node lives by, for the log; 0 for none.
func (a *Agent) Rev(key string) uint64 {
	if r := a.ring(key); r != nil {
		return r.servingRev
	}
	return 0
}

// Push refuses: this engine's nodes take orders from the store alone.
func (a *Agent) Push(engine.Command) error { return engine.ErrRejected }

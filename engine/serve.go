package engine

import "slices"

// Seal encrypts under the active version. Right and lease are checked when the
// answer is ready to leave, against the stamp as it is then.
func (a *Agent) Seal(key string, plaintext []byte) (Sealed, error) {
	r := a.ring(key)
	if r == nil || r.seal == 0 {
		return Sealed{}, ErrNotServing
	}
	s, err := r.held.Seal(r.seal, plaintext)
	if err != nil {
		return Sealed{}, err
	}
	if r.seal != s.Version || !r.sealing.stands(a.env.Clock.Now()) {
		return Sealed{}, ErrNotServing
	}
	s.Rev = r.lives
	return s, nil
}

// Open decrypts under any version that the node's stamp may open, with the same
// check when the answer is ready.
func (a *Agent) Open(key string, s Sealed) ([]byte, error) {
	r := a.ring(key)
	if r == nil || !r.opening.stands(a.env.Clock.Now()) {
		return nil, ErrNotServing
	}
	if !slices.Contains(r.opens, s.Version) {
		return nil, ErrUnknownVersion
	}
	plaintext, err := r.held.Open(s)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(r.opens, s.Version) || !r.opening.stands(a.env.Clock.Now()) {
		return nil, ErrNotServing
	}
	return plaintext, nil
}

// Rev is the revision of the stamp the node lives by, for the log; 0 for none.
func (a *Agent) Rev(key string) uint64 {
	if r := a.ring(key); r != nil {
		return r.lives
	}
	return 0
}

// Push refuses: this engine's nodes take orders from the store alone.
func (a *Agent) Push(Command) error { return ErrRejected }

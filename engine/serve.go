package engine

import (
	"encoding/binary"
	"errors"
	"slices"
)

// Sealed is a plaintext under one version of a key.
type Sealed struct {
	Version uint32
	Nonce   [12]byte
	Text    []byte // ciphertext and tag
	Print   string // fingerprint of the material used, for the log
	Rev     uint64 // of the stamp the node answered under, for the log
}

// ErrNotServing: the node may not answer now; another one may.
var ErrNotServing = errors.New("not serving")

// ErrUnknownVersion: the node does not open that version, or it does not authenticate.
var ErrUnknownVersion = errors.New("unknown version")

// nonces gives 96-bit nonces: a root that no other start of any node has, and a
// count of those used under it.
type nonces struct {
	root uint64
	used uint32
}

func (n *nonces) next() (nonce [12]byte, err error) {
	if n.used == 1<<32-1 {
		return nonce, ErrNotServing
	}
	n.used++
	binary.BigEndian.PutUint64(nonce[:], n.root)
	binary.BigEndian.PutUint32(nonce[8:], n.used)
	return nonce, nil
}

// Seal encrypts under the active version. Right and lease are checked when the
// answer is ready to leave, against the stamp as it is then.
func (a *Agent) Seal(key string, plaintext []byte) (Sealed, error) {
	r := a.ring(key)
	if r == nil || r.seal == 0 {
		return Sealed{}, ErrNotServing
	}
	m := r.material(r.seal)
	if m == nil {
		return Sealed{}, ErrNotServing
	}
	nonce, err := r.nonces.next()
	if err != nil {
		return Sealed{}, err
	}
	s := Sealed{Version: m.n, Nonce: nonce, Print: m.print}
	s.Text = m.aead.Seal(make([]byte, 0, len(plaintext)+m.aead.Overhead()), nonce[:], plaintext, bound(key, m.n))
	if r.seal != s.Version || a.env.Clock.Now() >= r.sealing.until {
		return Sealed{}, ErrNotServing
	}
	s.Rev = r.lives
	return s, nil
}

// Open decrypts under any version that the node's stamp may open.
func (a *Agent) Open(key string, s Sealed) ([]byte, error) {
	r := a.ring(key)
	if r == nil || len(r.opens) == 0 || a.env.Clock.Now() >= r.opening.until {
		return nil, ErrNotServing
	}
	m := r.material(s.Version)
	if m == nil || !slices.Contains(r.opens, s.Version) {
		return nil, ErrUnknownVersion
	}
	plaintext, err := m.aead.Open(nil, s.Nonce[:], s.Text, bound(key, s.Version))
	if err != nil {
		return nil, ErrUnknownVersion
	}
	if !slices.Contains(r.opens, s.Version) || a.env.Clock.Now() >= r.opening.until {
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

// bound ties a ciphertext to its key and version.
func bound(key string, version uint32) []byte {
	return binary.BigEndian.AppendUint32([]byte(key), version)
}

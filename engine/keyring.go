package engine

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
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

// Keyring is the material that a node holds of one key, ready for use. It knows
// nothing of rights: whoever has it decides what may be done.
type Keyring struct {
	key    string
	held   []material // in the order of installation
	nonces nonces
}

// material is one version's secret, ready for use.
type material struct {
	n     uint32
	print string
	aead  cipher.AEAD
	bound []byte // what ties a ciphertext to its key and version
}

// NewKeyring makes an empty ring. Root must be one that no other ring of this key
// has or will have: nonces are made from it.
func NewKeyring(key string, root uint64) *Keyring {
	return &Keyring{key: key, nonces: nonces{root: root}}
}

// Install takes material in, in place of what the ring has of that version.
func (k *Keyring) Install(version uint32, secret []byte) error {
	m, err := newMaterial(k.key, version, secret)
	if err == nil {
		k.hold(m)
	}
	return err
}

func (k *Keyring) hold(m material) {
	k.Remove(m.n)
	k.held = append(k.held, m)
}

// Remove forgets a version.
func (k *Keyring) Remove(version uint32) {
	k.held = slices.DeleteFunc(k.held, func(m material) bool { return m.n == version })
}

// material finds what is held of a version; nil if nothing.
func (k *Keyring) material(version uint32) *material {
	for i := range k.held {
		if k.held[i].n == version {
			return &k.held[i]
		}
	}
	return nil
}

// print is the fingerprint of what is held of a version; empty if nothing.
func (k *Keyring) print(version uint32) string {
	if m := k.material(version); m != nil {
		return m.print
	}
	return ""
}

// Seal encrypts under a version that is held.
func (k *Keyring) Seal(version uint32, plaintext []byte) (Sealed, error) {
	m := k.material(version)
	if m == nil {
		return Sealed{}, ErrNotServing
	}
	nonce, err := k.nonces.next()
	if err != nil {
		return Sealed{}, err
	}
	text := m.aead.Seal(make([]byte, 0, len(plaintext)+m.aead.Overhead()), nonce[:], plaintext, m.bound)
	return Sealed{Version: version, Nonce: nonce, Text: text, Print: m.print}, nil
}

// Open decrypts what was sealed under a version that is held.
func (k *Keyring) Open(s Sealed) ([]byte, error) {
	m := k.material(s.Version)
	if m == nil {
		return nil, ErrUnknownVersion
	}
	plaintext, err := m.aead.Open(nil, s.Nonce[:], s.Text, m.bound)
	if err != nil {
		return nil, ErrUnknownVersion
	}
	return plaintext, nil
}

// newMaterial makes a secret usable; its fingerprint comes from the secret itself.
func newMaterial(key string, n uint32, secret []byte) (material, error) {
	block, err := aes.NewCipher(secret)
	if err != nil {
		return material{}, err
	}
	aead, err := cipher.NewGCM(block)
	bound := binary.BigEndian.AppendUint32([]byte(key), n)
	return material{n: n, print: Fingerprint(sha256.Sum256(secret)), aead: aead, bound: bound}, err
}

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

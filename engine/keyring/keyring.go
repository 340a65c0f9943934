package keyring

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"pawl/engine"
)

// Keyring is the material that a node holds of one key, ready for use. It knows
// nothing of rights: whoever has it decides what may be done.
type Keyring struct {
	key    string
	held   []Material // in the order of installation
	nonces nonces
}

// Material is one version's secret, ready for use.
type Material struct {
	Version uint32
	Print   string // its fingerprint
	aead    cipher.AEAD
	bound   []byte // what ties a ciphertext to its key and version
}

// New makes an empty ring. Root must be one that no other ring of this key
// has or will have: nonces are made from it.
func New(key string, root uint64) *Keyring {
	return &Keyring{key: key, nonces: nonces{root: root}}
}

// NewOf makes an empty ring for one start of a machine, whose nonces are made from its name
// (engine.Env.Self), which no other start has.
func NewOf(key, self string) *Keyring {
	root := sha256.Sum256([]byte(self))
	return New(key, binary.BigEndian.Uint64(root[:]))
}

// Install takes material in, in place of what the ring has of that version.
func (k *Keyring) Install(version uint32, secret []byte) error {
	m, err := NewMaterial(k.key, version, secret)
	if err == nil {
		k.Hold(m)
	}
	return err
}

// Hold takes material in, in place of what the ring has of that version.
func (k *Keyring) Hold(m Material) {
	k.Remove(m.Version)
	k.held = append(k.held, m)
}

// Remove forgets a version.
func (k *Keyring) Remove(version uint32) {
	k.held = slices.DeleteFunc(k.held, func(m Material) bool { return m.Version == version })
}

// material finds what is held of a version; nil if nothing.
func (k *Keyring) material(version uint32) *Material {
	for i := range k.held {
		if k.held[i].Version == version {
			return &k.held[i]
		}
	}
	return nil
}

// Print is the fingerprint of what is held of a version; empty if nothing.
func (k *Keyring) Print(version uint32) string {
	if m := k.material(version); m != nil {
		return m.Print
	}
	return ""
}

// Seal encrypts under a version that is held.
func (k *Keyring) Seal(version uint32, plaintext []byte) (engine.Sealed, error) {
	m := k.material(version)
	if m == nil {
		return engine.Sealed{}, engine.ErrNotServing
	}
	nonce, err := k.nonces.next()
	if err != nil {
		return engine.Sealed{}, err
	}
	text := m.aead.Seal(make([]byte, 0, len(plaintext)+m.aead.Overhead()), nonce[:], plaintext, m.bound)
	return engine.Sealed{Version: version, Nonce: nonce, Text: text, Print: m.Print}, nil
}

// Open decrypts what was sealed under a version that is held.
func (k *Keyring) Open(s engine.Sealed) ([]byte, error) {
	m := k.material(s.Version)
	if m == nil {
		return nil, engine.ErrUnknownVersion
	}
	return m.open(&s)
}

func (m *Material) open(s *engine.Sealed) ([]byte, error) {
	plaintext, err := m.aead.Open(nil, s.Nonce[:], s.Text, m.bound)
	if err != nil {
		return nil, engine.ErrUnknownVersion
	}
	return plaintext, nil
}

// Opens says that a text was sealed under this material, whatever it says of itself.
func (m *Material) Opens(s *engine.Sealed) bool {
	_, opens := m.Plain(s)
	return opens
}

// Plain is what a text says that was sealed under this material, whatever it says of itself.
func (m *Material) Plain(s *engine.Sealed) (plaintext []byte, opens bool) {
	plaintext, err := m.open(s)
	return plaintext, err == nil
}

// NewMaterial makes a secret usable; its fingerprint comes from the secret itself.
func NewMaterial(key string, n uint32, secret []byte) (Material, error) {
	block, err := aes.NewCipher(secret)
	if err != nil {
		return Material{}, err
	}
	aead, err := cipher.NewGCM(block)
	bound := binary.BigEndian.AppendUint32([]byte(key), n)
	return Material{Version: n, Print: engine.Fingerprint(secret), aead: aead, bound: bound}, err
}

// nonces gives 96-bit nonces: a root that no other start of any node has, and a
// count of those used under it.
type nonces struct {
	root uint64
	used uint32
}

func (n *nonces) next() (nonce [12]byte, err error) {
	if n.used == 1<<32-1 {
		return nonce, engine.ErrNotServing
	}
	n.used++
	binary.BigEndian.PutUint64(nonce[:], n.root)
	binary.BigEndian.PutUint32(nonce[8:], n.used)
	return nonce, nil
}

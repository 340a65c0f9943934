package deploy

import (
	"bytes"
	"slices"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/keyring"
)

// A vault keeps all material that the key service ever made, destroyed or not, so that
// what a text was sealed under is known from the text.
type vault []made

type made struct {
	key    string
	secret []byte
	keyring.Material
}

// Made takes material that the key service has made.
func (w *Witness) Made(key string, version uint32, secret []byte) {
	if m, err := keyring.NewMaterial(key, version, secret); err == nil {
		w.vault = append(w.vault, made{key, slices.Clone(secret), m})
	}
}

// open says under what a text was sealed: the material that opens it, newest first. Zero
// if none does.
func (v vault) open(key string, s *engine.Sealed) checker.Sealing {
	for i := len(v) - 1; i >= 0; i-- {
		if m := &v[i]; m.key == key && m.Opens(s) {
			return checker.Sealing{Version: m.Version, Print: m.Print, Nonce: string(s.Nonce[:])}
		}
	}
	return checker.Sealing{}
}

// Is says that some bytes are the material of a version, if the key service made them.
func (w *Witness) Is(data []byte, key string, version uint32) bool {
	for i := range w.vault {
		if m := &w.vault[i]; m.key == key && m.Version == version && bytes.Equal(m.secret, data) {
			return true
		}
	}
	return false
}

// of says which material some bytes are; empty if they are none.
func (v vault) of(data []byte) (key, print string) {
	for i := len(v) - 1; i >= 0; i-- {
		if bytes.Equal(v[i].secret, data) {
			return v[i].key, v[i].Print
		}
	}
	return "", ""
}

package deploy

import (
	"pawl/checker"
	"pawl/engine"
	"pawl/engine/keyring"
)

// A vault keeps all material that the key service ever made, destroyed or not, so that
// what a text was sealed under is known from the text.
type vault []made

type made struct {
	key string
	keyring.Material
}

// Made takes material that the key service has made.
func (w *Witness) Made(key string, version uint32, secret []byte) {
	if m, err := keyring.NewMaterial(key, version, secret); err == nil {
		w.vault = append(w.vault, made{key, m})
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

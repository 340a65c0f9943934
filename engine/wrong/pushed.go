package wrong

import (
	"crypto/sha256"
	"encoding/binary"

	"pawl/engine"
	"pawl/engine/keyring"
)

// pushed is a node that does what it is told: it seals under whatever was
// activated last and opens whatever was installed and not retired.
type pushed struct {
	env   engine.Env
	rings map[string]*pushedRing // looked up only
}

type pushedRing struct {
	*keyring.Keyring
	active uint32
}

func (p *pushed) ring(key string) *pushedRing {
	r := p.rings[key]
	if r == nil {
		r = &pushedRing{Keyring: keyring.New(key, nonceRoot(&p.env))}
		p.rings[key] = r
	}
	return r
}

// nonceRoot is one that no other start of a node has.
func nonceRoot(env *engine.Env) uint64 {
	sum := sha256.Sum256([]byte(env.Self()))
	return binary.BigEndian.Uint64(sum[:])
}

// Run waits to be told.
func (p *pushed) Run(string) {}

// Push does what it is told.
func (p *pushed) Push(c engine.Command) error {
	r := p.ring(c.Key)
	switch c.Errand {
	case engine.Install:
		m, err := p.env.Keys.Fetch(c.Key, c.Version)
		if err != nil {
			return err
		}
		return r.Install(c.Version, m.Secret[:])
	case engine.Activate:
		r.active = c.Version
	case engine.Retire, engine.Erase:
		r.Remove(c.Version)
	}
	return nil
}

func (p *pushed) Seal(key string, plaintext []byte) (engine.Sealed, error) {
	r := p.ring(key)
	return r.Keyring.Seal(r.active, plaintext)
}

func (p *pushed) Open(key string, s engine.Sealed) ([]byte, error) {
	return p.ring(key).Keyring.Open(s)
}

func (p *pushed) Rev(string) uint64 { return 0 }

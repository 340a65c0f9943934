package wrong

import (
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
		r = &pushedRing{Keyring: keyring.NewOf(key, p.env.Self())}
		p.rings[key] = r
	}
	return r
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

package wrong

import (
	"errors"

	"pawl/engine"
	"pawl/engine/keyring"
	"pawl/engine/reference"
)

// neverLetsGo has a node go on with what it had when its stamps run out, for as
// long as it has heard of nothing newer.
func neverLetsGo() engine.Engine {
	return reference.Variant{Name: "never-lets-go", Node: func(env *engine.Env, s *reference.NodeSteps) {
		k := keepAll(env)
		seal, open := s.Seal, s.Open
		s.Seal = func(a *reference.Agent, key string, plaintext []byte) (engine.Sealed, error) {
			sealed, err := seal(a, key, plaintext)
			if err == nil {
				k.ring(key).active, k.ring(key).rev = sealed.Version, sealed.Rev
			}
			return k.sealAnyway(a, key, plaintext, sealed, err)
		}
		s.Open = func(a *reference.Agent, key string, sealed engine.Sealed) ([]byte, error) {
			plaintext, err := open(a, key, sealed)
			if k.missesStamp(a, key, err) {
				return k.ring(key).Open(sealed)
			}
			return plaintext, err
		}
	}}.Engine()
}

// keeper keeps all that was ever fetched.
type keeper struct {
	engine.KeyService
	self  string
	rings map[string]*keptRing // looked up only
}

// keepAll lets a node keep what it fetches from now on.
func keepAll(env *engine.Env) *keeper {
	k := &keeper{KeyService: env.Keys, self: env.Self(), rings: map[string]*keptRing{}}
	env.Keys = k
	return k
}

type keptRing struct {
	*keyring.Keyring
	active uint32 // that was sealed under last
	rev    uint64 // of the stamp by which it was
}

func (k *keeper) ring(key string) *keptRing {
	r := k.rings[key]
	if r == nil {
		r = &keptRing{Keyring: keyring.NewOf(key, k.self)}
		k.rings[key] = r
	}
	return r
}

func (k *keeper) Fetch(key string, version uint32) (engine.Material, error) {
	m, err := k.KeyService.Fetch(key, version)
	if err == nil {
		err = k.ring(key).Install(version, m.Secret[:])
	}
	return m, err
}

// missesStamp says that nothing but the end of a lease keeps the node from
// answering.
func (k *keeper) missesStamp(a *reference.Agent, key string, err error) bool {
	r := k.ring(key)
	return errors.Is(err, engine.ErrNotServing) && r.active != 0 && r.rev == a.Rev(key)
}

func (k *keeper) sealAnyway(a *reference.Agent, key string, plaintext []byte, sealed engine.Sealed, err error) (engine.Sealed, error) {
	if !k.missesStamp(a, key, err) {
		return sealed, err
	}
	r := k.ring(key)
	sealed, err = r.Seal(r.active, plaintext)
	sealed.Rev = r.rev
	return sealed, err
}

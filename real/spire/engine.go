package main

import (
	"strings"

	"pawl/engine"
)

// Kinds of a server's keys.
const (
	x509Kind = "x509"
	jwtKind  = "jwt"
)

// keyOf is the key of a server's authorities of one kind.
func keyOf(kind, pool string) string { return kind + "." + pool }

// kindOf is the kind of a key, and the server that has it.
func kindOf(key string) (kind, pool string) {
	kind, pool, _ = strings.Cut(key, ".")
	return kind, pool
}

// claims are the invariants that SPIRE's documents promise, of an authority: who signs never goes
// back to an older one, what is signed is verified by whoever has a bundle as new as it is told
// to be, one id is one key, and what is signed is no other key's. It has no triggers, no owners,
// no stamps, and retries for ever by design.
var claims = []string{"S2", "S3", "S5", "S7", "V0"}

// Names of the engines, which are the same code under other operators.
const (
	plain       = "spire-1.13.3"
	distrusting = "spire-1.13.3-distrusting"
	downstream  = "spire-1.13.3-upstream"
)

// Engine is SPIRE's server, as an engine.
func Engine() engine.Engine { return named(plain) }

// Distrusting is SPIRE's server whose operators force rotations often, two of them at the same time
// now and then, and have the authority before tainted and revoked.
func Distrusting() engine.Engine { return named(distrusting) }

// Downstream is SPIRE's server with an upstream authority.
func Downstream() engine.Engine { return named(downstream) }

func named(name string) engine.Engine {
	return engine.Engine{
		Name:   name,
		Worker: func(env engine.Env) engine.Control { return &operator{env: &env, distrusts: name == distrusting} },
		Agent: func(env engine.Env) engine.Serving {
			if env.Pool == upstreamPool {
				return upstream{newServer(&env, false)}
			}
			return newServer(&env, name == downstream)
		},
		Serves: func(pool, key string) bool {
			_, of := kindOf(key)
			return of == pool
		},
		View: engine.View{Claims: claims, Step: step, Steps: []string{"mint", "publish", "verify", "drain", "commit"}},
	}
}

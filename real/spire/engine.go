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

// Engine is SPIRE's server, as an engine.
func Engine() engine.Engine {
	return engine.Engine{
		Name:   "spire-1.13.3",
		Worker: func(env engine.Env) engine.Control { return &operator{env: &env} },
		Agent:  func(env engine.Env) engine.Serving { return newServer(&env) },
		Serves: func(pool, key string) bool {
			_, of := kindOf(key)
			return of == pool
		},
		View: engine.View{Step: step, Steps: []string{"mint", "publish", "verify", "drain", "commit"}},
	}
}

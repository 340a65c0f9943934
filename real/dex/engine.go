package main

import (
	"pawl/engine"
	"pawl/sim/foreign"
)

// signing is the one key that all servers share.
const signing = "signing"

// claims are the invariants that follow from what dex says in its documents and headers, of a
// signing key: who signs never goes back to an older one, what is signed is verified by whoever
// keeps what /keys gave no longer than its header allows, until the token ends, and one id is one
// key. It has no triggers, no owners, no stamps, and retries for ever by design.
var claims = []string{"S2", "S3", "S5", "S7", "V0"}

// Engine is dex's server, as an engine.
func Engine(name string) engine.Engine {
	return engine.Engine{
		Name:   name,
		Worker: func(env engine.Env) engine.Control { return foreign.Idle{Clock: env.Clock} },
		Agent:  func(env engine.Env) engine.Serving { return newReplica(&env) },
		View:   engine.View{Claims: claims, Step: step, Steps: []string{"mint", "commit"}},
	}
}

// step names what a request is for a rotation, so that faults can wait for it: the material of
// a key, and the write by which a key is published, and signs, both at once.
func step(_ engine.Role, r engine.Request) (name, key string) {
	if c, is := r.(engine.Create); is {
		return "mint", c.Key
	}
	if _, is := foreign.Written(r, keysAt); is {
		return "commit", signing
	}
	return "", ""
}

package main

import (
	"pawl/engine"
	"pawl/real/swarmkit/network"
	"pawl/sim/foreign"
)

// claims are the invariants that swarmkit's comments and documents promise: that agents talk
// without disruption while keys change (S3, S5), and that a key is told by its lamport time (S7).
// Agents learn of a change one after another, so that no order holds between the seals of two of
// them (S2).
var claims = []string{"S3", "S5", "S7", "V0"}

const version = "swarmkit-2.0.0"

// engineOf is swarmkit's key manager, as an engine, with agents of one kind.
func engineOf(name string, on func() network.Network, termless bool) engine.Engine {
	return engine.Engine{
		Name: name,
		Worker: func(env engine.Env) engine.Control {
			return &manager{env: &env, bits: newDrawn(env.Self()), termless: termless}
		},
		Agent: func(env engine.Env) engine.Serving {
			return &agent{env: &env, net: on(), rings: foreign.NewRings(env.Self())}
		},
		View: engine.View{Claims: claims, Step: step, Steps: steps},
	}
}

// Engine is the key manager with agents that have the keys they were told last.
func Engine() engine.Engine {
	return engineOf(version, network.Told, false)
}

// Docker is the key manager with agents whose network is libnetwork's.
func Docker() engine.Engine {
	return engineOf(version+"-libnetwork", network.Libnetwork, false)
}

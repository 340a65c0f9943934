package main

import "pawl/engine"

// claims are the invariants that swarmkit's comments and documents promise: that agents talk
// without disruption while keys change (S3, S5), and that a key is told by its lamport time (S7).
// Agents learn of a change one after another, so that no order holds between the seals of two of
// them (S2).
var claims = []string{"S3", "S5", "S7", "V0"}

const version = "swarmkit-2.0.0"

// engineOf is swarmkit's key manager, as an engine, with agents of one kind.
func engineOf(name string, network func() network, termless bool) engine.Engine {
	return engine.Engine{
		Name: name,
		Worker: func(env engine.Env) engine.Control {
			return &manager{env: &env, bits: newDrawn(env.Self()), termless: termless}
		},
		Agent: func(env engine.Env) engine.Serving { return newAgent(&env, network()) },
		View:  engine.View{Claims: claims, Step: step, Steps: steps},
	}
}

// Engine is the key manager with agents that have the keys they were told last.
func Engine() engine.Engine {
	return engineOf(version, func() network { return new(told) }, false)
}

// Docker is the key manager with agents whose network is libnetwork's.
func Docker() engine.Engine {
	return engineOf(version+"-libnetwork", func() network { return new(libnetwork) }, false)
}

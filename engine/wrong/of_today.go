package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// lifetimeOfToday retires an old version by the lifetime that the owner's own policy has: a
// policy that was shortened since closes what was promised for longer.
func lifetimeOfToday() engine.Engine {
	return ofToday("lifetime-of-today", func(p *engine.Policy, own engine.Policy) { p.Lifetime = own.Lifetime })
}

// leadOfToday waits for the lead that the owner's own policy has: an owner with a shortened one
// that takes over uses the next version while views are allowed that are without it.
func leadOfToday() engine.Engine {
	return ofToday("lead-of-today", func(p *engine.Policy, own engine.Policy) { p.PublishLead = own.PublishLead })
}

// ofToday goes by its own policy in something that was promised under another.
func ofToday(name string, forget func(p *engine.Policy, own engine.Policy)) engine.Engine {
	return reference.Variant{Name: name, Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Promised = func(v *reference.Version, own engine.Policy) engine.Policy {
			p := reference.Promised(v, own)
			forget(&p, own)
			return p
		}
	}}.Engine()
}

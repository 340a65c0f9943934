package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// noPublishLead commits as soon as every node can open the next version: those who are no
// nodes may not have heard of it.
func noPublishLead() engine.Engine {
	return reference.Variant{Name: "no-publish-lead", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Policy.PublishLead = 0
	}}.Engine()
}

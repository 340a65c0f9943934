package example

import (
	"fmt"

	"pawl/engine"
)

// Engine is the engine with some of its mistakes mended.
func Engine(fixes Fix) engine.Engine {
	name := "example"
	if fixes < Last {
		name = fmt.Sprintf("example-%d", fixes)
	}
	return engine.Engine{
		Name: name,
		Worker: func(env engine.Env) engine.Control {
			return &worker{env: &env, fixes: fixes, ops: new(int), halts: map[string]int{}}
		},
		Agent: func(env engine.Env) engine.Serving {
			return &node{env: &env, fixes: fixes, ops: new(int), rings: map[string]*ring{}}
		},
		View: view(),
	}
}

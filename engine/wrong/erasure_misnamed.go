package wrong

import (
	"strings"

	"pawl/engine"
	"pawl/engine/reference"
)

// erasureMisnamed destroys a version, names no node that may still have it, and one where there is
// none.
func erasureMisnamed() engine.Engine {
	return reference.Variant{Name: "erasure-misnamed", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		write := s.Write
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			if strings.HasSuffix(c.Transition, " "+engine.Destroyed) {
				if c.Note != "" {
					c.Note = ""
				} else {
					c.Note = "erasure not confirmed by node/a1"
				}
			}
			return write(o, rec, c)
		}
	}}.Engine()
}

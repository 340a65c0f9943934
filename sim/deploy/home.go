package deploy

import "pawl/engine"

// A Home is where an engine lives whose times or machines are not those of the standard
// setting: a run of its own, without what goes wrong in it, from a seed. What is placed and
// drawn in such a run follows from its setting and its policy, as everywhere.
type Home func(e engine.Engine, seed uint64) Setup

// Of is where an engine lives, for whatever stands in its place, such as the same engine with a
// bug planted in it: a home may go by the engine's name.
func (h Home) Of(e engine.Engine) Home {
	if h == nil {
		return nil
	}
	return func(in engine.Engine, seed uint64) Setup {
		s := h(e, seed)
		s.Engine = in
		return s
	}
}

package deploy

import "pawl/engine"

// A Home is where an engine lives whose times or machines are not those of the standard
// setting: a run of its own, without what goes wrong in it, from a seed. What is placed and
// drawn in such a run follows from its setting and its policy, as everywhere.
type Home func(e engine.Engine, seed uint64) Setup

package scenarios

import (
	"pawl/checker"
	"pawl/engine"
	"pawl/sim/cluster"
)

// A Scenario is a hazard told in ten lines: what is given, what happens, what
// must come of it, and which wrong engine fails in it.
type Scenario struct {
	Name string
}

func (s *Scenario) setup(e engine.Engine, seed uint64) cluster.Setup {
	return cluster.Standard(e, seed)
}

// missed lists the scenario's own expectations that the run did not meet.
func (s *Scenario) missed(h *checker.History, o *Outcome) []string { return nil }

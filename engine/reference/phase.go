package reference

import "pawl/engine"

// Phase is where a rotation stands (see the package comment).
type Phase uint8

const (
	Idle Phase = iota
	Intent
	Staged
	Published
	Verified
	Draining
	Committed
	Aborting
	Aborted
	Halted
	phases // how many
)

// phaseWords are the phases in the words of the contract.
var phaseWords = [phases]engine.Phase{engine.Idle, engine.Intent, engine.Staged, engine.Published, engine.Verified,
	engine.Draining, engine.Committed, engine.Aborting, engine.Aborted, engine.Halted}

func (p Phase) word() engine.Phase { return phaseWords[p] }

// Abortable says whether a rotation in this phase may still be given up: nothing
// has been observable yet.
func (p Phase) Abortable() bool { return p >= Intent && p <= Draining }

// State is where one version stands; the names are NIST SP 800-57's where they fit.
type State uint8

const (
	Pending State = iota // allocated, nothing sealed under it
	Active
	Deprecated // no longer sealed under, still opened
	Retiring
	Revoked
	Destroyed
	Burnt // its rotation was aborted
	states
)

// stateWords are the states in the words of the contract.
var stateWords = [states]engine.State{engine.Pending, engine.Active, engine.Deprecated, engine.Retiring,
	engine.Revoked, engine.Destroyed, engine.Burnt}

func (s State) word() engine.State { return stateWords[s] }

package engine

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

var phaseNames = [phases]string{"IDLE", "INTENT", "STAGED", "PUBLISHED", "VERIFIED",
	"DRAINING", "COMMITTED", "ABORTING", "ABORTED", "HALTED"}

func (p Phase) String() string { return phaseNames[p] }

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

var stateNames = [states]string{"PENDING", "ACTIVE", "DEPRECATED", "RETIRING", "REVOKED", "DESTROYED", "BURNT"}

func (s State) String() string { return stateNames[s] }

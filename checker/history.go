package checker

import "time"

// A History is everything that one run lets an observer know, as a log of facts. It is
// written in the vocabulary of key rotation, not of any engine: a deployment
// translates. What it comes to (views, stamps, tenures, floors) is derived from it by
// [Derive], not told.
//
// All times are true time since the start of the run, in nanoseconds, read from a
// clock that no process can see.
type History struct {
	Engine string
	Keys   []string
	Policy Policy
	// NewPolicy is one that comes to machines with some of their starts, which say so; nil: none
	// does. It differs in nothing that was in the store when it came.
	NewPolicy *Policy `json:",omitempty"`

	// Offers says what the engine tells of itself. What it does not, and the
	// invariants that need it, are not judged.
	Offers Offers

	// Machines are those that there are, in the order of the deployment.
	Machines []Machine

	// CallTimeout is how long a port waits for an answer before it says unknown.
	CallTimeout time.Duration

	// End is when the run ended.
	End time.Duration

	// Facts are in the order in which the observer learned of them.
	Facts []Fact

	// Missed says what the observer could not see, if anything. A history with a gap
	// is inconclusive as a whole: whatever seems wrong in it may be what was missed.
	Missed []string

	// Unseen are the kinds of facts that the observer had no way to see. What needs them is
	// not judged; the rest is. None: it could see all.
	Unseen []Sense `json:",omitempty"`

	// Given is since when versions are as the first write of the record has them, of a history
	// that begins in the middle; of what is not there it is not known.
	Given []Foregone `json:",omitempty"`
}

// A Foregone is a version that was in a state when a history began.
type Foregone struct {
	Version uint32
	State   State
	Early   time.Duration // when it was decided that it should be, at the earliest
}

// A Machine is one host of the deployment.
type Machine struct {
	Name string
	Duty Duty
	Pool string
}

// Duty is what a machine is for.
type Duty string

const (
	NodeDuty     Duty = "node"
	WorkerDuty   Duty = "worker"
	ClientDuty   Duty = "client"
	RelyingDuty  Duty = "relying party"
	StoreDuty    Duty = "store"
	KeysDuty     Duty = "key service"
	OperatorDuty Duty = "operator" // of the machines from which people and schedulers ask
	OutsideDuty  Duty = "outside"  // whence people and tools write by hand, who are nobody of the engine
)

// A Fact is one thing that an observer of the run knows.
type Fact struct {
	ID    int    // from 1, in the order of Facts
	Cause int    // ID of the fact that this follows from: of an effect, its request; 0: none that is known
	Key   string // that it is about; empty: none, or all
	Actor string // the process that did it, with its incarnation: the deployment says so, never the engine
	Times
	Revision int64 // of the store, that it wrote or that it shows; 0: none
	What     What
}

// Times are when what happened of one request. What never happened, or is not known,
// is 0.
type Times struct {
	Sent    time.Duration // it left whoever asked
	Arrived time.Duration // it reached whom it was sent to
	// It took effect no earlier than Early and no later than At. In a simulator the two
	// are one; an observer of real machines knows no better than this, and a judge
	// accuses only of what is wrong for every moment between them.
	Early, At time.Duration
	Received  time.Duration // the answer reached whoever asked
}

// What is what a fact says: one of the types in facts.go.
type What interface {
	wrong() string // what is wrong with it by itself; empty if nothing is
}

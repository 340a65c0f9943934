package film

// Kinds of lanes.
const (
	StoreLane     = "store"
	KeysLane      = "key service"
	WorkerLane    = "worker"
	NodeLane      = "node"
	ClientLane    = "client"
	RelyingLane   = "relying party"
	SchedulerLane = "scheduler"
	OperatorLane  = "operator"
	OutsideLane   = "outside" // whence people and tools write by hand
	PlanLane      = "plan"    // what is to happen, told before anything does
)

// What a message can come to.
const (
	Heard      = "heard"       // its answer was
	Unheard    = "unheard"     // it was answered, and nobody heard that
	Unanswered = "unanswered"  // it arrived, and no answer left
	Lost       = "lost"        // it never arrived
	UnderWay   = "under way"   // when the film ended
	Unknown    = "not tracked" // nobody wrote down what became of it
)

// Kinds of bands.
const (
	PhaseBand   = "phase"
	VersionBand = "version"
)

// States of lamps.
const (
	Held         = "held" // it was judged, and not violated
	Violated     = "violated"
	Unjudged     = "not judged"
	Inconclusive = "inconclusive"
)

// Kinds of margins.
const (
	// OwnerLease is what is left of the owner's lease until the store ends it.
	OwnerLease = "owner lease"
	// SealStamp is what is left of the stamp to seal that runs out next, whoever has it.
	SealStamp = "seal stamp"
	// OpenStamp is the same of stamps to open.
	OpenStamp = "open stamp"
	// PublishDeadline and DrainDeadline are what is left of the time that policy gives a phase.
	PublishDeadline = "publish deadline"
	DrainDeadline   = "drain deadline"
	// SettleBound is what is left of the time within which a rotation has to come to rest. The
	// checker stops the clock while a fault keeps somebody from working who is needed, and this
	// does not: in a run with faults at least so much is left.
	SettleBound = "settle bound"
)

var (
	laneKinds   = []string{StoreLane, KeysLane, WorkerLane, NodeLane, ClientLane, RelyingLane, SchedulerLane, OperatorLane, OutsideLane, PlanLane}
	fates       = []string{Heard, Unheard, Unanswered, Lost, UnderWay, Unknown}
	bandKinds   = []string{PhaseBand, VersionBand}
	lampStates  = []string{Held, Violated, Unjudged, Inconclusive}
	marginKinds = []string{OwnerLease, SealStamp, OpenStamp, PublishDeadline, DrainDeadline, SettleBound}
)

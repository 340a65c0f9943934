package checker

// A Gap is something that the contract promises and that nothing judges yet. Who
// reads that nothing was violated must be told of it.
type Gap struct {
	ID       string // of the invariant
	Sentence string // what is promised, or that part of it
	Why      string // it is not judged
}

const notBuilt = "not built yet"

// Unbuilt are the invariants of the contract that are not in All. The two lists
// together are the contract.
var Unbuilt = []Gap{
	{"L2", "A key that is due starts or raises an alert within a bound.", notBuilt},
	{"L3", "Fail-closed time per rotation is bounded; attempts are bounded by policy; an outage of the store shorter than half of the open lease makes no open UNAVAILABLE; the fleet's stamps don't all end at one moment.", notBuilt},
	{"L4", "Every halt names reason, class, playbook, owner, escalation, and is paged within a bound.", notBuilt},
	{"L5", "Live nodes reach the floor within a bound.", notBuilt},
	{"V0", "The view that an engine gives of itself is never at odds with the ports.", notBuilt},
}

// Partial are parts of the sentences in All that their judges do not look at.
var Partial = []Gap{
	{"S3", "relying parties", "none is simulated yet"},
	{"S12", "holds, and emergency revokes", "no operator of this deployment can hold or revoke yet"},
	{"S14", "relying parties", "none is simulated yet"},
	{"S18", "two approvers, and that refusals are recorded", "there is no emergency that needs approval yet, and the engine does not describe its record of refusals"},
	{"L1", "the destruction of old versions", notBuilt},
}

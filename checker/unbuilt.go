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
	{"S8", "Version numbers are never reused: not after abort, restore, failover.", notBuilt},
	{"S9", "A recorded phase implies that its evidence holds now.", notBuilt},
	{"S12", "Retire, revoke and destroy only on positive evidence: lifetime passed, old stamps gone, target's identity checked, no hold; destroy only after REVOKED is durable.", notBuilt},
	{"S14", "Nothing opens under a revoked version once the revoke has completed.", notBuilt},
	{"S15", "An aborted rotation never sealed anything; one open lease later no stamp names its version and its material is destroyed; its number is burnt.", notBuilt},
	{"S16", "After commit the active version never goes down.", notBuilt},
	{"S17", "A halted rotation changes nothing (the refusal chain apart) until an operator resumes it with a higher fence.", notBuilt},
	{"S18", "No change without an authorised caller as its cause; an emergency has two distinct approvers; every refusal is recorded.", notBuilt},
	{"S19", "No nonce is used twice under one version, restored disks and restarted nodes included.", notBuilt},
	{"L2", "A key that is due starts or raises an alert within a bound.", "no key has a due time in this deployment"},
}

// Partial are parts of the sentences in All that their judges do not look at.
var Partial = []Gap{
	{"S3", "relying parties", "none is simulated yet"},
}

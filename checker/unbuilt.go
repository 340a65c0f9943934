package checker

// A Gap is something that the contract promises and that nothing judges yet. Who
// reads that nothing was violated must be told of it.
type Gap struct {
	ID       string // of the invariant
	Sentence string // what is promised, or that part of it
	Why      string // it is not judged
}

// Unbuilt are the invariants of the contract that are not in All. The two lists
// together are the contract.
var Unbuilt = []Gap{
	{"L2", "A key that is due starts or raises an alert within a bound.", "no key has a due time in this deployment"},
}

// Partial are parts of the sentences in All that their judges do not look at.
var Partial = []Gap{
	{"S3", "relying parties", "none is simulated yet"},
	{"S14", "relying parties", "none is simulated yet"},
}

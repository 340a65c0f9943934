package checker

// A Gap is a part of what the contract promises that nothing judges yet. Who reads that
// nothing was violated must be told of it.
type Gap struct {
	ID       string // of the invariant
	Sentence string // the part of it
	Why      string // it is not judged
}

// Partial are parts of the sentences in All that their judges do not look at.
var Partial = []Gap{
	{"S13", "the chain verifies",
		"an entry that was deleted or written over by hand is taken as it was before: whether the engine notices is left open"},
}

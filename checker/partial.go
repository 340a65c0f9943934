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
	{"L1", "every old version reaches DESTROYED within its bound unless held",
		"one that stays since what is kept under it cannot be moved (no material opens it, or nothing more may be sealed) is let go, whether somebody was told of that or not"},
}

package reports

// A Part is what the result of one part of a check has besides, so that it can be put together
// with those of the others: what only the whole can be judged by.
type Part struct {
	Number int  `json:"number"` // from 1
	Of     int  `json:"of"`
	First  int  `json:"first_run"` // the number of its first run, from 1
	Whole  int  `json:"whole_runs"`
	Random int  `json:"whole_random_runs"` // of them, those that come last
	Named  bool `json:"named"`             // the whole is of scenarios that were named

	Counts Counts        `json:"counts"` // of those of its runs that are among the first random ones
	Felt   []FeltRuns    `json:"felt"`
	Prints []Fingerprint `json:"fingerprints"`
}

// MostParts is into how many parts a check can be cut.
const MostParts = 10_000

// RangeOf is which of n things, from 0, are in one of several parts: from one to before another.
// What is in a part, and in no part before it, comes after all that they have.
func RangeOf(n, number, of int) (from, to int) {
	if of <= 1 {
		return 0, n
	}
	return n * (number - 1) / of, n * number / of
}

// Counts is what an engine came to in some runs.
type Counts struct {
	Seals       int `json:"seals"`
	Denials     int `json:"denials"`
	Opens       int `json:"opens"`
	Unavailable int `json:"unavailable"`
	Windows     int `json:"windows"`
	Admitted    int `json:"admitted"`
	Commits     int `json:"commits"`
	Replaced    int `json:"replaced"`
	Destroyed   int `json:"destroyed"`
	Nodes       int `json:"requests_of_nodes"`
	Workers     int `json:"requests_of_workers"`
	Acts        int `json:"acts"`
	Unsupported int `json:"unsupported_acts"`
	Happened    int `json:"happened"`
	Left        int `json:"keys_left"`
	LeftBytes   int `json:"bytes_left"`

	Record bool `json:"record"`
}

// FeltRuns is in how many runs a kind of fault was felt by somebody in a phase.
type FeltRuns struct {
	Kind  string `json:"kind"`
	Role  string `json:"role"`
	Phase string `json:"phase"`
	Runs  int    `json:"runs"`

	Random int `json:"random_runs"` // of them
}

// A Fingerprint is what happened in a run, in kinds, and in how many random runs it did.
type Fingerprint struct {
	Print string `json:"print"`
	Runs  int    `json:"runs"`
}

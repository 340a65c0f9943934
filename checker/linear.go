package checker

import "time"

// Result is the outcome of checking one object for linearizability.
type Result string

const (
	Linearizable Result = "linearizable"
	Illegal      Result = "illegal"   // no order of the operations explains what clients saw
	Undecided    Result = "undecided" // the search was given up, or not allowed: never a pass
)

// A Linearity is the judgement of one object of one key, from what clients saw.
type Linearity struct {
	Object    string // "seal register" or "admission"
	Invariant string // that promises it
	Key       string
	Ops       int
	Result    Result
	Searched  bool // Porcupine decided, not the certificate
	At        time.Duration
	Detail    string
}

func (l Linearity) violation() Violation {
	v := Violation{Invariant: l.Invariant, Key: l.Key, At: l.At, Detail: l.Detail}
	for _, inv := range All {
		if inv.ID == l.Invariant {
			v.Sentence = inv.Sentence
		}
	}
	return v
}

func linearize(*History, Options) []Linearity { return nil }

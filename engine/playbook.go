package engine

import "time"

// A Playbook says what whoever is on duty does about one sort of alert: when it applies,
// what is affected, and the steps, in their order. Alerts name it; what it says of class
// and answers is what they say.
type Playbook struct {
	Name              string
	Applies, Affected string // for people
	Occasion          string // of the halts that it is for, in the words below; empty: none of these
	Class, Escalation string
	// The questions an operator is asked first, as in a Halt.
	EncryptionAffected, DecryptionValid, CustomersMustAct, ManualWorkSafe bool
	Steps                                                                 []Instruction
}

// Sorts of halts that whoever looks on from outside can tell apart. A playbook of one of them is
// for no other halt, and where there is one, no other playbook is for it.
const (
	AskedOccasion      = "asked"      // an operator has asked for it
	RejectedOccasion   = "rejected"   // the key service has said that it will never do something
	UnansweredOccasion = "unanswered" // it has not done something, nor said that, as often as policy tries
	MixedOccasion      = "mixed"      // a node holds other material than the record names
	PoolOccasion       = "pool"       // one that is let in to seal does not
)

// An Instruction is one step of a playbook, which anybody can carry out who has never seen
// the engine's code.
type Instruction struct {
	Do  string        // in the words below
	For time.Duration // how long to wait, at least; how long to go on looking, at most
	At  string        // what to look at
	To  string        // whom to hand over to
	Why string        // for people
}

// What an instruction can ask for, besides an operator's acts ([ResumeAct], [AbortAct]).
const (
	WaitStep  = "wait"      // let some time pass
	LookStep  = "look"      // look whether something answers, again and again; who looks in vain hands over
	HandStep  = "hand-over" // leave it to somebody else; nothing comes after it
	EraseStep = "erase"     // erase the alert's version, by hand, on the nodes that it names
)

// KeyServiceSight is what can be looked at.
const KeyServiceSight = "key-service"

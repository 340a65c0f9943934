package deploy

import (
	"pawl/engine"
	"pawl/faults"
	"pawl/sim"
)

// What an event of a trace is, and what its fields say. Whoever writes one and whoever
// reads it use these words and no others.
const (
	Sent     = "send"   // Actor sends what Detail asks; A: to which machine, by its number
	Replied  = "reply"  // Actor answers what Detail asked; A: of a transaction, the revision; B: 1 if it took
	Sealed   = "sealed" // Actor has sealed for key Detail; A: under which version
	Written  = "write"  // the store's key Detail was written; A: at which revision
	Expired  = "expire" // lease A has ended
	Started  = "start"  // Actor starts, the A-th time; B: 1 if it is under the new policy
	Crashed  = "crash"
	Paused   = "pause"
	Resumed  = "resume"
	Hung     = "hung"
	OnDisk   = "disk" // Detail was done on Actor's disk
	Denied   = "deny" // Actor has refused to seal for key Detail
	Opened   = "open" // Actor has answered an open of key Detail; A: version
	KeptFor  = "kept" // Actor has answered Detail, who asked for a text to be kept or for one that is
	Planned  = "plan" // Detail is to happen
	Lingered = "linger"

	PutBack    = "put back"      // to an older copy, which goes on from revision A; B: which generation of the store it is
	Compacted  = "compact"       // what was before revision A is forgotten
	Elsewhere  = "elsewhere"     // others have written to the store, B times; A: up to which revision
	Broken     = "watches break" // A of them
	Leaderless = "leader lost"   // for A ns
	Led        = "leader"        // the store has one again
	ByHand     = "by hand"       // somebody has done Detail past the engine; A: to which version
)

// Acting is what an operator's act is called in a trace, whichever it is: the names of
// acts are also those of steps.
const Acting = "act"

// Label is what a request is called in a trace, unless it is a step of a rotation,
// which is called by that.
func Label(r engine.Request) string {
	if p, ok := r.(engine.Push); ok {
		return string(p.Command.Errand)
	}
	return string(r.Verb())
}

// A Reply is what a Replied event says of a rotation.
type Reply struct {
	Step    faults.Step // without a name, if it answers none
	Refused bool        // a transaction whose conditions did not hold
}

// ReadReply reads a Replied event.
func ReadReply(e *sim.Event) Reply {
	k, _ := faults.Lookup(e.Detail)
	return Reply{k.Step, k.Transition != "" && e.B == 0}
}

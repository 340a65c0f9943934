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
	Replied  = "reply"  // Actor answers what Detail asked; A and B as below
	Sealed   = "sealed" // Actor has sealed for key Detail; A: under which version
	Written  = "write"  // the store's key Detail was written; A: at which revision
	Expired  = "expire" // lease A has ended
	Started  = "start"  // Actor starts, the A-th time
	Crashed  = "crash"
	Paused   = "pause"
	Resumed  = "resume"
	OnDisk   = "disk" // Detail was done on Actor's disk
	Denied   = "deny" // Actor has refused to seal for key Detail
	Opened   = "open" // Actor has answered an open of key Detail; A: version
	Planned  = "plan" // Detail is to happen
	Lingered = "linger"
)

// A Reply is what a Replied event says.
type Reply struct {
	Step    faults.Step   // of a rotation; without a name, if it was none
	Verb    engine.Verb   // if it was no step: what was asked
	Errand  engine.Errand // of a push
	Number  int64         // of a transaction: the revision; of material or a push: the version
	Took    bool          // it changed something
	Refused bool          // a transaction whose conditions did not hold
}

// Label is what a request is called in a trace, unless it is a step of a rotation,
// which is called by that.
func Label(r engine.Request) string {
	if p, ok := r.(engine.Push); ok {
		return string(p.Command.Errand)
	}
	return string(r.Verb())
}

// ReadReply reads a Replied event.
func ReadReply(e *sim.Event) Reply {
	r := Reply{Number: e.A, Took: e.B == 1}
	if k, ok := faults.Lookup(e.Detail); ok {
		r.Step, r.Refused = k.Step, k.Transition != "" && !r.Took
		return r
	}
	switch errand := engine.Errand(e.Detail); errand {
	case engine.Install, engine.Activate, engine.Retire, engine.Erase:
		r.Errand = errand
	default:
		r.Verb = engine.Verb(e.Detail)
	}
	return r
}

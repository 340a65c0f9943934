package reference

import (
	"time"

	"pawl/engine"
)

// A Step does the next thing for a rotation in one phase, or for one old version
// in one state. It returns how long it may be left alone; zero means that it got
// somewhere and the next step is due at once.
type Step func(o *Owner, version uint32) (Pause, error)

// WorkerSteps are what a worker is made of: which step runs when. A step that
// misbehaves is put in place of one of these, nowhere else.
type WorkerSteps struct {
	Admit    func(*Worker, engine.Trigger) engine.Answer
	Rotation [phases]Step                                              // version is Next
	Old      [states]Step                                              // version is the old one
	Trust    func(w *Worker, key string, mod int64, rec *Record) error // may anybody go on from a record
	Write    func(*Owner, Record, Change) error
	Act      func(*Record, engine.Act, time.Duration) (transition, why string)       // changes a record as an operator asks
	Approve  func(waits, by string, a engine.Act) (why string)                       // may an operator approve the act that waits
	Holds    func(o *Owner, version uint32) ([]engine.Compare, bool, error)          // may a version be retired and revoked, and on what condition
	Issuer   func(anchor *Record) uint32                                             // under which of its versions to issue
	Issued   func(w *Worker, key string, version uint32) (bool, error)               // is what is issued under a version in use
	Left     func(w *Worker, key string, version uint32) (names []string, err error) // what is kept under a version or an older one
	Promised func(v *Version, p engine.Policy) engine.Policy                         // what of policy holds for a version
}

// NodeSteps are what a node is made of.
type NodeSteps struct {
	Rights   func(key, pool string, r *Record) Rights // what a new stamp may carry
	Load     func(*Ring, Rights) error                // hold, durably, the material for all of it
	Fits     func(found, print string) bool           // is what a node found on its disk what the record names
	Extend   func(*Ring, Rights) error                // keep stamps alive while Load fails
	HandOver func(*Ring, Rights) (narrower bool)      // live by a stamp before it is asked for
	Lease    func(*Ring, *Standing) error             // have a lease for the next stamp
	Grant    func(*Ring, Terms) error                 // write the stamps
	Forget   func(*Ring) error                        // erase what will not be opened again
	Claim    func(*Ring) error                        // one seal of what policy lets be sealed under the version
	Seal     func(a *Agent, key string, plaintext []byte) (engine.Sealed, error)
	Open     func(a *Agent, key string, s engine.Sealed) ([]byte, error)
	Announce func(a *Agent, key string) ([]engine.Announced, error) // to relying parties
	Keep     func(a *Agent, key, name string, plaintext []byte) error
	Kept     func(a *Agent, key, name string) ([]byte, error)
	Move     func(*Mover) (time.Duration, error) // some of what is kept to the active version
}

func workerSteps() WorkerSteps {
	s := WorkerSteps{Admit: Admit, Trust: Trust, Write: WriteFenced, Act: Act, Approve: Approve, Holds: Holds, Issuer: Issuer, Issued: Issued, Left: Left, Promised: Promised}
	s.Rotation = [phases]Step{
		Idle:      KeepSpare,
		Intent:    Stage,
		Staged:    Publish,
		Published: Verify,
		Verified:  Drain,
		Draining:  Commit,
		Committed: LetSeal,
		Aborting:  FinishAbort,
		Aborted:   Settle,
		Halted:    Tell,
	}
	s.Old = [states]Step{
		Pending:    Rest,
		Active:     Rest,
		Deprecated: StartRetire,
		Retiring:   Revoke,
		Revoked:    DestroyOld,
		Destroyed:  Rest,
		Burnt:      Rest,
	}
	return s
}

func nodeSteps() NodeSteps {
	return NodeSteps{
		Rights: RightsUnder, Load: load, Fits: fits, Extend: extend, HandOver: handOver, Lease: lease,
		Grant: grant, Forget: forget, Claim: claim, Seal: seal, Open: open, Announce: announce,
		Keep: keep, Kept: kept, Move: move,
	}
}

// Rest does nothing until something changes.
func Rest(*Owner, uint32) (Pause, error) { return untilChange, nil }

// A Variant is the reference with something changed. What changes it is called at
// each start of a process, for that process: what a changed step remembers is the
// process's own, and ends with it.
type Variant struct {
	Name   string
	Worker func(*engine.Env, *WorkerSteps) // nil: as in the reference
	Node   func(*engine.Env, *NodeSteps)
}

// Engine is the engine that a variant describes.
func (v Variant) Engine() engine.Engine {
	return engine.Engine{
		Name: v.Name,
		Worker: func(env engine.Env) engine.Control {
			s := workerSteps()
			if v.Worker != nil {
				v.Worker(&env, &s)
			}
			return newWorker(env, s)
		},
		Agent: func(env engine.Env) engine.Serving {
			s := nodeSteps()
			if v.Node != nil {
				v.Node(&env, &s)
			}
			return newAgent(env, s)
		},
		View: view(),
	}
}

// Name is what the reference engine is called.
const Name = "reference"

// Engine is the right one.
func Engine() engine.Engine { return Variant{Name: Name}.Engine() }

package reference

import (
	"slices"
	"time"

	"pawl/engine"
)

// Record is all that the store says of one key. It is changed only by
// compare-and-swap, and each change is one transition with one audit entry.
type Record struct {
	Rev    uint64 // of the key set; raised with Target
	Target uint64 // lowest Rev that may still be stamped
	// Floor is the highest Target whose barrier has passed. B2 looks at seal
	// stamps only, so it raises SealFloor alone: a node cut off from the store
	// goes on opening under its long lease.
	SealFloor, Floor uint64

	Phase    Phase
	From     Phase // of HALTED: the phase to resume to
	Rotation string
	Window   string
	Attempt  uint32
	MintOp   string // operation id under which Next is made
	Cause    string // what started the rotation

	Owner string // Self of the owning worker; empty when nobody is
	Fence uint64 // grows with each acquisition and each resume

	Active  uint32 // version that is sealed under, 0 before the first commit
	Next    uint32 // version being introduced, 0 when none
	Highest uint32 // highest number ever allocated; never goes down

	Since    time.Duration // owner time at which Phase was entered; 0: at which the key is next acquired
	Proved   time.Duration // owner time of B1's evidence, 0 when none yet
	Undrains uint32        // how often this rotation gave sealing back
	Reached  []string      // pools that are let in, where they are one after another (turns.go); none: all are

	Spare       uint32        // version that lies ready (spare.go), or that the rotation took from there; 0: none
	SpareRev    uint64        // from which Rev on every stamp opens it; 0: none has to
	SpareProved time.Duration // owner time since when no stamp is below that, 0 when none yet

	Halt     engine.Halt
	Versions []Version

	Generation uint64 // of the store in which the record was begun

	Op        string // operation id of the last write
	AuditSeq  uint64
	AuditHead Digest // hash of the last entry
}

// Version is one version of a key.
type Version struct {
	N     uint32
	State State
	Print string        // fingerprint of its material
	Since time.Duration // owner time at which State was entered
	Op    string        // operation id under which it was made
	Under uint32        // version of the anchor that it is issued under; 0: none
	End   time.Duration // wall clock of the key service when it ends; 0: never
	Pledge
}

// is takes it that material has been made for the version.
func (v *Version) is(made *engine.Made) { v.Print, v.End = made.Print, made.End }

// Version finds a version by number; nil if the record names none.
func (r *Record) Version(n uint32) *Version {
	for i := range r.Versions {
		if r.Versions[i].N == n {
			return &r.Versions[i]
		}
	}
	return nil
}

// shown is the phase that rights follow: a halted rotation counts as the phase
// it came from.
func (r *Record) shown() Phase {
	if r.Phase == Halted {
		return r.From
	}
	return r.Phase
}

// raise makes every stamp granted so far too old.
func (r *Record) raise() {
	r.Rev++
	r.Target = r.Rev
}

// remembered is how many versions that are destroyed or burnt a record goes on
// naming, so that nodes that were away learn of them. The numbers of those it
// forgets stay used: Highest says so.
const remembered = 64

// prune forgets the oldest versions that nothing can be done with any more.
func (r *Record) prune() {
	dead := 0
	for i := range r.Versions {
		if r.Versions[i].State >= Destroyed {
			dead++
		}
	}
	r.Versions = slices.DeleteFunc(r.Versions, func(v Version) bool {
		if v.State < Destroyed || dead <= remembered {
			return false
		}
		dead--
		return true
	})
}

// clone copies a record so that a step can change it and throw it away.
func (r *Record) clone() Record {
	c := *r
	c.Versions = append(make([]Version, 0, len(r.Versions)+1), r.Versions...)
	return c
}

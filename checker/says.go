package checker

// Record is what the store says of one key. Fields that an engine has no such
// thing for are zero.
type Record struct {
	Phase            Phase
	From             Phase // of HALTED: where it was
	Rotation         string
	Window           string
	Attempt          int
	Owner            string // Self of the process that owns the key; empty if none
	Fence            uint64
	Rev              uint64   // the key set's revision
	Target           uint64   // the lowest Rev that may still be stamped
	SealFloor, Floor uint64   // the highest target whose barrier has passed, for sealing and for all
	Active, Next     uint32   // 0: none
	Reached          []string // pools that are let in: to Next, or to seal once it is Active; none: all are
	Highest          uint32   // version number ever allocated
	Spare            uint32   // version that lies ready, or that the rotation took from there; 0: none
	SpareRev         uint64   // from which Rev on every stamp opens it; 0: none has to
	SpareProved      bool     // no stamp is below that
	Op               string   // operation id of the write

	ChainLength uint64 // how many entries the record says that there are
	ChainHead   []byte // the hash of the last of them
}

// Version is one version of a key.
type Version struct {
	N     uint32
	State State
	Print string // fingerprint of the material; empty until known
	Op    string // operation id under which its material is made
	Under uint32 // version of the anchor that it is issued under; 0: none
}

// Halt says why a rotation stands still, and what to do about it.
type Halt struct {
	Reason, Class, Playbook, Owner, Escalation string
	// The questions an operator is asked first.
	EncryptionAffected, DecryptionValid, CustomersMustAct, ManualWorkSafe bool
}

// An Entry is one line of the audit.
type Entry struct {
	Seq          uint64 // from 1, without gaps
	Transition   string // what it records, e.g. "PUBLISHED", "v3 RETIRING" or "ACQUIRED"
	Owner        string // the process that acted
	Fence        uint64
	Op           string
	Cause        string // a prefix and what it names
	Phase        Phase  // after the transition, as are the next two
	Active, Next uint32

	Body, Prev, Hash []byte // what was hashed, and the links
}

// callersCounted is how many callers' refusals are counted apart.
const callersCounted = 64

// TurnedAway is one request that was refused.
type TurnedAway struct {
	Seq      uint64 // from 1, without gaps
	Caller   string // who asked: a trigger's caller, or an operator
	OfCaller uint64 // how many of this caller's were, this one included; 0: callersCounted others are counted already
	ID       string // of the trigger or the act
	Why      string // as the caller was told
	Hash     []byte // of the chain up to it
}

// A Stamp is a node's right to serve.
type Stamp struct {
	Node        string
	Incarnation string   // Self of the start of the node that holds it
	Sealing     bool     // the one with the short lease, to seal; else the one with the long lease, to open
	Rev         uint64   // the key set's revision it was granted at
	Seal        uint32   // version it may seal under, 0 none; of one for sealing
	Opens       []uint32 // versions it may open; of one for opening
	Prints      []string // fingerprints of the material held, in the order of Opens
}

// Kept is one sealed text that the store keeps for good.
type Kept struct {
	Name        string // under which it was asked to be kept
	Version     uint32 // under which it is sealed
	Nonce, Text []byte
}

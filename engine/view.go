package engine

// A View is how an engine tells of itself, in words that are nobody's own. What it
// offers is judged, and held against the traffic at the ports; what it does not
// offer is reported as not judged.
type View struct {
	Record    bool // the state of a key, at each revision of the store
	Audit     bool // entries, in the order of the store
	Stamps    bool // what nodes may serve under
	Ownership bool // owners and fences, in the record

	// What of policy it does. What it does not do is not judged.
	Dues     bool // it tells of a version that is due
	Limits   bool // it keeps to the limit of seals under a version
	Issues   bool // it issues versions under those of the anchor
	Ends     bool // it seals nothing that outlives its version
	Rewraps  bool // it keeps sealed texts, and moves them before it retires their version
	Turns    bool // it lets pools in one after another
	Spares   bool // it has the next version ready before anybody asks for a rotation
	Promises bool // it keeps what was promised under one policy when another has come

	Generations bool // it goes on in one generation of the store only, and halts in another

	// Doubts: it goes on from no record that somebody has changed past it, by hand or with a
	// tool, and not without material that is gone so, and tells people. An engine that does
	// not is in no run in which that happens.
	Doubts bool

	// Claims are the invariants that it promises to keep, by id; it is judged by no others. An
	// engine that was made for other promises says so here. None: all.
	Claims []string

	// Chain is how entries are linked; empty: they are not.
	Chain Chain
	// TurnedAway is how what was turned away is linked; empty: the engine does not tell of it.
	TurnedAway Chain
	// Body is how the body of an entry, which is what is hashed, is written; empty: in a
	// way of the engine's own. A body that can be read without the engine is a second
	// witness of what the entry says.
	Body Body
	// Deadlines are the durations that the engine may give as a cause.
	Deadlines []Deadline
	// Playbooks are what whoever is on duty goes by, each named by some alert; none: there
	// is nothing written down, and people do what they think right.
	Playbooks []Playbook

	// Describe says what one stored key means. False: nothing that a view shows, or
	// a value that cannot be read. The record of a key is one stored key, whose every write
	// says all of it: an engine that keeps a journal writes its head in the same transaction,
	// and tells of that.
	Describe func(KV) (Observation, bool)

	// Step names the step of a rotation that a request is, with the key that it is
	// for: by its name, or by the transition that its entry records, of an old version its
	// state alone ("RETIRING"). Empty, or a name that faults.Steps has not: no step.
	// Faults wait for it; nothing is judged by it.
	Step func(by Role, r Request) (step, key string)
	// Steps are the names that Step gives: faults that are drawn wait for no others. None:
	// it may give any.
	Steps []string
}

// Chain is a way of linking audit entries.
type Chain string

// SHA256PrevBody: the hash of an entry is the SHA-256 of the hash before it,
// followed by the entry's body.
const SHA256PrevBody Chain = "sha256(previous hash, body)"

// SHA256PrevTurnedAway: the hash of what was turned away is the SHA-256 of the hash before it, followed by
// its Seq, Caller, OfCaller, ID and Why: numbers as varints, strings each as a
// varint of its length and its bytes.
const SHA256PrevTurnedAway Chain = "sha256(previous hash, seq, caller, of caller, id, why)"

// Body is a way of writing the body of an entry.
type Body string

// PrefixedFields: a varint 1, then the entry's fields: Seq as a varint; Transition, Owner,
// Op, Cause, a note for people, and Phase, each as a varint of its length and its bytes;
// Fence, Active and Next as varints. Varints are those of encoding/binary.
const PrefixedFields Body = "1, seq, transition, owner, op, cause, note, phase, fence, active, next"

// A Deadline is a duration of the policy whose end may cause something, as in
// "deadline:publish".
type Deadline struct {
	Name string   // what follows [ByDeadline] in a cause; no other has it
	May  []string // what it may cause, in the words below
	Of   Term     // the duration that it is the end of; empty: none of those below, and nobody looks whether it was over
}

// Term names a bound of the policy, and from when it counts.
type Term string

const (
	PublishTerm  Term = "publish-deadline" // since the rotation came to its phase, or was resumed in it, or let another pool in
	DrainTerm    Term = "drain-deadline"   // since then, too
	LifetimeTerm Term = "lifetime"         // since the version came to its state
	KeyLifeTerm  Term = "key-life"         // since the next version was made, less what must be left of it when it is activated
	OwnerTerm    Term = "owner-lease"      // since whoever owned the key last kept the lease alive that its ownership hangs on
	AttemptsTerm Term = "attempts"         // no time: as many attempts at what the key service does not do, or one that it rejects, since the record was written
)

// What a deadline may cause. A rotation starts, goes on and commits because
// somebody asked for it, and is resumed by an operator: no deadline does that.
const (
	MayAcquire = "acquire" // a change of owner
	MayAbort   = "abort"
	MayUndrain = "undrain" // sealing is given back
	MayHalt    = "halt"
	MayTend    = "tend" // a change of an old version, beside the rotation
)

// The prefixes of a cause; what follows names the trigger, the act or the deadline.
const (
	ByTrigger  = "trigger:"
	ByOperator = "operator:"
	ByDeadline = "deadline:"
)

// An Observation is what one stored key means: which of the pointers is set says
// what it is.
type Observation struct {
	Key        string // that it is about
	Record     *Record
	Versions   []Version // of a Record
	Halt       Halt      // of a Record that is halted
	Entry      *Entry
	Stamp      *Stamp
	TurnedAway *TurnedAway // the last one of the key
	Kept       *Kept
}

// Phase is where a rotation stands, in the words of the protocol. Each is entered from the one
// before it, from IDLE by INTENT to COMMITTED and IDLE again, and besides:
//
//   - ABORTING from any before COMMITTED, and then ABORTED and IDLE;
//   - PUBLISHED from DRAINING, where sealing is given back;
//   - HALTED from any, with From; it goes back to that, or is aborted from there. A halt gives
//     sealing back: in DRAINING From is PUBLISHED.
type Phase = string

const (
	Idle      Phase = "IDLE"
	Intent    Phase = "INTENT"
	Staged    Phase = "STAGED"
	Published Phase = "PUBLISHED"
	Verified  Phase = "VERIFIED"
	Draining  Phase = "DRAINING"
	Committed Phase = "COMMITTED"
	Aborting  Phase = "ABORTING"
	Aborted   Phase = "ABORTED"
	Halted    Phase = "HALTED"
)

// State is where one version stands; the names are NIST SP 800-57's where they fit.
type State = string

const (
	Pending    State = "PENDING" // allocated, nothing sealed under it
	Active     State = "ACTIVE"
	Deprecated State = "DEPRECATED" // no longer sealed under, still opened
	Retiring   State = "RETIRING"
	Revoked    State = "REVOKED"
	Destroyed  State = "DESTROYED"
	Burnt      State = "BURNT" // its rotation was aborted
)

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

// Classes of a halt.
const (
	Recoverable      = "recoverable"
	NonRecoverable   = "non-recoverable"
	SecurityCritical = "security-critical"
)

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

	// What was hashed, and the links: as these bytes in the value that is stored, in no other
	// writing of them such as base64. None is empty: where the view tells of links, what the
	// first entry follows, and its Prev with it, is bytes of the engine's choice.
	Body, Prev, Hash []byte
}

// CallersCounted is how many callers' refusals are counted apart.
const CallersCounted = 64

// TurnedAway is one request that was refused.
type TurnedAway struct {
	Seq      uint64 // from 1, without gaps
	Caller   string // who asked: a trigger's caller, or an operator
	OfCaller uint64 // how many of this caller's were, this one included; 0: CallersCounted others are counted already
	ID       string // of the trigger or the act
	Why      string // as the caller was told
	Hash     []byte // of the chain up to it
}

// Kept is one sealed text that the store keeps for good.
type Kept struct {
	Name        string // under which it was asked to be kept
	Version     uint32 // under which it is sealed
	Nonce, Text []byte
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

package checker

import "time"

// A History is everything that one run lets an observer know: what nodes sent
// out, what clients were told, what the store held at each revision, what the
// key service did, and which faults were in force. It is written in the
// vocabulary of key rotation, not of any engine: a deployment translates.
//
// All times are true time since the start of the run, in nanoseconds, read from
// a clock that no process can see. Every slice is in the order in which the
// things happened.
type History struct {
	Engine string
	Keys   []string
	Policy Policy

	// Offers says what the engine tells of itself. What it does not, and the
	// invariants that need it, are not judged.
	Offers Offers

	// CallTimeout is how long a port waits for an answer before it says unknown.
	CallTimeout time.Duration

	// End is when the run ended; Healed is when the last fault stopped, zero if
	// none was injected.
	End, Healed time.Duration

	Seals    []Seal
	Denials  []Denial
	Opens    []Open
	Views    []View
	Stamps   []Grant
	Effects  []Effect
	Triggers []Trigger
	Acts     []Act
	Pages    []Page
	Faults   []Fault
	Refusals []Refusal
}

// Offers is what an engine's view of itself has.
type Offers struct {
	Record    bool // Views have the record
	Audit     bool // Views have its entries
	Stamps    bool
	Ownership bool // the record names owners and fences

	Chain     Chain // how entries are linked; empty: they are not
	Deadlines []Deadline
}

// Chain is a way of linking audit entries.
type Chain string

// SHA256PrevBody: the hash of an entry is the SHA-256 of the hash before it,
// followed by the entry's body.
const SHA256PrevBody Chain = "sha256(previous hash, body)"

// A Deadline is a duration of the policy whose end the engine may give as a cause.
type Deadline struct {
	Name string
	May  []string // what it may cause: "acquire", "abort", "undrain", "halt" or "tend"
}

// Policy is what the key's owner decides; bounds are formulas of it.
type Policy struct {
	SealLease       time.Duration // how long a node may seal without renewing
	OpenLease       time.Duration // how long a node may open without renewing
	OwnerLease      time.Duration // how long an owner may be silent
	PublishLead     time.Duration // from B1's evidence to use: the oldest cache of a relying party
	PublishDeadline time.Duration // B1 missed for so long: abort
	DrainDeadline   time.Duration // B2 missed for so long: sealing is given back
	Lifetime        time.Duration // of an artefact, from the end of sealing under its version
	Period          time.Duration // between two slots, for engines that keep their own time
	Emission        time.Duration // δ: longest way from the last check to the answer leaving the node
	DriftPPM        int64         // ρ: how far any clock's rate may be off, parts per million
	Attempts        int           // of one step before the rotation halts
	Backoff         time.Duration // before the second attempt; doubles
	Callers         []string      // who may ask for a rotation
	PoolStamps      int           // how many nodes of each pool must serve, for B1 to pass
}

// Phase is a rotation's phase, in the words of the protocol.
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

// State is the state of one version of a key.
type State = string

const (
	Pending    State = "PENDING" // allocated, never sealed under
	Active     State = "ACTIVE"
	Deprecated State = "DEPRECATED"
	Retiring   State = "RETIRING"
	Revoked    State = "REVOKED"
	Destroyed  State = "DESTROYED"
	Burnt      State = "BURNT" // of an aborted rotation
)

// A View is what the store said of one key at one revision. There is one View
// for each store revision that changed the key's record or its audit; a deployment without revisions has none.
type View struct {
	Key      string
	Revision int64         // of the store; grows
	At       time.Duration // when the store applied it
	Sent     time.Duration // when the writer sent it
	By       string        // the process (with its incarnation) whose write this is

	// RecordWritten says that this revision wrote the record; false when only audit
	// entries were appended or lost. Record, Versions and Halt are then not looked at:
	// the record is as the last revision that wrote it left it.
	RecordWritten bool
	Record
	Versions []Version
	Halt     Halt

	Audit []Entry // appended in this very revision

	// AuditLost counts the entries that this revision deleted or made unreadable,
	// whether or not it wrote the record. A record that is deleted or made
	// unreadable is one written empty: IDLE, no versions, none active.
	AuditLost int
}

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
	Rev              uint64 // the key set's revision
	Target           uint64 // the lowest Rev that may still be stamped
	SealFloor, Floor uint64 // the highest target whose barrier has passed, for sealing and for all
	Active, Next     uint32 // 0: none
	Highest          uint32 // version number ever allocated
	Op               string // operation id of the write
}

// Version is one version of a key.
type Version struct {
	N     uint32
	State State
	Print string // fingerprint of the material; empty until known
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

// A Grant is one accepted write of a node's right to serve.
type Grant struct {
	Key      string
	Revision int64 // of the store
	At       time.Duration
	Until    time.Duration // when it was replaced, deleted or expired; End if it still stood
	Stamp
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

// A Seal is one seal emitted by a node.
type Seal struct {
	ID          int // unique in the run; what an Open refers to
	Key, Node   string
	Incarnation string
	Version     uint32
	Print       string // fingerprint of the material really used
	Nonce       string
	Received    time.Duration // the request reached the node
	Emitted     time.Duration // the answer left the node
	StampRev    uint64        // Rev of the seal stamp the node answered under, 0: none

	// What the client saw: Called, and Returned when Acked; a seal whose answer
	// was lost is not acknowledged.
	Client           string
	Called, Returned time.Duration
	Acked            bool
}

// A Denial is a request to seal that a node turned away. It is apart from Seals
// because nothing was sealed; without it the seal gap at cutover could not be
// seen, and an UNAVAILABLE could not be laid to its cause.
type Denial struct {
	Key, Node   string
	Incarnation string
	Client      string
	At          time.Duration // the answer left the node
	Why         string        // as the node says it
}

// Answer is how an open was answered.
type Answer string

const (
	Right       Answer = "right"       // the plaintext that was sealed
	Wrong       Answer = "wrong"       // another plaintext
	UnknownKey  Answer = "unknown-key" // the node says it does not have the version, or that it does not authenticate
	Unavailable Answer = "unavailable" // the node says it cannot serve now
	Lost        Answer = "lost"        // no answer reached the client
)

// An Open is one attempt to open what was sealed.
type Open struct {
	ID          int
	Seal        int // Seal.ID
	Key, Node   string
	Incarnation string
	Version     uint32
	Client      string
	Called      time.Duration // by the client
	Received    time.Duration // at the node, 0 if never
	Emitted     time.Duration // the answer left the node, 0 if never
	Returned    time.Duration // at the client, 0 if never
	Answer      Answer        // as the node emitted it; Lost if it emitted none
	StampRev    uint64        // Rev of the open stamp the node answered under, 0: none
	Why         string        // of Unavailable

	// Relying says that Node is a relying party, not a node: it works from a
	// cache and has no stamp, so that S11 asks none of it; S3 and S5 do.
	Relying bool
}

// EffectKind is a kind of effect outside the store.
type EffectKind string

const (
	Mint     EffectKind = "mint"     // the key service made material
	Destroy  EffectKind = "destroy"  // the key service destroyed material
	Install  EffectKind = "install"  // pushed to a node: hold this version
	Activate EffectKind = "activate" // pushed to a node: seal under it
	Retire   EffectKind = "retire"   // pushed to a node: stop opening it
	Erase    EffectKind = "erase"    // pushed to a node: forget it
)

// An Effect is one request that took (or was refused) outside the store.
type Effect struct {
	Kind     EffectKind
	Key      string
	Version  uint32
	Op       string
	By       string // process (with incarnation) that asked
	Node     string // of a push
	Window   string // slot the process says it works for, if it says
	Fence    uint64
	Print    string // fingerprint of the material made
	Sent, At time.Duration
	Accepted bool
	Made     bool // the effect changed something; false when it repeated an earlier one
}

// Outcome is how a request was answered.
type Outcome string

const (
	Admitted  Outcome = "admitted"
	Duplicate Outcome = "duplicate" // the window has a rotation already
	Refused   Outcome = "refused"
	Unknown   Outcome = "unknown" // no answer, or an answer that cannot tell
)

// A Trigger is one delivery of a request to rotate.
type Trigger struct {
	ID       string // of the request; deliveries of one request share it
	Key      string
	Window   string
	Attempt  int
	Caller   string
	Worker   string // that it was delivered to
	Called   time.Duration
	Returned time.Duration
	Outcome  Outcome
	Rotation string // of Admitted and Duplicate
	Why      string // of Refused: "busy", "caller", "attempt"…
}

// An Act is what an operator asked for.
type Act struct {
	ID       string
	Verb     string // "abort", "halt", "resume"; of an engine that can: "rotate", "revoke"
	Key      string
	Operator string
	Called   time.Duration
	Returned time.Duration
	Outcome  Outcome
}

// A Page is an alert that reached the pager.
type Page struct {
	Key, Reason, Class string
	At                 time.Duration
}

// A Fault is one fault as it went.
type Fault struct {
	Kind     string
	Text     string // recreates it
	From, To time.Duration
	Injected bool // its moment came
	Bit      int  // how often it changed anything
}

// A Refusal is a write or an effect turned away because its writer was no longer the owner.
type Refusal struct {
	Key, By string
	At      time.Duration
}

package checker

import "time"

// Offers is what an engine's view of itself has.
type Offers struct {
	Record    bool // Views have the record
	Audit     bool // Views have its entries
	Stamps    bool
	Ownership bool // the record names owners and fences
	Dues      bool // it tells of a version that is due
	Limits    bool // it keeps to the limit of seals under a version
	Issues    bool // it issues versions under those of the anchor
	Ends      bool // it seals nothing that outlives its version
	Rewraps   bool // it keeps sealed texts, and moves them before it retires their version
	Turns     bool // it lets pools in one after another
	Spares    bool // it has the next version ready before anybody asks for a rotation
	Promises  bool // it keeps what was promised under one policy when another has come
	Doubts    bool // it goes on from nothing that was changed past it, and tells people

	Generations bool // it goes on in one generation of the store only, and halts in another

	Chain      Chain // how entries are linked; empty: they are not
	TurnedAway Chain // how what was turned away is linked; empty: the engine does not tell of it
	Body       Body  // how the body of an entry is written; empty: in a way of the engine's own
	Deadlines  []Deadline
	Playbooks  []Playbook // that alerts can name; none: the engine has none written down
}

// A Playbook is what people do about one sort of alert, as far as an alert that names it has to
// agree with it.
type Playbook struct {
	Name              string
	Occasion          Occasion `json:",omitempty"` // empty: none of these
	Class, Escalation string   `json:",omitempty"`
	Answers
}

// Answers are the answers to what an operator asks first.
type Answers struct{ EncryptionAffected, DecryptionValid, CustomersMustAct, ManualWorkSafe bool }

// Occasion is a sort of halt that a history tells apart from all others.
type Occasion string

const (
	AskedOccasion      Occasion = "asked"      // an operator has asked for it
	RejectedOccasion   Occasion = "rejected"   // the key service has said that it will never do something
	UnansweredOccasion Occasion = "unanswered" // it has not done something, nor said that, as often as policy tries
	MixedOccasion      Occasion = "mixed"      // a node holds other material than the record names
	PoolOccasion       Occasion = "pool"       // one that is let in to seal does not
)

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

// A Deadline is a duration of the policy whose end the engine may give as a cause.
type Deadline struct {
	Name string
	May  []string // what it may cause: "acquire", "abort", "undrain", "halt" or "tend"
	Of   Term     // the duration that it is the end of; empty: none of these
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

// lasts is how long a term is; 0 if it is no duration.
func (p *Policy) lasts(t Term) time.Duration {
	switch t {
	case PublishTerm:
		return p.PublishDeadline
	case DrainTerm:
		return p.DrainDeadline
	case LifetimeTerm:
		return p.Lifetime
	}
	return 0
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
	Due             time.Duration // age of the active version at which somebody is told that it is due; 0: nobody is
	Emission        time.Duration // δ: longest way from the last check to the answer leaving the node
	DriftPPM        int64         // ρ: how far any clock's rate may be off, parts per million
	WallSkew        time.Duration // how far any machine's wall clock may be off, either way
	Attempts        int           // of one step before the rotation halts; of a window without an operator
	Backoff         time.Duration // before the second attempt; doubles
	Callers         []string      // who may ask for a rotation
	Operators       []string      // who may act on a rotation, approve an emergency, and ask for more attempts of a window than policy has
	PoolStamps      int           // how many nodes of each pool must serve, for B1 to pass
	Anchor          string        // the key under whose active version each version of all others is issued; empty: none
	KeyLife         time.Duration // how long after it was made a version may be used at all; 0: for ever
	SealLimit       int           // how often may be sealed under one version, a 64th part of which a node takes at a time; 0: without limit
	Rewrap          bool          // whether sealed texts are kept in the store for good: they are moved to the active version, and no version is retired while one is kept under it
	Canary          bool          // pools are let in one after another, each when those before it hold what is new
	Spare           bool          // the next version is made and published before anybody asks for it
	Changing        bool          // another policy may come to some machines before others: what was promised under one is kept under the other
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

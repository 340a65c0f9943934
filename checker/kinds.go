package checker

// Answer is how an open was answered.
type Answer string

const (
	Right       Answer = "right"       // the plaintext that was sealed
	Wrong       Answer = "wrong"       // another plaintext
	UnknownKey  Answer = "unknown-key" // the node says it does not have the version, or that it does not authenticate
	Unavailable Answer = "unavailable" // the node says it cannot serve now
	Lost        Answer = "lost"        // no answer reached the client
)

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

// Outcome is how a request was answered.
type Outcome string

const (
	Admitted  Outcome = "admitted"
	Duplicate Outcome = "duplicate" // the window has a rotation already
	Refused   Outcome = "refused"
	Unknown   Outcome = "unknown" // no answer, or an answer that cannot tell
)

// Phases is every phase, in the order in which a rotation comes to them.
var Phases = []Phase{Idle, Intent, Staged, Published, Verified, Draining, Committed, Aborting, Aborted, Halted}

// The words for each, where more than one place asks for them.
var (
	knownAnswers  = []Answer{Right, Wrong, UnknownKey, Unavailable, Lost}
	knownEffects  = []EffectKind{Mint, Destroy, Install, Activate, Retire, Erase}
	knownOutcomes = []Outcome{Admitted, Duplicate, Refused, Unknown}
)

package engine

// Trigger asks for a rotation. It is only a request: it may come late, twice, to
// anyone.
type Trigger struct {
	ID      string // of the request; repeated deliveries share it
	Key     string
	Window  string // the slot it is for: at most one rotation each
	Attempt int    // from 1; the next one only after the last was aborted
	Caller  string
}

// Act is what an operator asks for.
type Act struct {
	ID       string
	Verb     string // one of Acts
	Key      string
	Rotation string // that is meant; empty: whichever is in flight when the act arrives
	Operator string
	Reason   string
	Version  uint32 // that is meant, of hold, release and revoke
	Of       string // of approve: the ID of the act that is approved
}

// What an operator can ask for. An emergency, which is to rotate without a window or to
// revoke a version before its lifetime has passed, waits until another operator approves it.
const (
	AbortAct   = "abort"
	HaltAct    = "halt"
	ResumeAct  = "resume"
	HoldAct    = "hold"    // a version is not to be retired or revoked
	ReleaseAct = "release" // it may be again
	RevokeAct  = "revoke"  // emergency
	RotateAct  = "rotate"  // emergency
	ApproveAct = "approve"
)

// Outcome is how a request was answered.
type Outcome string

const (
	Admitted  Outcome = "admitted"
	Duplicate Outcome = "duplicate" // the window's rotation exists already
	Refused   Outcome = "refused"
	Unknown   Outcome = "unknown" // ask again, with the same window
)

// Answer is what a caller is told.
type Answer struct {
	Outcome  Outcome
	Rotation string // of Admitted and Duplicate
	Why      string // of Refused and Unknown: one of the reasons below, or the engine's own words
}

// Reasons that every engine gives in these words, since what follows from them
// differs: whoever is refused as busy may ask again, for the same window.
const (
	WhyBusy        = "busy"        // another window is in flight
	WhyAttempt     = "attempt"     // it is not this attempt's turn
	WhyCaller      = "caller"      // the caller has no right to ask
	WhyUnsupported = "unsupported" // there is no such act in this engine, whoever asks for it and whenever
	WhyAnchor      = "anchor"      // the key is to be issued under another that has no active version yet
	WhyMalformed   = "malformed"   // no request can be as it is: a name is none by ValidName, a text longer than MaxText, the attempt below 1, the act none of Acts
)

// Refuse is a refusal with its reason.
func Refuse(why string) Answer { return Answer{Outcome: Refused, Why: why} }

package sim

import "time"

// An Ending is all that a run leaves behind.
type Ending struct {
	Hash      [32]byte        // of every decision and event, see trace.go
	End       time.Duration   // how far it got: all the way, unless it was stopped
	Steps     int             // tasks and wake-ups that ran
	Decisions []Decision      // nil if [Config].NoLog, else never: it can be given to [Config].Replay as it is
	Trace     []Event         // only if [Config].Keep
	Decided   []time.Duration // when each decision was made, only if [Config].Keep
	Findings  []Finding       // in the order in which they were made
	Diverged  *Divergence     // of a replay from its log; nil if it followed it to the end
}

// The kinds of [Finding].
const (
	KindPanic    = "panic"    // a process or task panicked; the run went on
	KindExit     = "exit"     // a process or task called runtime.Goexit; the run went on
	KindStall    = "stall"    // a process or task did not come back; the run was abandoned
	KindLivelock = "livelock" // too much happened at one instant; the run was stopped
	KindRunaway  = "runaway"  // too much happened; the run was stopped
)

// A Finding is something that went wrong with a program in the simulation, as
// opposed to something that the program did wrong: the latter is for a checker.
type Finding struct {
	Kind    string
	Process string // empty if it was a task
	Detail  string
	Stack   string // for people; it is not the same on every machine
	At      time.Duration
}

// A Decision is one choice that a run made: where, among how many, and which.
type Decision struct {
	Place        string
	Among, Which int32
}

// A Divergence says where a replay left its log.
type Divergence struct {
	Index            int    // of the decision, from 0
	Label            string // the place
	Expected, Actual string // what the log has and what the run did
}

// An Event is a line of the trace. Events form a tree: Cause is the ID of the
// latest event in the context that made this one happen, 0 at the roots.
type Event struct {
	ID, Cause           uint32
	At                  time.Duration
	Actor, What, Detail string
	A, B                int64
	Sum                 uint64 // of what is too long to tell, such as a message; 0: nothing is
}

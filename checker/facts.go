package checker

import "time"

// Wrote is one key of the store as one revision left it.
type Wrote struct {
	Object  string // the store's key
	Value   []byte // empty: it was deleted, or is nothing
	Deleted bool
	Lease   int64 // it hangs on; 0: none
	Says          // what the engine says that the value means, if it can be read

	// Was is what was there before, where the history does not have the write of it: it had
	// been there before it begins.
	Was Loss `json:",omitempty"`

	Holds *Holding // of a text that is kept: what opens it; nil: none does of all that the key service ever made
}

// Loss is what can be lost of what was there before a history begins.
type Loss string

const (
	RecordLoss Loss = "record"
	EntryLoss  Loss = "entry"
)

// Holding is what a kept text is, by the material that opens it.
type Holding struct {
	Used  Sealing
	Plain string // names what it opens to, without telling it
}

// Says is an engine's own reading of a stored value: at most one of the pointers is
// set; none if it shows nothing of it, or cannot read it.
type Says struct {
	Record     *Record
	Versions   []Version // of a Record
	Halt       Halt      // of a Record that is halted
	Entry      *Entry
	Stamp      *Stamp
	TurnedAway *TurnedAway // the last one of the key
	Kept       *Kept
}

// Leased is what became of a lease of the store.
type Leased struct {
	Lease int64
	Did   LeaseEvent
	TTL   time.Duration // of Granted and Extended
}

// LeaseEvent is something that happens to a lease.
type LeaseEvent string

const (
	LeaseGranted  LeaseEvent = "granted"
	LeaseExtended LeaseEvent = "extended" // by its holder; or by the store, which then is the actor
	LeaseExpired  LeaseEvent = "expired"
	LeaseRevoked  LeaseEvent = "revoked"
)

// PutBack is the start of a store whose data was put back to an older copy. Its fact names
// the revision at which what that has changed is written, by the store.
type PutBack struct{}

// Asked is one request of an engine's process to another machine, whether or not it
// ever arrived.
type Asked struct {
	Verb    string
	To      string   // the machine
	Step    string   // of a rotation, as the engine's view calls it; empty: none
	Op      string   // operation id; of the key service
	Version uint32   // of the key service and of a push
	Fence   uint64   // as the last
	Puts    []string // keys that a transaction writes if its conditions hold
	Reads   []Seen   // what a transaction has read
	Stale   bool     // it asked for no more than some replica knows, which may be behind
	Would   *Record  // of a key's record that a transaction would have written, had its conditions held
	Reply   Reply
	Print   string // of the material that the answer tells of
	Gone    bool   // and that it is destroyed
}

// A Seen is one key that a read found, and the revision that had written it.
type Seen struct {
	Object string
	Mod    int64
}

// Reply is how a request was answered.
type Reply string

const (
	NoReply  Reply = ""         // no answer came in time: nobody knows what became of it
	Done     Reply = "done"     // a transaction: its conditions held
	NotHeld  Reply = "not held" // its conditions did not hold
	Failed   Reply = "failed"   // an error that tells that nothing was done
	Rejected Reply = "rejected" // for good
)

// Outside is one request that took (or was refused) outside the store.
type Outside struct {
	Kind     EffectKind
	Version  uint32
	Op       string
	Node     string // of a push
	Window   string // slot the process says it works for, if it says
	Fence    uint64
	Print    string        // fingerprint of the material made
	Under    uint32        // version of the anchor that it is made under; 0: none
	Ends     time.Duration // of a mint: when what was made ends by what the key service says, in true time; 0: never
	Accepted bool
	Made     bool // the effect changed something; false when it repeated an earlier one
}

// Emitted is a seal that has left a node. Sent and Received are its client's, Arrived
// and At the node's.
type Emitted struct {
	Seal   int // its number, unique in the run
	Client string
	Said   Sealing
	Used   Sealing // by the material that opens the text; zero if none does that was ever made
	Rev    uint64  // of the seal stamp that the node says it answered under
}

// Sealing is under what something was sealed.
type Sealing struct {
	Version      uint32
	Print, Nonce string
}

// Denied is a request to seal that a node turned away.
type Denied struct {
	Client string
	Why    string // as the node says it
}

// Opened is one attempt to open what was sealed, or what was made of it.
type Opened struct {
	Seal    int
	Forged  string `json:",omitempty"` // what was done to the text, in words of the deployment; empty: it is the one that was sealed
	Node    string
	Client  string
	Version uint32        // that the text says it is under
	Answer  Answer        // as the node emitted it; Lost if it emitted none
	Rev     uint64        // of the open stamp that the node says it answered under
	Why     string        // of Unavailable
	Relying bool          // Node is a relying party: it works from a cache and has no stamp
	Cache   string        // of one: how it keeps its view, in words of the deployment
	Asked   time.Duration // of one: when it asked for the view that it has opened by
}

// Lodged is one request to keep a text for good.
type Lodged struct {
	Name   string // under which it is to be kept
	Plain  string // names the text, without telling it
	Node   string
	Client string
	Answer Reply  // as the node emitted it: Done, Failed where it is not kept and will not be, or NoReply
	Why    string // of the others than Done
}

// Recalled is one request for what is kept under a name.
type Recalled struct {
	Name   string
	Node   string
	Client string
	Answer Recall
	Plain  string // of RecallText: names what came back
	Why    string // of RecallUnavailable
}

// Recall is how a request for what is kept was answered.
type Recall string

const (
	RecallText        Recall = "text"
	RecallNothing     Recall = "nothing"     // nothing is kept under that name
	RecallUnknownKey  Recall = "unknown-key" // the node says that it does not have the version, or that it does not authenticate
	RecallUnavailable Recall = "unavailable"
	RecallLost        Recall = "lost" // no answer
)

// Requested is one delivery of a request to rotate; Sent and Received are its caller's.
type Requested struct {
	ID       string // of the request; deliveries of one request share it
	Window   string
	Attempt  int
	Caller   string
	Worker   string // that it was delivered to
	Outcome  Outcome
	Rotation string // of Admitted and Duplicate
	Why      string // of Refused: "busy", "caller", "attempt"…
}

// Acted is what an operator asked for; Sent and Received are the operator's.
type Acted struct {
	ID       string
	Verb     string
	Rotation string // that is meant; empty: whichever is in flight
	Operator string
	Reason   string
	Worker   string
	Outcome  Outcome
	Why      string // of Refused; "" where it was not seen

	Versions []uint32 // that it names; none: the verb needs none
	Of       string   // of approve: the ID of the act that is approved
}

// Paged is an alert that reached the pager.
type Paged struct {
	Halt   Halt
	Notice bool // nothing is halted
	Due    bool // it says that the active version is due to be rotated

	Version uint32   `json:",omitempty"` // that it says has to be looked after by hand; 0: none
	Nodes   []string `json:",omitempty"` // where
}

// A Fault is one fault as it went.
type Fault struct {
	Kind     string
	Text     string // recreates it
	From, To time.Duration
	Injected bool            // its moment came
	Bites    []time.Duration // when it changed anything
	On       []string        // machines that it struck
	Between  [][2]string     // of each of Bites: from which machine to which the message went that it changed; empty: it changed no message
}

// Ran is a change of how a machine runs. Its actor is the incarnation that begins or
// ends with it.
type Ran struct {
	Machine string
	Did     MachineEvent
	Renewed bool `json:",omitempty"` // of a start: under the new policy
}

// MachineEvent is a change of how a machine runs.
type MachineEvent string

const (
	Starts  MachineEvent = "starts"
	Crashes MachineEvent = "crashes"
	Pauses  MachineEvent = "pauses"
	Resumes MachineEvent = "resumes"
)

// OnDisk is something done on a machine's own disk.
type OnDisk struct {
	Did   DiskEvent
	File  string // of DiskWrite and DiskRemove
	Print string // of DiskWrite: of the material that is written; empty: it is none
	Bad   bool   // the disk gave an error, and nothing was done
}

// DiskEvent is something that is done on a disk.
type DiskEvent string

const (
	DiskWrite  DiskEvent = "write"
	DiskRemove DiskEvent = "remove"
	DiskSync   DiskEvent = "sync"
	DiskRevert DiskEvent = "revert" // what was not synced is lost
	DiskTear   DiskEvent = "tear"   // the half of each file that was not synced is on it
	DiskWipe   DiskEvent = "wipe"   // all is lost: another disk is in its place
)

package checker

import "time"

// A Past is what a history comes to: what an observer can work out of its facts. Every
// slice is in the order in which the things took effect.
type Past struct {
	*History

	Seals    []Seal
	Denials  []Denial
	Opens    []Open
	Forged   []Open // asked for with a text that is not the one that was sealed
	Views    []View
	Stamps   []Grant
	Leases   []LeaseLife
	Attached []Attached
	Asks     []Ask
	Effects  []Effect
	Triggers []Trigger
	Acts     []Act
	Pages    []Page
	Faults   []Fault
	Refusals []Refusal
	Notes    []Note
	Keeps    []Keep
	Lodges   []Lodge
	Recalls  []Recalling
	Copies   []Copy
	Starts   []Start
	Stands   []Stretch // of machines that were paused
	Meddled  []Meddling

	replayed  *replayed                // of the past of one key
	touches   []touch                  // as the last
	servers   servers                  // as the last: the stamps of each
	lives     byVersion[life]          // as the last
	ends      byVersion[time.Duration] // of versions; as the last
	allocated byVersion[*Policy]       // as the last: under which each version was allocated
	soonest   map[int64]time.Duration  // by revision, when it was written at the earliest, where that is not known to the moment; looked up only
	renewed   map[string]bool          // incarnations that were started under the new policy; looked up only
	duty      map[string]Duty          // of each machine; looked up only
	pools     map[string]string        // of each node, the pool; looked up only
	copies    []comeback               // what came each time that the store was put back
	above     []Meddling               // with the anchor, which this key is issued under; as the last
	fellows   []*Past                  // the pasts of all keys, this one's too; nil if there is only one

	twoRecords *twoRecords // the first one that stood at two places; nil: none did

	// Healed is when the last fault stopped, zero if none was injected.
	Healed time.Duration
}

// A View is what the store said of one key at one revision. There is one View
// for each store revision that changed the key's record or its audit; a deployment without revisions has none.
type View struct {
	Key      string
	Revision int64         // of the store; grows
	Early    time.Duration // when the store applied it, at the earliest
	At       time.Duration // and at the latest
	Sent     time.Duration // when the writer sent it
	By       string        // the process (with its incarnation) whose write this is
	Object   string        // where the store has the record

	// RecordWritten says that this revision wrote the record; false when only audit
	// entries were appended or lost. Record, Versions and Halt are then not looked at:
	// the record is as the last revision that wrote it left it.
	RecordWritten bool
	Record
	Versions []Version
	Halt     Halt

	Audit  []Entry  // appended in this very revision
	Stored [][]byte // the values that these were read off, one for each

	// AuditLost counts the entries that this revision deleted or made unreadable,
	// whether or not it wrote the record. A record that is deleted or made
	// unreadable is one written empty: IDLE, no versions, none active.
	AuditLost int
}

// early is when a view came about at the earliest, as far as that is known.
func (v *View) early() time.Duration {
	if v.Early == 0 {
		return v.At
	}
	return v.Early
}

// citeAt cites the record as it stood at some time.
func (h *Past) citeAt(when time.Duration) []Cite {
	if v := viewAt(h.Views, when); v != nil {
		return citing(v)
	}
	return nil
}

// A Grant is one accepted write of a node's right to serve, or one extension of the
// lease that it hangs on.
type Grant struct {
	Key       string
	Object    string        // where the store has it
	Revision  int64         // of the store
	Asked     time.Duration // when it was sent for
	Early, At time.Duration // it was written
	Until     time.Duration // when it was replaced, deleted or expired; End if it still stood
	Ended     int64         // the revision that did so; 0 if none did
	By        string        // the process that wrote it
	Lease     int64         // that it hangs on
	TTL       time.Duration // of that lease; 0: not known
	Kept      bool          // it is an extension of the one before
	Stamp
}

// A LeaseLife is one lease of the store.
type LeaseLife struct {
	ID             int64
	By             string
	TTL            time.Duration
	Granted, Ended time.Duration // Ended is End if it still stood
	Extended       []time.Duration
	Sure           time.Duration // until when it had certainly not run out, whatever others have done to it
	Ending         LeaseEvent    // how it ended; empty: it did not
}

// An Ask is one request of an engine's process to another machine.
type Ask struct {
	ID  int // of its fact
	Key string
	By  string
	Times
	Revision int64
	*Asked
}

// A Start is one incarnation of a machine.
type Start struct {
	Machine, Incarnation string
	From, To             time.Duration // To is End if it still ran
}

// A Stretch is a time during which a machine stood still.
type Stretch struct {
	Machine  string
	From, To time.Duration
}

// A Seal is one seal emitted by a node.
type Seal struct {
	ID          int // unique in the run; what an Open refers to
	Key, Node   string
	Incarnation string
	Sealing                   // by the material that opens it
	Said        Sealing       // by the node; the versions are the same, or V0 is broken
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

// An Open is one attempt to open what was sealed.
type Open struct {
	ID          int // of its fact
	Key         string
	Incarnation string        // of the node that answered
	Called      time.Duration // by the client
	Received    time.Duration // at the node, 0 if never
	Emitted     time.Duration // the answer left the node, 0 if never
	Returned    time.Duration // at the client, 0 if never
	Opened
}

// EachOpen yields all that was asked to be opened, and then all that was forged.
func (h *Past) EachOpen(yield func(*Open) bool) {
	for _, opens := range [][]Open{h.Opens, h.Forged} {
		for i := range opens {
			if !yield(&opens[i]) {
				return
			}
		}
	}
}

// An Effect is one request that took (or was refused) outside the store.
type Effect struct {
	Key             string
	By              string // process (with incarnation) that asked
	Sent, Early, At time.Duration
	Outside
}

// A Trigger is one delivery of a request to rotate.
type Trigger struct {
	Key              string
	Called, Returned time.Duration
	Requested
}

// An Act is what an operator asked for.
type Act struct {
	Key              string
	Called, Returned time.Duration
	Acted
}

// A Page is an alert that reached the pager.
type Page struct {
	Key      string
	By       string // the process
	Ask      int    // the fact of its request; 0: not seen
	Sent, At time.Duration
	Paged
}

// A Copy is material on the disk of a machine.
type Copy struct {
	Key, Machine, Print string

	Written time.Duration
	Durable time.Duration // -1: never was
	Gone    time.Duration // so that no crash brings it back; -1: it is there to the end
}

// A Keep is one write of what is kept for good under a name.
type Keep struct {
	Key             string
	Name            string
	Object          string // where the store has it
	Revision        int64
	Sent, Early, At time.Duration
	By              string // the process that wrote it
	Gone            bool   // it was deleted, or is nothing that can be read; then the rest is empty
	Spoiled         bool   // it is gone, and what nobody can read stands in its place
	ByHand          bool   // it is gone, and nobody of the engine did it
	Said            Kept   // by the engine
	Holding                // by the material that opens it; zero if none does
}

// A Lodge is one request to keep something.
type Lodge struct {
	ID               int // of its fact
	Key, Incarnation string
	Called           time.Duration // by the client
	Emitted          time.Duration // the answer left the node, 0 if never
	Returned         time.Duration // at the client, 0 if never
	Lodged
}

// A Recalling is one request for what is kept.
type Recalling struct {
	ID               int // of its fact
	Key, Incarnation string
	Called           time.Duration
	Emitted          time.Duration
	Returned         time.Duration
	Recalled
}

// Note is a request that an engine has noted as turned away.
type Note struct {
	Key, By   string
	Revision  int64
	Early, At time.Duration
	TurnedAway
}

// A Refusal is a write or an effect turned away because its writer was no longer the owner.
type Refusal struct {
	Key, By string
	At      time.Duration
}

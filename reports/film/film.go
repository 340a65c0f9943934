package film

// Version is the version of the form.
const Version = 1

// MostFrames is how many frames a film has at most: of a longer run a stretch is filmed, and
// [Cut] says which.
const MostFrames = 10_000

// MostLanes is how many lanes a film has at most: more than a run has machines.
const MostLanes = 4096

// A Film is one run, frame by frame.
type Film struct {
	Version int      `json:"film_version"`
	Run     Run      `json:"run"`
	Cut     Cut      `json:"cut"`
	Texts   []string `json:"texts"` // the first is empty
	Keys    []string `json:"keys"`
	Lanes   []Track  `json:"lanes"`

	First    int      `json:"first"` // the number of the first frame; 0: there is none
	Frames   Frames   `json:"frames"`
	Messages Messages `json:"messages"`

	Bands    []Band       `json:"bands"`
	Events   []EventMark  `json:"events"`
	Leases   []LeaseMark  `json:"leases"`
	Stamps   []StampMark  `json:"stamps"`
	Tenures  []TenureMark `json:"tenures"`
	Lamps    []Lamp       `json:"lamps"`
	Margins  []Margin     `json:"margins"`
	Knowings Knowings     `json:"knowings"`
}

// Run says which run it is.
type Run struct {
	Engine    string   `json:"engine"`
	Scenario  string   `json:"scenario"` // "standard" for a random run
	Seed      string   `json:"seed"`     // decimal: JSON's numbers are too short
	TraceHash string   `json:"trace_hash"`
	Verdict   string   `json:"verdict"` // on the run
	Why       []string `json:"why"`     // what is to be known beside the verdict, each in a sentence
	// CallTimeout is how long whoever asks waits for an answer.
	CallTimeout int64 `json:"call_timeout"`
	End         int64 `json:"end"`
}

// Cut says what of a longer run is not in the film.
type Cut struct {
	Before int    `json:"before"` // frames that come before
	After  int    `json:"after"`  // and after
	Advice string `json:"advice"` // what to do about it; "" if nothing is left out
}

// A Track is a lane, one place at which something happens.
type Track struct {
	Name   string       `json:"name"`
	Kind   string       `json:"kind"`   // see words.go
	Pool   string       `json:"pool"`   // of a node
	Lives  []Life       `json:"lives"`  // its incarnations
	Stands []Standstill `json:"stands"` // when it stood still
}

// A Life is one incarnation of a machine.
type Life struct {
	Self string `json:"self"`
	From int64  `json:"from"`
	To   int64  `json:"to"`
}

// A Standstill is a time for which a machine was paused.
type Standstill struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
}

// Frames are the events of the trace, in their order.
type Frames struct {
	Cause   []int   `json:"cause"` // the frame that it follows from; 0: none that is in the film
	At      []int64 `json:"at"`
	Lane    []int   `json:"lane"`
	Kind    []int   `json:"kind"`    // text: what the trace calls it
	Says    []int   `json:"says"`    // text: it in words
	Message []int   `json:"message"` // that it is part of, from 1; 0: none
	Step    []int   `json:"step"`    // text: what step of a rotation it is about, in the words of the protocol; 0: none
}

// Messages are the requests that were sent, each with its answer. What never happened, or is not
// known, is 0; what a message came to is in Fate.
type Messages struct {
	From     []int   `json:"from"` // lane
	To       []int   `json:"to"`   // lane
	Label    []int   `json:"label"`
	Asked    []int   `json:"asked"`  // frame at which it was sent
	Answer   []int   `json:"answer"` // frame at which it was answered first
	Heard    []int   `json:"heard"`  // first frame of the asker that follows from the answer
	Sent     []int64 `json:"sent"`
	Arrived  []int64 `json:"arrived"`
	Answered []int64 `json:"answered"`
	Received []int64 `json:"received"`
	Fate     []int   `json:"fate"` // text, see words.go
}

// A Band is a time in which something had one state.
type Band struct {
	Kind     string `json:"kind"` // PhaseBand or VersionBand
	Key      string `json:"key"`
	State    string `json:"state"`    // the phase, or the version's state
	Version  int    `json:"version"`  // of a VersionBand
	Rotation string `json:"rotation"` // of a PhaseBand; "" if none is in flight
	Window   string `json:"window"`   // likewise
	Owner    string `json:"owner"`    // likewise; the process
	Fence    uint64 `json:"fence"`    // likewise
	Revision int64  `json:"revision"` // of the store, that began it
	Frame    int    `json:"frame"`    // likewise
	From     int64  `json:"from"`
	To       int64  `json:"to"`
}

// An EventMark is one event that was planned, and what became of it. Of what was asked for, and is no
// fault, it says so.
type EventMark struct {
	Kind     string   `json:"kind"`
	Text     string   `json:"text"` // recreates it
	Asked    bool     `json:"asked"`
	Injected bool     `json:"injected"`
	WhyNot   string   `json:"why_not"`
	From     int64    `json:"from"`
	To       int64    `json:"to"`
	Frame    int      `json:"frame"` // the last one before it, or with it; 0: it was not injected, or before all
	On       []string `json:"on"`    // machines that it struck
	Bites    []int64  `json:"bites"`
	Between  [][]int  `json:"between"` // of each bite: lanes from and to of the message that it changed; empty: of none
}

// A LeaseMark is one lease of the store.
type LeaseMark struct {
	ID       int64   `json:"id"`
	Lane     int     `json:"lane"` // of whom it is
	Self     string  `json:"self"`
	TTL      int64   `json:"ttl"`
	Granted  int64   `json:"granted"`
	Extended []int64 `json:"extended"`
	Ended    int64   `json:"ended"`
	Ending   string  `json:"ending"` // "": it stood to the end
}

// A StampMark is a node's right to serve, from its grant to its end.
type StampMark struct {
	Key     string `json:"key"`
	Lane    int    `json:"lane"`
	Self    string `json:"self"` // the incarnation that holds it
	Sealing bool   `json:"sealing"`
	Rev     uint64 `json:"rev"`   // of the key set, that it is of
	Seal    int    `json:"seal"`  // version; 0: none
	Opens   []int  `json:"opens"` // versions
	Kept    bool   `json:"kept"`  // it is an extension of the one before
	Lease   int64  `json:"lease"` // that it hangs on; 0: none
	TTL     int64  `json:"ttl"`   // of that; 0: not known
	Ends    int64  `json:"ends"`  // when it runs out by that, if nothing comes between; 0: not known
	Frame   int    `json:"frame"`
	From    int64  `json:"from"`
	To      int64  `json:"to"`
}

// A TenureMark is the time for which one process owned a key.
type TenureMark struct {
	Key   string `json:"key"`
	Lane  int    `json:"lane"`
	Self  string `json:"self"`
	Fence uint64 `json:"fence"`
	Lease int64  `json:"lease"` // that it hung on; 0: none that is known
	Frame int    `json:"frame"`
	From  int64  `json:"from"`
	To    int64  `json:"to"`
}

// A Lamp is one invariant, or one thing that a process did to itself.
type Lamp struct {
	ID       string   `json:"id"`
	Sentence string   `json:"sentence"`
	State    string   `json:"state"` // see words.go
	Why      string   `json:"why"`   // it was not judged, or given up
	Frame    int      `json:"frame"` // at which it was first violated; 0: it was not, or not in what is filmed
	At       int64    `json:"at"`
	Count    int      `json:"count"`      // of all violations
	Broken   []Breach `json:"violations"` // the earliest few
}

// A Breach is one way in which it was violated.
type Breach struct {
	Clause string    `json:"clause"`
	Key    string    `json:"key"`
	Detail string    `json:"detail"`
	Frame  int       `json:"frame"`
	At     int64     `json:"at"`
	Cites  []Pointer `json:"cites"`
}

// A Pointer is something that a violation speaks of.
type Pointer struct {
	Of    string `json:"of"`
	Who   string `json:"who"`
	Frame int    `json:"frame"` // 0: it is in none
	At    int64  `json:"at"`
}

// A Margin is how much was left of a bound: so much of it at From, and less by as much as time
// passes, until To, but never less than nothing.
type Margin struct {
	Kind  string `json:"kind"` // see words.go
	Key   string `json:"key"`
	Lane  int    `json:"lane"` // whose bound it is; of a rotation's, the store
	Bound int64  `json:"bound"`
	Left  int64  `json:"left"`
	From  int64  `json:"from"`
	To    int64  `json:"to"`
}

// Knowings are what processes knew, one row whenever that changed. Each says all that is known
// of a key at a lane from its frame on.
type Knowings struct {
	Frame    []int    `json:"frame"`
	Lane     []int    `json:"lane"`
	Key      []int    `json:"key"`      // number in Film.Keys
	Revision []int64  `json:"revision"` // of the latest record that it has read or written; 0: none
	Phase    []int    `json:"phase"`    // text, of that record
	Fence    []uint64 `json:"fence"`    // likewise
	Owns     []bool   `json:"owns"`     // that record says that it is the owner
	Seals    []int    `json:"seals"`    // version that its stamps in the store let it seal under; 0: none
	Opens    []int    `json:"opens"`    // text: the versions that they let it open
}

package engine

import "time"

// Verb names what is asked for.
type Verb string

const (
	VerbTxn       Verb = "txn"
	VerbAwait     Verb = "await"
	VerbGrant     Verb = "grant"
	VerbKeepAlive Verb = "keep-alive"
	VerbRevoke    Verb = "revoke-lease"
	VerbCreate    Verb = "mint"
	VerbLookup    Verb = "lookup"
	VerbDestroy   Verb = "destroy"
	VerbFetch     Verb = "fetch"
	VerbNodes     Verb = "nodes"
	VerbPush      Verb = "push"
	VerbPage      Verb = "page"
	VerbRead      Verb = "disk-read"
	VerbWrite     Verb = "disk-write"
	VerbRemove    Verb = "disk-remove"
	VerbSync      Verb = "disk-sync"
	VerbSleep     Verb = "sleep"
)

// A Request is what an engine process asks of the world around it: a value of one
// of the types in this file, which says all there is to it. It can be kept, looked
// at, sent twice, and written down; the process that asked waits for the Reply.
type Request interface{ Verb() Verb }

// A Reply is what a request is answered with, by type of request:
//
//	Txn → TxnResult      Create → Made      Nodes → []string
//	Await → News         Lookup → Found     Read → File
//	Grant → Lease        Fetch → Material   all others → nil
type Reply any

// Txn is one atomic transaction: all of Then when every If holds, else all of
// Else. At most 128 operations, 1.5 MiB in all where it writes, and no key is put
// twice, as in etcd.
type Txn struct {
	If   []Compare
	Then []Op
	Else []Op
	// Stale lets a transaction of which neither branch writes be answered from the
	// past, by a replica that may be behind: conditions and reads are of one revision,
	// which the result names, and which may be older than one seen before. Where a
	// branch writes it means nothing.
	Stale bool
	// Bound lets the conditions hold in one generation of the store only, which is
	// Generation.
	Bound      bool
	Generation uint64
}

// Requests to the store; see [Store] for what they mean.
type (
	Await struct {
		Prefix string
		After  int64
		Wait   time.Duration
	}
	Grant     struct{ TTL time.Duration }
	KeepAlive struct{ Lease Lease }
	Revoke    struct{ Lease Lease }
)

// Requests to the key service; see [KeyService].
type (
	Create struct {
		Op, Key string
		Version uint32
		Fence   uint64
		Under   Issuer
		Life    time.Duration
	}
	Lookup  struct{ Op string }
	Destroy struct {
		Op, Key string
		Version uint32
		Fence   uint64
	}
	Fetch struct {
		Key     string
		Version uint32
	}
)

// Found is what a Lookup found, if anything.
type Found struct {
	Made  Made
	Found bool
}

// Requests to the fleet and to the pager.
type (
	Nodes struct{ Pool string }
	Push  struct {
		Node    string
		Command Command
	}
	Page struct{ Alert Alert }
)

// Requests to the machine's own disk and clock.
type (
	Read  struct{ Name string }
	Write struct {
		Name string
		Data []byte
	}
	Remove struct{ Name string }
	Sync   struct{}
	Sleep  struct{ For time.Duration }
)

// File is what a Read found, if anything.
type File struct {
	Data  []byte
	Found bool
}

func (Txn) Verb() Verb       { return VerbTxn }
func (Await) Verb() Verb     { return VerbAwait }
func (Grant) Verb() Verb     { return VerbGrant }
func (KeepAlive) Verb() Verb { return VerbKeepAlive }
func (Revoke) Verb() Verb    { return VerbRevoke }
func (Create) Verb() Verb    { return VerbCreate }
func (Lookup) Verb() Verb    { return VerbLookup }
func (Destroy) Verb() Verb   { return VerbDestroy }
func (Fetch) Verb() Verb     { return VerbFetch }
func (Nodes) Verb() Verb     { return VerbNodes }
func (Push) Verb() Verb      { return VerbPush }
func (Page) Verb() Verb      { return VerbPage }
func (Read) Verb() Verb      { return VerbRead }
func (Write) Verb() Verb     { return VerbWrite }
func (Remove) Verb() Verb    { return VerbRemove }
func (Sync) Verb() Verb      { return VerbSync }
func (Sleep) Verb() Verb     { return VerbSleep }

package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Lease names a lease of the store. Zero is no lease.
type Lease int64

// KV is one key of the store as it stood at some revision.
type KV struct {
	Key    string
	Value  []byte // not to be changed
	Create int64  // revision that created the key
	Mod    int64  // revision that wrote it last
	Lease  Lease  // it disappears with, if not zero
}

// Compare is one condition of a transaction: the key's last revision equals
// Mod. A key that does not exist has Mod 0.
type Compare struct {
	Key string
	Mod int64
}

// OpKind says what an Op does.
type OpKind uint8

const (
	OpPut OpKind = iota
	OpDelete
	OpGet    // one key
	OpPrefix // all keys under a prefix, in key order
)

// Op is one operation of a transaction.
type Op struct {
	Kind  OpKind
	Key   string
	Value []byte
	Lease Lease
	// Of OpPrefix: only keys behind After, and only the first Limit of them; "" and 0
	// for all. Pages that were read in several transactions are of several revisions.
	After string
	Limit int
}

// Put, Del, Get, Prefix and Paged build the operations.
func Put(key string, value []byte, lease Lease) Op {
	return Op{Kind: OpPut, Key: key, Value: value, Lease: lease}
}
func Del(key string) Op    { return Op{Kind: OpDelete, Key: key} }
func Get(key string) Op    { return Op{Kind: OpGet, Key: key} }
func Prefix(key string) Op { return Op{Kind: OpPrefix, Key: key} }
func Paged(prefix, after string, limit int) Op {
	return Op{Kind: OpPrefix, Key: prefix, After: after, Limit: limit}
}

// TxnResult is what a transaction gave. Reads see the store at Revision.
type TxnResult struct {
	Held       bool // every condition held
	Revision   int64
	Reads      [][]KV // one for each Get or Prefix of the branch that ran, in order
	Generation uint64 // of the store; see [Store]
}

// News is what a wait for a change has learned: of each key that changed, its last
// state (Mod 0 and nil Value when it was deleted). Up to Revision nothing was
// missed.
type News struct {
	KVs      []KV
	Revision int64
}

// Store is a linearizable key-value store with etcd's semantics. Revisions grow, and
// are not dense: others may write to the same store what this process does not see.
//
// While the store has no leader a call is ErrUnavailable or ErrUnknown, but for a read
// that is content with the past. Whoever leads it next lets every lease live its whole
// time again.
//
// A store that is put back to an older copy of its data is another generation of it, and
// tells so with each answer to a transaction: which one it is stands outside the data. Keys
// are as they were then, the leases of then live their whole time again and no others do,
// and revisions go on above all that were ever told, before which all is forgotten. With
// etcd the generation is the id of the cluster, and a transaction that is bound to one is
// sent over no connection but to that.
type Store interface {
	Txn(Txn) (TxnResult, error)
	// Await returns when a key under prefix has changed after the given revision,
	// or when wait has passed: then with no keys, and with the revision that was
	// asked for, since nothing has been learned, not even that the store is there.
	//
	// A long past is told in pieces, each up to a revision; to wait from there again
	// misses nothing. ErrCompacted: what came after that revision is no longer kept,
	// in full; read, and wait from there. ErrUnavailable: the watch broke, or there is
	// none now; to wait from the same revision again misses nothing.
	Await(prefix string, after int64, wait time.Duration) (News, error)
	// Grant makes a lease; the store counts its time from processing the call. It
	// gives whole seconds, and at least its own minimum; more than it can count is
	// refused.
	Grant(ttl time.Duration) (Lease, error)
	// KeepAlive starts a lease's time again.
	KeepAlive(Lease) error
	// Revoke ends a lease and deletes its keys.
	Revoke(Lease) error
}

// Made is what the key service knows of one operation id.
type Made struct {
	Key       string
	Version   uint32
	Print     string // fingerprint of the material
	Under     Issuer
	Destroyed bool
	End       time.Duration // on the key service's wall clock: from then on the material is not to be had; 0: never
}

// An Issuer is the version of another key that a version is issued under: who has that one
// can have this one, and when its material is destroyed this one cannot be fetched any more.
// Zero: none.
type Issuer struct {
	Key     string
	Version uint32
}

// Material is the secret of one version.
type Material struct {
	Secret [32]byte
	Print  string
}

// Fingerprint names material without telling it.
func Fingerprint(secret []byte) string {
	digest := sha256.Sum256(secret)
	return hex.EncodeToString(digest[:8])
}

// KeyService makes and destroys material, idempotently by operation id, and
// keeps tombstones: a create that arrives after the destroy makes nothing.
type KeyService interface {
	// Create makes material that ends when its life is over, which is counted from
	// its making, and no later than what it is issued under; a life of 0: it does not end.
	Create(Create) (Made, error)
	// Lookup reads back what became of an operation id; false if it never arrived.
	Lookup(op string) (Made, bool, error)
	// Destroy destroys what op made, or will make.
	Destroy(op, key string, version uint32, fence uint64) error
	// Fetch hands the material of a version to a node; ErrEnded once it has ended.
	Fetch(key string, version uint32) (Material, error)
}

// Errand is what a push asks of a node.
type Errand string

const (
	Install  Errand = "install"
	Activate Errand = "activate"
	Retire   Errand = "retire"
	Erase    Errand = "erase"
)

// Command is one push to a node.
type Command struct {
	Errand  Errand
	Key     string
	Version uint32
	Window  string // slot the sender works for, for the log
	Fence   uint64
}

// Fleet reaches the nodes directly, for engines that work by pushing. The
// reference does not use it.
type Fleet interface {
	Nodes(pool string) []string // "" for all pools
	Push(node string, c Command) error
}

// Clock is a machine's own: a monotonic one, whose rate is off by at most ρ, and the time of
// day, which may be set forward and back while it is looked at.
type Clock interface {
	Now() time.Duration  // since this machine started
	Wall() time.Duration // since an epoch that all machines share; off by at most policy's bound
	Sleep(time.Duration)
}

// Alert is what a pager is told.
type Alert struct {
	Key    string
	Halt   Halt // why, and what to do
	Notice bool // nothing is halted
	Due    bool // a notice that the active version is due to be rotated

	Version uint32   // that has to be looked after by hand; 0: none
	Nodes   []string // where
}

// Pager wakes the people who own a key.
type Pager interface {
	Page(Alert) error
}

// Disk is a node's durable storage: what was written survives a crash once Sync
// has returned, and may survive before.
type Disk interface {
	Read(name string) (data []byte, found bool, err error)
	Write(name string, data []byte) error
	Remove(name string) error
	Sync() error
}

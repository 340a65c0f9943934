package engine

import "time"

// An Engine is what a deployment runs: how to start its two kinds of process,
// and how it tells of itself.
type Engine struct {
	Name   string
	Worker func(Env) Control // for each start of a worker's machine
	Agent  func(Env) Serving // for each start of a node
	View   View              // the zero View offers nothing

	// Serves says under which keys the nodes of a pool seal, where each machine has keys of
	// its own, as an authority has; nil: all nodes seal under all keys. Whoever wants something
	// sealed asks those that do. Only they run for it; all nodes are asked to open.
	Serves func(pool, key string) bool
}

// Seals says whether the nodes of a pool seal under a key.
func (e *Engine) Seals(pool, key string) bool { return e.Serves == nil || e.Serves(pool, key) }

// Control is the control plane on one machine. Its methods are entered by
// processes of which only one runs at a time; they switch at port calls only.
type Control interface {
	Run(key string) // drives rotations of a key; does not return
	Admit(Trigger) Answer
	Operate(Act) Answer
}

// Serving is the engine on one node.
type Serving interface {
	Run(key string) // keeps the node fit to serve a key; does not return
	Seal(key string, plaintext []byte) (Sealed, error)
	Open(key string, s Sealed) ([]byte, error)
	Push(Command) error
	Rev(key string) uint64 // of the stamp it serves under, for the log; 0 for none
}

// Announcing is a Serving that tells relying parties what there is to open: those who open
// what nodes have sealed without being a node, by a view that they keep for a while. They
// need no stamp, and nobody tells them that a view is old. An engine without it has none.
type Announcing interface {
	Announced(key string) ([]Announced, error)
}

// Announced is one version that a relying party may open.
type Announced struct {
	Version uint32
	Print   string // fingerprint of its material
}

// Keeping is a Serving that keeps sealed texts in the store for good: they outlive the
// version under which they were sealed, so they are moved to the active one. An engine
// without it keeps none.
type Keeping interface {
	// Keep seals a plaintext under the active version, and stores it in place of what was
	// kept under that name. ErrUnknown: it may be kept, now or later; any other error: it
	// is not, and will not be.
	Keep(key, name string, plaintext []byte) error
	// Kept opens what is kept under a name.
	Kept(key, name string) ([]byte, error)
	// Rewrap moves what is kept to the active version, whenever some is under an older one;
	// it does not return.
	Rewrap(key string)
}

// MaxKept bounds, in bytes, a plaintext that is kept: several are moved in one transaction.
const MaxKept = 1 << 16

// Timed is a Serving that says how far its rights to serve are from their end.
type Timed interface {
	// Left is how much longer the node may seal, and open, if nobody takes that from it: by
	// its own clock, with all margins taken off. It is 0 or less where it may not.
	Left(key string) (seal, open time.Duration)
}

// Sealed is a plaintext under one version of a key.
type Sealed struct {
	Version uint32
	Nonce   [12]byte
	Text    []byte // ciphertext and tag
	Print   string // fingerprint of the material used, for the log
	Rev     uint64 // of the stamp the node answered under, for the log
}

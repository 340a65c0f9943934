package conform

import (
	"time"

	"pawl/engine"
)

// Backend is a store under test, empty, at revision 0, with its time. It numbers its
// leases from 1 in the order in which they are granted. Nothing else may change it
// while a test runs.
type Backend interface {
	Instance
	Time
}

// Instance is a store, and what happens to stores.
type Instance interface {
	engine.Store
	Compact(rev int64) error // forgets what happened before a revision
	Elsewhere() error        // has others write what cannot be seen here
	Break() error            // ends all waits that are under way
	// Elect puts another leader in charge of the store. It begins with the call, and
	// may last longer than that.
	Elect() error
}

// Time is the time of a store, which is its own. It passes in Sleep and in an Await
// that has nothing to tell yet: there, leases end and what Later put off happens, each
// when it is due. A store with virtual time does all of that inside these two calls;
// in a real one it happens anyway.
type Time interface {
	String() string // the store's name
	Now() time.Duration
	Sleep(time.Duration)
	// Later has f called once, d from now, with the store as somebody else has it. f
	// makes calls on that, but neither sleeps nor waits.
	Later(d time.Duration, f func(Instance))
}

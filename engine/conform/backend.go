package conform

import (
	"testing"
	"time"

	"pawl/engine"
)

// Backend is a store under test, empty, at revision 0. It numbers its leases
// from 1 in the order in which they are granted. Its time is its own; nothing
// else may change it while a test runs.
//
// Time passes in Sleep and in an Await that has nothing to tell yet: there, leases
// end and what Later put off happens, each when it is due. A store with virtual
// time does all of that inside these two calls; in a real one it happens anyway.
type Backend interface {
	engine.Store
	String() string // its name
	Now() time.Duration
	Sleep(time.Duration)
	// Later has f called once, d from now. f makes calls on the store, which change
	// it, but neither sleeps nor waits.
	Later(d time.Duration, f func())
}

// Compactor is a Backend that can forget its past: what happened below rev.
type Compactor interface {
	Backend
	Compact(rev int64) error
}

// Run tests the stores that open opens, all with the same programs.
func Run(t *testing.T, open ...func(*testing.T) Backend) {
	t.Run("told", func(t *testing.T) { told(t, open) })
	for _, o := range open {
		t.Run("expiry/"+o(t).String(), func(t *testing.T) { expiry(t, o) })
		t.Run("waits/"+o(t).String(), func(t *testing.T) { waits(t, o) })
		t.Run("compacted/"+o(t).String(), func(t *testing.T) { compacted(t, o) })
	}
	t.Run("random", func(t *testing.T) { random(t, open) })
}

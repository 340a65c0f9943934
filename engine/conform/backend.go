package conform

import (
	"testing"
	"time"

	"pawl/engine"
)

// Backend is a store under test, empty, at revision 0. It numbers its leases
// from 1 in the order in which they are granted. Its time is its own; nothing
// else may change it while a test runs.
type Backend interface {
	engine.Store
	String() string // its name
	Now() time.Duration
	Sleep(time.Duration)
}

// Run tests the stores that open opens, all with the same programs.
func Run(t *testing.T, open ...func(*testing.T) Backend) {
	t.Run("told", func(t *testing.T) { told(t, open) })
	t.Run("random", func(t *testing.T) { random(t, open) })
	for _, o := range open {
		t.Run("expiry/"+o(t).String(), func(t *testing.T) { expiry(t, o) })
	}
}

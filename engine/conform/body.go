package conform

import (
	"testing"

	"pgregory.net/rapid"
)

// T is what a body tells its failures.
type T = rapid.TB

// A Promise is one thing that every backend of a kind must do, and the body that tests it.
type Promise[B any] struct {
	Name string
	Run  func(t T, open func() B)
}

// All are the promises of a store.
var All = []Promise[Backend]{
	{"told", told},
	{"expiry", expiry},
	{"waits/nothing changes", waits((*waiting).nothingChanges)},
	{"waits/a change ends it", waits((*waiting).changeEndsIt)},
	{"waits/a change elsewhere does not", waits((*waiting).changeElsewhere)},
	{"waits/what was before is told at once", waits((*waiting).before)},
	{"waits/nothing is missed", waits((*waiting).chain)},
	{"waits/nothing of a long past is missed", waits((*waiting).longPast)},
	{"waits/a lease runs out", waits((*waiting).leaseRunsOut)},
	{"waits/a lease is revoked", waits((*waiting).leaseIsRevoked)},
	{"waits/one breaks", waits((*waiting).breaks)},
	{"waits/nothing is missed when they break", waits((*waiting).brokenChain)},
	{"compacted/the past", waits((*waiting).pastIsGone)},
	{"compacted/a wait under way", compactedUnderWay},
	{"stale", waits((*waiting).stale)},
	{"limits", waits((*waiting).limits)},
	{"bound", waits((*waiting).bound)},
	{"leader/leases", outlives},
	{"leader/writes", waits((*waiting).electedWhileWriting)},
	{"leader/waits", waits((*waiting).electedWhileWaiting)},
	{"random", random},
}

// Run tests what open opens with some bodies.
func Run[B any](t *testing.T, open func(*testing.T) B, bodies []Promise[B]) {
	for _, b := range bodies {
		t.Run(b.Name, func(t *testing.T) { b.Run(t, func() B { return open(t) }) })
	}
}

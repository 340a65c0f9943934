package faults

import "time"

// A Deployment is what every fault needs. The kinds need more: each declares it
// next to itself (Crasher, Pauser, Cutter...), and a deployment that has it can
// suffer that kind.
//
// All calls in both directions are made one at a time, by whoever runs the
// deployment's clock.
type Deployment interface {
	// Members are the concrete machines that a target stands for now, in an
	// order that is the same in each run; nil if there are none. A machine that
	// is down, or has yet to join, is a machine. It is never asked for "actor".
	Members(target string) []string

	// After calls f once d has passed on the deployment's own clock.
	After(d time.Duration, f func())
}

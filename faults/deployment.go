package faults

import "time"

// A Deployment is what every event needs. The kinds need more: each declares it
// next to itself (Crasher, Pauser, Interceptor...), and a deployment that has it
// can be given that kind.
//
// All calls in both directions are made one at a time, by whoever runs the
// deployment's clock.
type Deployment interface {
	// Members are the concrete machines that a target stands for now, in an
	// order that is the same in each run; nil if there are none. A machine that
	// is down, or has yet to join, is a machine. The key says whose owner is
	// meant by "owner", and is empty for any other target. It is never asked for
	// "actor".
	Members(target, key string) []string

	// After calls f once d has passed on the deployment's own clock.
	After(d time.Duration, f func())
}

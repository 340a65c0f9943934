package reference

import (
	"fmt"
	"testing"
	"time"

	"pawl/engine"
)

// renewalAge is how old an open stamp is when this start of a node renews it.
func renewalAge(node, boot string, policy engine.Policy) time.Duration {
	w := &world{policy: policy}
	env := engine.Env{Role: engine.NodeRole, Name: node, Boot: boot, Policy: policy}
	r := newRing(newAgent(env.Through(&machine{w: w}), nodeSteps()), theKey)
	r.sealing.mod, r.opening.mod = 1, 1
	r.sealing.inForce = time.Hour // its own renewal is of no account here
	return r.due()
}

// TestRenewalsAreSpread: a hundred nodes that were stamped at one moment renew at as many,
// all over the span between 2 and 3 eighths of the open lease; and so do a hundred
// starts of one node. Each tenth of the span gets its share.
func TestRenewalsAreSpread(t *testing.T) {
	policy := engine.StandardPolicy()
	from, to := policy.OpenLease/4, policy.OpenLease*3/8
	for what, age := range map[string]func(i int) time.Duration{
		"nodes":  func(i int) time.Duration { return renewalAge(fmt.Sprintf("node/a%d", i), "1", policy) },
		"starts": func(i int) time.Duration { return renewalAge("node/a1", fmt.Sprint(i), policy) },
	} {
		var tenths [10]int
		for i := range 100 {
			at := age(i)
			if at < from || at >= to {
				t.Fatalf("%s: number %d renews after %s, which is not between %s and %s", what, i, at, from, to)
			}
			tenths[(at-from)*10/(to-from)]++
		}
		for i, n := range tenths {
			if n < 3 || n > 25 {
				t.Errorf("%s: %d of 100 renew in tenth %d of the span: %v", what, n, i+1, tenths)
			}
		}
	}
}

package reference

import (
	"errors"
	"time"

	"pawl/engine"
)

// Agent is the engine on one node: it keeps the node's stamps and material, and
// seals and opens while the stamps allow it.
type Agent struct {
	env   engine.Env
	steps NodeSteps
	rings []*Ring
}

func newAgent(env engine.Env, s NodeSteps) *Agent { return &Agent{env: env, steps: s} }

// Run keeps the node fit to serve a key. Whatever fails, the record is read anew,
// at a bounded pace, for ever: a node that has given up on one version must hear
// that it was burnt (rule 12).
func (a *Agent) Run(key string) {
	r := newRing(a, key)
	r.register()
	a.rings = append(a.rings, r)
	r.follow(a.rings[0])
	for failures := 0; ; {
		err := r.keep()
		if err == nil {
			failures = 0
			err = r.await()
		}
		if err != nil && !errors.Is(err, errMoved) {
			a.env.Clock.Sleep(a.pace(failures))
			failures++
			_ = r.learn() // when it fails too, the next round tries again
		}
	}
}

// pace is how long a node waits after a failure. It is short against the open
// lease, so that an outage is noticed to be over while there is still time.
func (a *Agent) pace(failures int) time.Duration {
	return min(a.env.Backoff(failures), a.env.Policy.OpenLease/32)
}

// ring finds the node's ring for a key; nil before it has joined.
func (a *Agent) ring(key string) *Ring {
	for _, r := range a.rings {
		if r.key == key {
			return r
		}
	}
	return nil
}

package scenarios

import (
	"time"

	"pawl/engine"
	"pawl/scenarios/form"
)

// thenPolicy is what differs in a policy that comes in place of the first: nil is as in that
// one, wherever in the file that is given.
type thenPolicy struct {
	publishLead, publishDeadline, drainDeadline *time.Duration
	lifetime, period, due, backoff              *time.Duration
	attempts, poolStamps                        *int
}

var thenPolicyForm = form.Form[thenPolicy]{What: "then-policy", Hints: notInFlight(), Fields: []form.Field[thenPolicy]{
	form.One("publish-lead", "From the evidence that the next version is everywhere to its use; the longer counts of what was promised and what is the owner's.", form.Maybe(moment), func(p *thenPolicy) **time.Duration { return &p.publishLead }),
	form.One("publish-deadline", "That evidence missed for so long: abort; the owner's counts.", form.Maybe(span), func(p *thenPolicy) **time.Duration { return &p.publishDeadline }),
	form.One("drain-deadline", "Draining for so long: sealing is given back; the owner's counts.", form.Maybe(span), func(p *thenPolicy) **time.Duration { return &p.drainDeadline }),
	form.One("lifetime", "Of an artefact, from the end of sealing under its version; what was promised counts.", form.Maybe(span), func(p *thenPolicy) **time.Duration { return &p.lifetime }),
	form.One("period", "Between two slots, for engines that keep their own time.", form.Maybe(span), func(p *thenPolicy) **time.Duration { return &p.period }),
	form.One("due", "Age of the active version at which somebody is told that it is due; the owner's counts.", form.Maybe(span), func(p *thenPolicy) **time.Duration { return &p.due }),
	form.One("attempts", "Of one step before the rotation halts, for whoever tries it.", form.Maybe(form.Integer(1, 100)), func(p *thenPolicy) **int { return &p.attempts }),
	form.One("backoff", "Before the second attempt; it doubles.", form.Maybe(span), func(p *thenPolicy) **time.Duration { return &p.backoff }),
	form.One("pool-stamps", "How many nodes of each pool must serve, for a rotation to go on; the owner's counts.", form.Maybe(form.Integer(0, 64)), func(p *thenPolicy) **int { return &p.poolStamps }),
}}

// notInFlight tells of every other field of a policy why it must not change.
func notInFlight() map[string]string {
	hints := map[string]string{}
	for word, field := range map[string]string{"seal-lease": "SealLease", "open-lease": "OpenLease", "owner-lease": "OwnerLease", "emission": "Emission",
		"drift-ppm": "DriftPPM", "wall-skew": "WallSkew", "key-life": "KeyLife", "seal-limit": "SealLimit", "anchor": "Anchor", "rewrap": "Rewrap",
		"canary": "Canary", "spare": "Spare", "changing": "Changing", "callers": "Callers", "operators": "Operators"} {
		hints[word] = "it must not change while machines have the one policy and the other: " + engine.WhyNotInFlight(field)
	}
	return hints
}

// in is the new policy; nil where there is none.
func (n *thenPolicy) in(p engine.Policy) *engine.Policy {
	if n == nil {
		return nil
	}
	put(n.publishLead, &p.PublishLead)
	put(n.publishDeadline, &p.PublishDeadline)
	put(n.drainDeadline, &p.DrainDeadline)
	put(n.lifetime, &p.Lifetime)
	put(n.period, &p.Period)
	put(n.due, &p.Due)
	put(n.attempts, &p.Attempts)
	put(n.backoff, &p.Backoff)
	put(n.poolStamps, &p.PoolStamps)
	return &p
}

// put sets what differs.
func put[T any](differs *T, to *T) {
	if differs != nil {
		*to = *differs
	}
}

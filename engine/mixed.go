package engine

import (
	"hash/fnv"
	"math/bits"
	"slices"
	"strconv"
)

// Between stands between the names of two engines that run side by side.
const Between = "~"

// Mixed is two engines in one fleet, as while one is rolled out in place of the other: each
// machine starts with one of them, which one by its name, and with the other at its next
// start. Both have to store what they share in the same way. What is offered is what both
// offer.
func Mixed(a, b Engine) Engine {
	of := func(env *Env) *Engine {
		if turn(env)%2 == 0 {
			return &a
		}
		return &b
	}
	return Engine{
		Name:   a.Name + Between + b.Name,
		Worker: func(env Env) Control { return of(&env).Worker(env) },
		Agent:  func(env Env) Serving { return of(&env).Agent(env) },
		View:   bothViews(a.View, b.View),
		Serves: both(a.Serves, b.Serves),
	}
}

// both are the keys that the nodes of a pool seal under, whichever of two engines they start with.
func both(a, b func(pool, key string) bool) func(pool, key string) bool {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return func(pool, key string) bool { return a(pool, key) && b(pool, key) }
}

// turn counts the starts of a machine, from a number that its name gives.
func turn(env *Env) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(env.Name)) // a hash does not fail
	n, err := strconv.ParseUint(env.Boot, 10, 64)
	if err != nil {
		_, _ = h.Write([]byte(env.Boot))
	}
	return uint64(bits.OnesCount64(h.Sum64())) + n
}

// bothViews is what two engines both offer. What one cannot read is the other's.
func bothViews(a, b View) View {
	v := View{
		Record: a.Record && b.Record, Audit: a.Audit && b.Audit, Stamps: a.Stamps && b.Stamps, Ownership: a.Ownership && b.Ownership,
		Dues: a.Dues && b.Dues, Limits: a.Limits && b.Limits, Issues: a.Issues && b.Issues, Ends: a.Ends && b.Ends, Rewraps: a.Rewraps && b.Rewraps, Turns: a.Turns && b.Turns, Spares: a.Spares && b.Spares, Promises: a.Promises && b.Promises, Doubts: a.Doubts && b.Doubts,
		Generations: a.Generations && b.Generations,
		Deadlines:   a.Deadlines, Playbooks: a.Playbooks,
		Describe: func(kv KV) (Observation, bool) {
			if a.Describe != nil {
				if o, is := a.Describe(kv); is || b.Describe == nil {
					return o, is
				}
			}
			if b.Describe == nil {
				return Observation{}, false
			}
			return b.Describe(kv)
		},
		Step: func(by Role, r Request) (step, key string) {
			if a.Step != nil {
				if step, key = a.Step(by, r); step != "" {
					return step, key
				}
			}
			if b.Step == nil {
				return "", ""
			}
			return b.Step(by, r)
		},
	}
	if len(a.Steps) > 0 && len(b.Steps) > 0 {
		v.Steps = slices.Concat(a.Steps, b.Steps)
	}
	v.Claims = bothClaim(a.Claims, b.Claims)
	if a.Chain == b.Chain {
		v.Chain = a.Chain
	}
	if a.TurnedAway == b.TurnedAway {
		v.TurnedAway = a.TurnedAway
	}
	if a.Body == b.Body {
		v.Body = a.Body
	}
	return v
}

// bothClaim are the invariants that two engines both promise to keep. That what they tell is
// so (V0) is among them always: no claims at all would stand for every one.
func bothClaim(a, b []string) []string {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	return slices.DeleteFunc(slices.Clone(a), func(id string) bool { return id != "V0" && !slices.Contains(b, id) })
}

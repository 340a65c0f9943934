// Package foreign is what code of others needs that was not written for a simulator, so that it
// can be an engine as it is: randomness that is its own, a time of day that does not depend on
// when a run is made, a turnstile for what must not be entered twice, a bridge for what asks from
// goroutines of its own, what is sealed and opened with in place of its signatures, and what it lacks
// of an engine.
//
// # Who may import it, and how to add to it
//
// Adapters, which are modules of their own under real/, and anybody else's. It knows the contract
// and nothing of who runs an engine. What two adapters need belongs here; what one needs, there.
package foreign

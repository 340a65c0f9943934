// Package engine is the contract between an engine that rotates keys, whatever deployment
// runs it, and whoever judges it.
//
// # What an engine is
//
// An [Engine] says how its two kinds of process are started: a [Control] on each
// worker's machine, and a [Serving] on each node. What they ask of the world goes
// through the ports in [Env]: store, key service, fleet, clock, pager, disk. Each
// call is a [Request], a value, and each has a [Reply]; all of them pass one [Door],
// where a deployment answers them, delays them, loses them or sends them twice, and
// where whoever wants to can look at them. A failed call is one of: refused,
// unavailable (it did not happen), unknown (it may have).
//
// # What it tells of itself
//
// A [View] says in neutral words what the engine keeps in the store: [Record],
// [Version], [Entry], [Stamp]. The checker has the same words, spelled the same, and
// judges what the view offers; it never sees an engine's own form. The view also
// names the steps of a rotation, so that faults can wait for them, and hands over the
// playbooks that its alerts name, as values, so that a deployment's operators can follow
// them.
//
// # How engine code is written
//
// Plain blocking Go. Between two port calls a process is alone. No goroutine, channel,
// lock, wall clock, unseeded randomness or order of a map may be used; a test reads
// the syntax tree and says so. The same code runs in the simulator and for real; it
// does not know which.
//
// # Who may import it, and how to add to it
//
// It imports nothing of this module; everything above it may import it. A new port is
// a small interface in ports.go, its requests in request.go, its methods of [Ports] in
// door.go and a field of [Env]; every deployment then has to serve those requests.
// The right engine is in engine/reference, those that must fail in engine/wrong, what
// any store must pass in engine/conform.
package engine

// Package keyservice says what any key service must pass that serves the port: the bodies in
// [All], and the same ones for all of them, as package conform does for stores.
//
// Only tests may import it. Package cluster's tests run it on the simulated key service, as a
// process of an engine meets it, and those of engine/keys and its back ends on the real ones,
// also while these crash at each step of what they do.
//
// # What is tested
//
// One body for each thing that the port promises, in making.go, fences.go and endings.go; all
// that should outlast a crash is looked at before and after one. And random programs, of which
// each answer must be that of a small model, in random.go. Material is compared by what it is
// the same as, since nobody knows what it should be.
//
// # Who tests the bodies
//
// The tests here: for each body there is a key service that is wrong in one thing, and that
// this body must find.
//
// # How to add to it
//
// A promise: a body, a line in [All], and a defect that it finds. A key service: a [Backend].
package keyservice

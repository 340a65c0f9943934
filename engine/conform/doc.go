// Package conform says what any store must pass that serves the port: the bodies in
// [All], and the same ones for all of them. Where they differ from etcd, etcd is right.
//
// Only tests may import it. Package cluster's tests run it on the simulated store, as a
// process of an engine meets it, with the leases and the watches that runs have; the
// tests here run it on an etcd server embedded in the test.
//
// # What is compared
//
//   - told: a few histories worth reading, with what etcd answered to them, in
//     testdata/told.txt.
//   - random: random programs of transactions, pages, leases, watches, and writes of
//     others. After each step the answers, the revision, all keys and all changes must
//     be the same as those of a small model made of maps.
//   - expiry: leases against time, the real one where the store has it.
//   - waits: what Await promises when it has to wait. Above all, that a chain of
//     waits, each from the revision that the one before it gave, misses nothing: not
//     the last of any key, not a write that is known, and not when waits break.
//   - compacted: waits and what the store has forgotten.
//   - stale: a read that is content with the past is of one revision, all of it.
//   - limits: what is too large is refused, and changes nothing.
//   - leader: when the store's leader changes, leases live their whole time again,
//     what was answered is true, and a chain of waits misses nothing.
//
// [Model] is that model; it passes all of this itself, and can stand in for a store
// in tests that want one whose time they turn themselves.
//
// Answers are compared as text, so that a failure reads as the history that led
// to it.
//
// # Who tests the bodies
//
// [Complaints] runs a body without failing the test. Package cluster has a table of
// defects, each planted in a store by a wrapper, and the body that must find it.
//
// Package keyservice, beside it, says the same of key services.
//
// # How to add to it
//
// A history: in told.go, then run the tests; they print what to put into the
// file. A kind of step: in step.go, and an action that draws it in random.go. A
// store: a [Backend], whose leases and revisions count from 1. A promise: a body, a
// line in [All], and a defect that it finds. What can happen to a store: a method of
// [Instance].
package conform

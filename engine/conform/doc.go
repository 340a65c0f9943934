// Package conform says what any store must pass that serves the port: one test
// body, [Run], and the same programs for all of them. Where they differ from etcd,
// etcd is right.
//
// Only tests may import it. Package cluster's tests run it on the simulated store;
// the tests here run it on an etcd server embedded in the test.
//
// # What is compared
//
//   - told: a few histories worth reading, with what etcd answered to them, in
//     testdata/told.txt.
//   - random: random programs of transactions, leases and watches. After each
//     step the answers, the revision, all keys and all changes must be the same
//     as those of a small model made of maps, and so of each other.
//   - expiry: leases against time, the real one where the store has it.
//   - waits: what Await promises when it has to wait. Above all, that a chain of
//     waits, each from the revision that the one before it gave, misses nothing.
//   - compacted: a wait from a revision that the store no longer has, where it can
//     be made to forget.
//
// [Model] is that model; it passes all of this itself, and can stand in for a store
// in tests that want one whose time they turn themselves.
//
// Answers are compared as text, so that a failure reads as the history that led
// to it.
//
// # How to add to it
//
// A history: in told.go, then run the tests; they print what to put into the
// file. A kind of step: in step.go, and an action that draws it in random.go. A
// store: a [Backend], whose leases and revisions count from 1. A promise of Await: a
// body in waits.go.
package conform

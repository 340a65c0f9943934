// Package faults says what can go wrong in a run, as data: a [Fault] prints as
// the text that recreates it, and an [Injector] says of each whether it bit.
//
//	crash worker/1 at 12.5s for 3s
//	pause owner on commit.sent for 12s
//	partition pool/b from store at 10s for 8s
//	partition-one-way node/a1 to store on publish.applied #2 for 20s
//	lose-reply actor on commit.applied
//	duplicate-trigger x3 at 5s
//	drift node/c3 by -180ppm at 0s for 30s
//
// A fault names a kind (a row of [All]), what it strikes (a row of [Targets])
// and when: at a time since the start of the run, or on a meaning (a row of
// [Meanings]), such as the moment in which the owner has sent the commit.
//
// The package knows no engine, no network and no clock. A [Deployment],
// simulated or real, supplies the primitives: each kind's file declares the
// small interface that the kind needs of it. A plan that needs what the
// deployment lacks is refused before the run, never skipped in it.
//
// Deployments, scenarios and commands may import this package; it imports only
// the standard library, and neither engine nor sim nor checker.
//
// # How to add a fault
//
//  1. One file, such as crash.go: a [Kind] with its form, the interface it needs
//     of a deployment, and the function that strikes and returns how to heal.
//  2. One line in [All].
//  3. One line in testdata/faults.txt, which must print as it reads.
//  4. If no kind needed that interface before: its methods in the deployments
//     that are to have it, in sim/cluster/suffer.go for the simulated one.
//
// The form alone teaches Parse, String, Validate and Random the new kind, as
// long as it is made of the slots that slots.go has.
package faults

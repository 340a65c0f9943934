// Package faults says what can happen in a run, as data: an [Event] prints as the
// text that recreates it, and an [Injector] says of each whether it bit.
//
//	crash worker/1 at 12.5s for 3s
//	pause owner on commit.sent #2 for 12s
//	slow worker/1 by 200ms at 5s for 8s
//	partition pool/b from store at 10s for 8s
//	drop actor x2 on orders/commit.due
//	delay node/a1 to store by 200ms at 5s for 8s
//	lose-reply actor on commit.applied
//	partition operator from workers on halt.due for 12s
//	drift node/c3 by -180ppm at 0s for 30s
//	flap pool/b from store x4 at 10s for 8s
//	no-leader on commit.sent for 2s
//	trigger w1 of orders attempt 2 by operator at 30s
//	abort by alice on orders/commit.sent
//	halt done twice at 6s
//	revoke done late on settle.answered #2
//	join node/c3 on publish.answered #2
//	reject worker/1 on mint.due #2 for 4s
//
// An event is of a kind, which is a row of [All]. Most kinds are faults; the
// others are what somebody asks for: triggers, and what operators do. Faults end
// at the horizon of a run, what is asked for goes on.
//
// All events are placed alike, by a [When]: at a time since the start of the run,
// or on a meaning (a row of [Meanings]), such as the moment in which the owner
// has sent the commit. Occurrences are counted for each key by itself: "on
// orders/commit.sent #2" is the second commit of orders, and "on commit.sent #2"
// is that of the key that first comes to its second. What strikes the owner, or
// asks about a key, is then about the key of the moment. At a time, and where
// there are several keys, the key has to be named: owner/orders, abort of orders.
//
// The package knows no engine, no network and no clock. A [Deployment],
// simulated or real, supplies the primitives: each family's file declares the
// small interfaces that its kinds need of it. It tells the injector which moments
// are reached, by numbers that it looks up once with [MomentsOf]. A plan that
// needs what the deployment lacks is refused before the run, never skipped in it.
//
// Deployments, scenarios and commands may import this package; it imports only
// the standard library, and neither engine nor sim nor checker.
//
// # How to add a fault
//
//  1. A [Kind] in its family's file, such as network.go: its form, and the
//     function that strikes and returns how to heal. A family of its own is a
//     file of its own. Where Random may use it say its sides; how several of them
//     come together, shared or newest.
//  2. One line in [All].
//  3. Where somebody can never feel it, a line with the reason in unfelt.go: all others
//     have to, in a check.
//  4. If it breaks an assumption of the contract, say which in Beyond: then it is never drawn.
//  5. One line in testdata/events.txt, which must print as it reads.
//
// The form alone teaches Parse, String, Validate and Random the new kind, as long
// as it is made of the slots that there are. A new slot is a row of [Slots] with
// its text, unit, limits, draw, usual and simpler values, and a value in event_test.go. If no kind needed
// its interface before: the interface beside the kind, and its methods in the
// deployments that are to have it, the fake of the tests included, with a test of
// what it does in injector_test.go. A fault of messages needs none, but a [Fate]
// and which messages it is for.
//
// # How to add a sequel
//
// A few events of which the later are about what the earlier have left are a row of sequels, each
// event a beat of it.
//
// # How to add a step
//
// One row of [Steps]. Its meanings, its moments and where random plans strike
// follow from it; that it is reached is the deployment's to tell.
package faults

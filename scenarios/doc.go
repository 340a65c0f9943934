// Package scenarios says what is run, and judges what came of it.
//
// A [Scenario] is a hazard told as an incident, in a file of some ten lines:
//
//	name: owner-back-from-a-pause
//	lesson: 1
//	incident: hashicorp/vault-helm#580
//	story: The owner stalls for longer than its lease, and wakes up as if nothing had happened.
//	when:
//	  - {at: 4s, trigger: {window: w1}}
//	  - fault: "pause owner on mint.sent #2 for 9s"
//	then:
//	  outcomes: {w1: committed}
//	breaks: {engine: lease-without-fence, invariant: S4}
//
// What a file leaves out is the standard run's: pools, workers, clients, policy,
// and the triggers. Triggers in a file take the place of the standard run's, but
// a key that they do not bootstrap, by a trigger for the window "boot", is
// bootstrapped as ever. Every fault must bite, and every key must come to rest,
// unless the file says otherwise.
//
// Where pools lie in regions (given.regions), reads that are content with the past are answered
// by the replica of the reader's, which is behind by its lag. Where the truth (given.truth) has
// clocks that are off by more than policy says, the whole run is beyond the assumptions: nothing
// is held against anybody, and the file says in then.beyond what is violated, in place of breaks.
//
// A file is read strictly: what is not understood is an error that says where,
// what, and what would be right. The forms in forms.go are the one description
// of the format: [Parse] reads by them and [Schema] prints them. How a form is
// read is the business of package form. What only may be a mistake is a warning.
//
// Which engines a file may name in breaks is given to those who read it, since other
// modules have engines of their own.
//
// A [Case] is one run to be made, of a scenario or of the standard run. [On] makes a
// deployment into a [Runner], which makes a case into an [Outcome]: it has the run
// made, and [Judge] judges it. Many of them are the business of package campaign.
//
// Commands may import this package. It imports form, the deployments, engine,
// faults, checker and engine/wrong, and not reports.
//
// # How to add a field
//
//  1. A field of the struct it belongs to, in scenario.go.
//  2. One line in that struct's form, in forms.go.
//  3. Its use: in setup.go for what is given, in expect.go for what must come of it.
//  4. A file in testdata/accept, and one in testdata/reject.
package scenarios

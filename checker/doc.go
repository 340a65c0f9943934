// Package checker judges whether one run of a key rotation engine was right.
//
// It is given a [History], what an observer of the run could know, and returns
// a [Report]: for each invariant whether it was judged, and if so what broke it.
// It calls no engine code and knows no engine: that is what makes its word
// worth something. It imports nothing of this module. Whoever runs an engine
// (the deployments in sim and scenarios, and cmd) may import it; engine, sim's
// kernel and faults may not.
//
// A run has three ways not to pass, and they are kept apart. It may be violated:
// an invariant was judged and broken. It may be inconclusive: a search for a
// linearization was given up. It may be invalid: the history contradicts itself
// (an answer before its call, an identifier twice), and then nothing is judged,
// because a checker that guesses what was meant proves nothing. Besides, an
// invariant that found nothing to look at says so (Judged is false, with WhyNot):
// nothing sealed is not the same as everything sealed rightly.
//
// # From facts to a verdict
//
// A history is one log of facts (history.go, facts.go): what was sent and arrived, what
// the store held at each revision, what the key service did, what left the nodes, who ran
// when, which faults bit. Who did it is the deployment's word, never the engine's. [Derive]
// works out of it what it comes to, a [Past] (past.go): views of the record, stamps with
// the leases that they hang on, tenures. The replay (replay.go) goes through the writes of
// a record in the order of revisions, and says of each by what right it was made, and
// which floors it leaves.
//
// What an engine says of itself is held against a second witness in all of its fields
// (V0): the material that opens a text, the process that wrote, the key service's effects,
// callers' answers, the bytes that are stored, and the replay.
//
// Times of the store and of effects are stretches [Early, At], which in a simulator are
// moments. A judge accuses only of what is wrong for each moment in them, and counts as
// close what is wrong for some. What an observer knows that it has missed makes a history
// inconclusive as a whole.
//
// A history can come from a file (file.go). Its form is read strictly (file_form.go), by
// shapes that are read off the types (file_shape.go). One that says what cannot be is
// unfit (unfit.go), and one that contradicts itself is invalid, each with the place.
//
// # How a history is judged
//
// [Check] validates the past, splits it by key, and hands each part to every line of
// [All]. A judge checks the clauses of its invariant, and counts for each of them how often it
// had something to judge: one that never had is a hole, and no pass. All judges are
// direct, in O(n log n) at most, and see true time. In addition four objects are checked as
// linearizable from what those saw who used them: the seal register, the admission of
// triggers, ownership, and the status of rotations. The record's writes are known in their
// order, so a moment is looked for, for each of them, that fits all answers (placing.go);
// that is exact, and takes no search. What does not fit is told by two facts. Only where two do not tell,
// Porcupine must agree, within a bound of steps and of time.
//
// # What could not be seen
//
// An observer may have no way to see some kinds of facts, as who follows a store sees no
// clients. Its history says so (Unseen). A table says which clauses need what (unseen.go): those
// are not judged; a judge that can do with less asks for the sense where it looks further. A new
// clause has its row there, unless the store alone is enough for it.
//
// # What is done by hand
//
// A machine whose duty is outside is where people and tools write from that are nobody of
// the engine (byhand.go). What they do breaks nothing and makes nothing true: no view, no
// effect, no end of a stamp. All goes on from what was there before, so that whoever builds on
// the rest contradicts it, and what an engine leaves undone is excused while that stands. That
// nobody goes on from such a record S13 demands, and that people hear of it L4.
//
// # How liveness is judged
//
// By time, from the end of trouble (trouble.go): what a fault did to a machine that is
// needed, or to a message between two of them. Who is needed is said at each clause. The
// bounds are formulas in bounds.go. What was not over when the history ended is judged
// when more than the bound was left, and else not.
//
// # How to add an invariant
//
// One file, named after it: the invariant with its sentence and its clauses, and a judge
// that is given the past of one key and a tally of the clauses; its name in [All]; what it
// leaves out of its sentence in [Partial]. For each clause a row of plants in plant_test.go, which a test
// demands, one of TestAllowed in cases_test.go for what looks wrong and is right, and,
// where there can be one, a wrong engine that it catches, whose line in engine/wrong
// names it (a test in cmd/house holds the two lists against each other). A judge never
// ranges over a map on its way to a violation.
//
// What is said of the tests' histories stands word for word in testdata/said, of each with
// fields changed and times moved too. After a change of a judge, go test -update writes it
// anew, and the difference shows what the change does: each line of it wants a look. A run
// for testdata/runs is written by pawl replay --history.
//
// Any slice of a history may be empty, all of them at once too: a run may be over
// before anything happened, and an engine that is not described has no views and
// no stamps. A judge must not look at a first or last element before it knows
// that there is one, and says skip, which is "not judged", when it has nothing to
// look at. It never passes what it did not see.
package checker

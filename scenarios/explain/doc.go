// Package explain says why a run failed, by other runs: whatever it claims, it has run.
//
// A [Puzzle] is a repro, and how many runs an answer may take. [Puzzle.Answer] makes the
// repro's run again and then, in this order,
//
//   - leaves out each event (needed.go), since a fault that can be left out explains nothing;
//   - puts single right steps and guards into the engine (guards.go), and runs it again by the
//     same seed and by others by which it fails: the missing guard is the one by which it
//     passes most of them, and of several the smallest;
//   - moves each needed event, and makes it shorter and longer, as far as it still does harm
//     (window.go, search.go);
//   - follows the run's own decisions up to some number and draws anew from there, several
//     times (curve.go): where all of these fail, the failure was settled;
//   - tells what the nearest run that passed did differently (nearest.go).
//
// A [lab] makes the runs, several at a time, and counts them; what it answers is the same for
// any number of jobs. When there are no runs left, what was not asked is listed.
//
// A guard is an engine with something put right (guards_parts.go): of one that is made of the
// reference, each part that is not the reference's own, by [reference.Changed]; of its view,
// each field in which it differs from the honest one (guards_view.go); of any other, or where
// none of these helps, what stands at its ports (guards_ports.go), the opposite of the bugs of
// package planted.
//
// Command lines may import it. It imports the contract, the reference, sim, faults, checker,
// scenarios, campaign, the simulated deployment, and what of reports it tells in.
//
// # How to add
//
// A part of the reference needs a line in words.go, which a test demands. A guard at the
// ports: a line of guardsAtPorts, and a bug of package planted in the test that it mends.
// Something more to ask: a method of answer, its place in Answer, and its fields in
// [reports.Why].
package explain

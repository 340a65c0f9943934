// Package shrink makes a run in which something is violated small: of all that it has, it leaves
// what the violation takes.
//
// A [Shrinker] is given the outcome of a run and the invariant that is to stay violated, by the
// same clause. It tries runs that are smaller by some part (an event, a key, a pool, a worker, a
// client, a second at the end, something that policy asks for, a place that draws) and goes on
// from those in which that violation still is. Runs are data and randomness is keyed by place, so
// that a smaller run is the same as the larger up to where the part would have mattered.
//
// It goes from large to small. First what can go at once: what comes after the violation, faults
// that changed nothing, all that was drawn, all of it but one, halves of it; then the setting; then
// the draws, all of them or halves. A place that is calm chooses the least there is
// (sim.Config.Drawing), so that of the decisions only those of a few places are left. Last come
// single parts, one after the other, in a round that ends when each of them was tried by itself on
// the run that is left and none could go: then [Result].Least is true. It counts runs, and none is
// made beyond its bound; what was reached by then is the result, and says so.
//
// What was tried is a log ([Result].Gone, [Result].Needed) for people. The result is the same for
// any number of jobs: runs that are made side by side are looked at in the order in which they
// would have been made one by one, and counted as if they had.
//
// Package campaign and commands may import it. It imports scenarios, the deployments' setup,
// engine, faults and checker, and makes no run itself: a runner does.
//
// # How to add
//
// A part that can go: a function from a run to changes, and its name in structure or in parts
// (parts.go). A change is a run and the words for it. It has to be smaller by some measure that
// no other change makes larger again, or the last round does not end. Whatever can be simpler in
// an event is said in package faults, by the slot that it is about.
package shrink

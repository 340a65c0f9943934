// Package envelope pushes each assumption until it breaks.
//
// An [Assumption] is something that policy says of the world, as a number: how far clocks are off,
// how old caches get, how much of a pool is away. A [Question] makes the same runs with it at one
// value after another, and finds by bisection the largest at which nothing went wrong in any run,
// and the smallest at which something did: something was violated, or a rotation was not committed
// by the end of the run, or a text or a version was not known that somebody came back with
// (campaign.Harm). What policy says and what was measured are told side by side, with the margin
// between them and a repro of what went wrong first.
//
// The runs of a value are made from the same seeds as those of every other value, so that two of
// them differ in nothing else. A bisection takes it that more does more harm; whether that is so is
// looked at by trying values beyond the one that was found, and told where it was not.
//
// Nothing that policy does not promise is held against an engine here. What goes wrong at a value
// that policy covers is: then the engine does not keep what it says.
//
// The command line may import it. It imports campaign, reports and what runs are made of.
//
// # How to add
//
// An assumption: a value in [Assumptions], with what policy says and how a run comes to have it, and
// an engine that breaks sooner than the reference in smaller of envelope_test.go. Something else that
// can go wrong: a line in promises of package campaign.
package envelope

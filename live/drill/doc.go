// Package drill runs scenarios with real processes, several at a time, and holds what they
// come to against what the simulator says of the same scenarios.
//
// A scenario of an engine that must fail agrees if both find it violated; by which invariants
// may differ, since real machines take other turns. One of an engine that must not agrees if
// both come to the same verdict.
//
// # Who may import it, and how to add to it
//
// Commands, and tests. It runs nothing itself: a scenarios.Runner does.
package drill

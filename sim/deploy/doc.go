// Package deploy is what all deployments share: a run as data, what came of it, and
// the witness that writes the history.
//
// A [Setup] says what exists, which is its [Setting], what happens and what goes wrong;
// the same Setup gives the same run. A [Deployment] runs it and gives a [Result]: the history, what became
// of each event, the trace. It runs and writes down; it never judges.
//
// The [Witness] turns what a deployment sees into the checker's words. It is fed by
// values, from whatever stands between the engine's processes and the world, and
// hangs on no simulator: a deployment of real processes uses the same one. What the
// engine tells of itself comes in by its view, and crosses by conversion.
//
// # Who may import it, and how to add to it
//
// Deployments (sim/cluster) and what stands above them. It imports engine, faults,
// checker and the kernel's values. A new thing to observe is a field of
// [checker.History] and a method of the witness that fills it; a new thing that a run
// can be given is a field of Setup and its line in Validate. The words of a trace are
// in trace.go, beside the functions that write and read them.
package deploy

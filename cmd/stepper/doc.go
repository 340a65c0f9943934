// Package stepper goes through a film frame by frame, for people at a terminal: forward and back,
// to where something breaks, with a line for each process and what has changed with the frame.
//
// A [Stepper] is where somebody stands in a film. [Stepper.Do] does what a line says, and writes
// what there is to see: that is all there is where nobody sits, such as in a script. [Terminal]
// puts keys and a whole screen over it.
//
// Commands may import it. It imports reports/film, and knows nothing of runs.
//
// # How to add
//
// A command: a line in verbs, with its help. Something to stop at: a line in stops. A line of the
// screen: a function in screen.go, and its place in [Stepper.Screen].
package stepper

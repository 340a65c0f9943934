// Package sarif writes what was violated as SARIF 2.1.0, for tools that show alerts on source:
// one for each invariant, at the line where it is judged, and never one for each seed.
//
// What is no violation and no pass either is told as a notification of a run that was not
// successful: a log without alerts must not be taken for a pass. The structs here are the few
// that are needed: the library for the format fetches schemas over the network, and is used in
// the tests only. The command line may import this package; it imports package reports.
package sarif

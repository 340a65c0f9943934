// Pawl tests key rotation engines by deterministic simulation.
//
// This command wires the other packages together, and holds no logic that they
// should: it reads flags, has package scenarios make runs, translates what they
// found into the words of package reports, and exits with the code of the
// verdict. Nothing imports it.
//
// # What replay exits with
//
// 1 if the failure was reproduced: the same run, bit for bit, and the same
// violation. 5 if the run is the same and what was recorded is not violated in it.
// 6 if it is not the recorded run, whatever is violated in it.
//
// # The profile
//
// default.pgo is a processor profile of standard runs, which the Go tool uses by
// itself when it builds this command: some 5 % of speed. After a change of where
// the time goes, make it anew, in sim/cluster:
//
//	go test -run XXX -cpu 1 -bench 'Run$' -benchtime 5000x -cpuprofile ../../cmd/pawl/default.pgo
//
// # How to add
//
// A verb: one file with its flags and a function that returns a reports.Result,
// one line in root, its result in package reports, and a script in testdata that
// provokes each exit code it can have. A verb that is not built is not listed.
package main

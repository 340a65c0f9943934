// Pawl tests key rotation engines by deterministic simulation.
//
// All of it is in package cli, which other modules build their commands from;
// this is the command for the engines that come with Pawl. Nothing imports it, and
// there is nothing to add here.
//
// # The profile
//
// default.pgo is a processor profile of standard runs, which the Go tool uses by
// itself when it builds this command: some 5 % of speed. After a change of where
// the time goes, make it anew, in sim/cluster:
//
//	go test -run XXX -cpu 1 -bench 'Run$' -benchtime 5000x -cpuprofile ../../cmd/pawl/default.pgo
package main

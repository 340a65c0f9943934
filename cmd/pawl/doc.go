// Pawl tests key rotation engines by deterministic simulation.
//
// All of it is in package cli, which other modules build their commands from;
// this is the command for the engines that come with Pawl. Nothing imports it, and
// there is nothing to add here.
//
// # The profile
//
// standard.pgo is a processor profile of standard runs: some 5 % of speed, for a
// campaign of hours.
//
//	go build -pgo=cmd/pawl/standard.pgo ./cmd/pawl
//
// It is not called default.pgo, which the Go tool would use by itself: all 300
// packages that the command imports are compiled once more then, beside what tests,
// go vet and the verbs that build (mutate, replay --html) have compiled of them. After a
// change of where the time goes, make it anew, in sim/cluster:
//
//	go test -run XXX -cpu 1 -bench 'Run$' -benchtime 5000x -cpuprofile ../../cmd/pawl/standard.pgo
package main

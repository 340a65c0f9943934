package doctor

import "context"

// A probe is one thing to look at.
type probe struct {
	name     string
	wants    string
	neededBy []string
	cost     string // of its absence
	look     func(ctx context.Context, h *Host, dir string) (State, string)
}

// makesRuns are the verbs that make many runs, and keep what they find.
var makesRuns = []string{"check", "exhaust", "mutants", "mutate"}

// probes are all there are.
var probes = []probe{
	{"cores", "2 or more", nil,
		"Runs are made one at a time: it takes longer, and all comes to the same.", cores},
	{"memory", "1 GiB that is free", makesRuns,
		"A campaign of two jobs takes some 650 MiB: with less it is ended half way, or everything is swapped. Fewer --jobs take less.", memoryLeft},
	{"clock", "one that never goes back, in steps of 1 ms at most", makesRuns,
		"Budgets, the watchdog and what is said of times cannot be trusted. What runs come to does not depend on it.", clock},
	{"disk", "100 MiB that are free where repros go", makesRuns,
		"A failure that is found cannot be kept, and so not be replayed.", disk},
	{"go", "the go tool, 1.26 or newer", []string{"mutate"},
		"mutate builds the engines that it changes: without the tool it cannot. All else goes on.", goTool},
	{"docker", "a daemon on a socket of this machine", nil,
		"Nothing of this build: runs on containers need it, and there are none yet.", docker},
	{"etcd", "the server's source in the cache of Go modules", nil,
		"Only the tests of Pawl itself: the simulated store is held against a real one there, and go test has to fetch it first.", etcd},
	{"browser", "a Chromium that can be found", nil,
		"Only the tests of Pawl itself: a report's page is not looked at there as its readers do.", browser},
}

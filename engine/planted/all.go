package planted

// All is every bug, in the order of the ports: store, key service, fleet, disk, clock, pager.
var All = []Bug{
	{"worker-compares-nothing", "What its workers write to the store is written whatever is there.", workerComparesNothing},
	{"node-compares-nothing", "What its nodes write to the store, such as a stamp, is written whatever is there.", nodeComparesNothing},
	{"leaves-out-the-first-compare", "Of a transaction with several compares the first is left out.", leavesOutTheFirst},
	{"leaves-out-the-last-compare", "Of a transaction with several compares the last is left out.", leavesOutTheLast},
	{"takes-refused-for-done", "A write that did not hold, since something had moved, counts as done.", takesRefusedForDone},
	{"takes-unknown-for-done", "A write to the store that was not answered counts as done.", takesUnknownForDone},
	{"takes-unknown-for-failed", "A write to the store that was not answered counts as one that did not happen.", takesUnknownForFailed},
	{"sends-again", "A write to the store that was not answered is sent once more, as it was.", sendsAgain},
	{"reads-the-past", "Reads are sent to a replica that may be behind.", readsThePast},
	{"reads-a-cache", "A read that was answered less than two seconds ago is answered in the same way again.", readsACache},
	{"misses-news", "Of every second wait for news, what changed is lost.", missesNews},
	{"writes-without-lease", "What is written under a lease is written without one, and stays.", writesWithoutLease},
	{"believes-in-its-lease", "A lease is taken for renewed, and nothing is sent.", believesInItsLease},

	{"mints-again", "A mint that was not answered is asked for again under another operation id.", mintsAgain},
	{"mints-twice", "Each mint is asked for a second time, under another operation id.", mintsTwice},
	{"hides-its-fence", "The key service is told the same fence by every owner.", hidesItsFence},
	{"destroys-early", "When a version is made, the one before it is destroyed.", destroysEarly},
	{"takes-destroyed-on-trust", "A destruction that was not answered counts as done.", takesDestroyedOnTrust},

	{"pushes-without-fence", "Nodes are told the same fence by every owner.", pushesWithoutFence},
	{"takes-pushed-on-trust", "A push that was not answered, or did not arrive, counts as done.", takesPushedOnTrust},
	{"forgets-a-node", "The last node of the list is not pushed to, and counts as if it had been.", forgetsANode},
	{"retires-early", "A node that is told to activate a version is told at once to retire the one before it.", retiresEarly},
	{"counts-old-members", "The list of nodes is read once, and then remembered.", countsOldMembers},

	{"never-syncs", "What is written to disk is not made durable.", neverSyncs},
	{"finds-nothing-on-disk", "Whatever was on disk is gone after a restart.", findsNothingOnDisk},
	{"clock-too-slow", "Its clock counts three seconds for four, so that leases seem longer than they are.", clockTooSlow},
	{"sleeps-too-short", "It sleeps half as long as it means to.", sleepsTooShort},
	{"pages-nobody", "Nobody is paged, and it thinks that somebody was.", pagesNobody},
}

// Find finds a bug by name.
func Find(name string) (*Bug, bool) {
	for i := range All {
		if All[i].Name == name {
			return &All[i], true
		}
	}
	return nil, false
}

// Package host runs an engine's process for real: the code that the simulator runs, not
// changed, and not told.
//
// # What engine code may count on
//
// Between two port calls a process is alone, though several goroutines run its code: one
// drives a key, others admit, seal and open. So there is one baton. Whoever runs engine code
// holds it, and puts it down while a port call waits. A look at a clock does not wait. What
// the simulator's coroutines do by construction is done here by a lock; no line of an engine
// knows.
//
// # What serves its requests
//
// All that an engine asks passes one door, which hands each request on to what the [Services]
// have for it: a store ([StoreClient]), a key service, other machines, a pager. A [Folder] is
// the disk, and [Boottime] the clock. Who wants to know what was asked is told of each
// [Exchange], with the time it was sent and the time it was answered: when it took effect
// lies between.
//
// # Time
//
// A lease is counted on a clock that goes on while the machine is suspended, which Go's own
// monotonic clock does not: a node that wakes up in the morning would think that its lease
// of last night still stands. On Linux that is CLOCK_BOOTTIME; elsewhere [Boottime.Caveat]
// says what is missing. A sleep may always be longer than asked, so each is, by chance, so
// that machines which failed together do not come back together.
//
// # How it ends
//
// [Process.Stop] ends the process from inside: each of its goroutines where it waits in a port
// call. Then nothing of it acts any more, and the leases that it was granted are handed back,
// so that the next owner need not wait for them. An engine needs to offer nothing for that: a
// write that is still under way compares what went with the lease. A process that is killed
// hands nothing back, and its leases run out; an engine must not count on more.
//
// A panic of engine code ends the whole program: what it leaves in memory is not to be gone
// on from.
//
// # What stays with whoever builds on it
//
// The bound on how long an answer takes to leave (policy's emission bound) begins when Seal
// or Open returns; this package cannot see it leave.
//
// # Who may import it, and how to add to it
//
// It imports the contract. Programs that run an engine import it, and tests; the simulator
// and the checker do not. A new port is a case in serve.go and an interface in services.go.
package host

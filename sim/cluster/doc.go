// Package cluster is a simulated deployment: pools of nodes, workers, clients, a
// store with etcd's semantics, a key service, disks, clocks with rates of their
// own, and a network of directed links, all run by the kernel in package sim.
//
// It is the one place where the four vocabularies meet: it gives engines their
// ports (ports.go), lets faults strike ([faults.Injector] calls the methods in
// suffer.go), tells them when a moment they wait for is reached (meaning.go), and
// writes the history that the checker judges (observe.go).
//
// # The walk of one trigger
//
// The scheduler's process delivers a trigger as a message to some worker
// (schedule.go, network.go); a process there runs the engine's Admit, whose
// transaction is a message to the store (ports.go); the store applies it
// (store.go), shows the observer what changed (storage.go), wakes whoever waits
// for the record, and answers. The owner's process, woken, takes the next step.
//
// # The walk of one fault
//
// "pause actor on commit.due for 12s" waits in the injector. The owner's commit
// reaches the port; meaning.go finds by the audit entry in it that this is the
// commit; network.go tells the injector that it is due, before anything leaves.
// The injector pauses the machine that acts, through Pause in suffer.go, and has
// itself called back in 12 s to resume it. That something is held back tells it
// that the pause bit. The process yields, and so stops with the transaction in
// its hands. Another worker takes over after the lease, and commits. Resumed, the
// first one sends what it decided 12 s ago, and the store turns it down by its
// compare.
//
// On commit.sent the transaction would be on its way already, and the pause would
// hold back the answer only.
//
// # Who may import it, and how to add to it
//
// Scenarios and commands. It imports engine, sim, faults and checker. A new thing
// that a fault can do is a method in suffer.go; a new thing to observe is a field
// of [checker.History] that observe.go fills; a new port of the engine is a
// method in ports.go that ends in one call. The store is held against a real etcd
// by the tests in storetest.
package cluster

// Package cluster is a simulated deployment: pools of nodes, workers, clients, a
// store with etcd's semantics, a key service, disks, clocks with rates of their
// own, and a network of directed links, all run by the kernel in package sim.
//
// All that an engine's process asks passes its door (door.go): its own disk answers
// there, everything else is an exchange (message.go), in which request and reply are
// messages, objects of their own that the network (network.go) may lose, delay,
// double or let overtake each other. Every request and every reply leaves an event
// in the trace, with a sum over its bytes (sum.go). What the store, the key
// service and the nodes see is told to the witness of package deploy, by value.
//
// # The walk of one trigger
//
// The scheduler's process delivers a trigger as a message to some worker
// (scheduler.go); a process there runs the engine's Admit (worker.go), whose
// transaction comes to the door and leaves as a message to the store. The store
// applies it (storage.go, store.go), tells the witness what changed, wakes whoever
// waits for the record, and answers. The owner's process, woken, takes the next step.
//
// # The walk of one fault
//
// "pause actor on commit.due for 12s" waits in the injector. The owner's commit
// comes to the door; the engine's view names its step, and the exchange tells the
// injector that it is due, before anything leaves. The kernel then strikes, as a
// task of its own and not from inside the call: the injector pauses the machine that
// acts, through Pause in suffer.go, and has itself called back in 12 s to resume it.
// That something is held back tells it that the pause bit. The process stops with
// the transaction in its hands. Another worker takes over after the lease, and
// commits. Resumed, the first one sends what it decided 12 s ago, and the store turns
// it down by its compare.
//
// On commit.sent the transaction would be on its way already, and the pause would
// hold back the answer only.
//
// # The walk of one alert
//
// A page is a message to the operator's machine (operator.go). Whoever is on duty there
// looks up the playbook that it names among those of the engine's view, and a process does
// its steps in turn (operator_playbook.go): waits, looks whether the key service answers,
// asks a worker to resume or to abort, erases by hand. A fault may have them done wrongly
// (operator_slip.go). Of an engine without playbooks what can be recovered from is resumed
// after a while.
//
// # Who may import it, and how to add to it
//
// Scenarios and commands. It imports deploy, engine, sim, faults and checker. A new
// thing that a fault can do to a process is a method in suffer.go; what it can do to
// messages is a faults.Fate and needs nothing here. What can happen to the store is a
// method of storage, to be called from the kernel: it can lose its leader (elect), break
// the waits that are under way (breakWatches), forget its past (compact) and be written
// to by others (elsewhere). A new thing to observe is a method
// of the witness. A new request of the engine is a case where it is served (disk.go,
// storage.go, keyservice.go, operator.go) and one in sum.go. The store is held
// against a real etcd by the bodies of engine/conform, through the door.
//
// The store is three things: what etcd is, without time (store.go, lease.go, log.go);
// its machine, which gives it time and tells of it (storage.go, watch.go, expiry.go,
// leader.go) and its replicas, which are behind (replica.go); and the door's way there. A
// lease's life is in expiry.go: whatever starts its time comes to lives, whatever ends it to
// ends.
package cluster

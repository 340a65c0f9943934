// Package live is a deployment of real processes in real time: the engine that the simulator
// runs, not changed and not told, on a real etcd, judged by the same checker.
//
// It takes what the simulated deployment takes, a deploy.Setup, and gives what that gives: a
// history, and what became of each event. Clients, schedulers, operators and relying parties
// are goroutines; workers and nodes are processes of package host.
//
// # How faults get in between
//
// All that a process asks of another crosses in one place (crossing.go), which knows by the
// engine's view which step of a rotation a request is. There it is held before it is sent,
// lost, made late, doubled, or its reply is withheld after it was applied. A request goes on
// to its end when whoever asked has given up, so that what became of it is known. A machine
// that stands still gets nothing in or out, which is all that a process lives by.
//
// # How it is known what happened
//
// The observer (observer.go) watches the store from its first revision on, and every write of
// anybody passes it: so it knows of each revision what it changed, who wrote it, and that it
// was written between the sending of the request and the first sign of it, its answer or the
// watch's telling. That is narrowed down by the order of revisions (tighten.go), and judges
// accuse only of what is wrong for every moment that is left.
//
// What was missed makes a run inconclusive, never passed and never violated: a revision that
// the watch did not tell, one that nobody is known to have written, or a store that holds in
// the end what the revisions do not come to. All writes to the store pass here, so that its
// revisions count up by one: that is the proof, and it rests on no word of the engine.
//
// # What cannot be done
//
// A kind of event that needs what real machines do not have is refused by name before anything
// starts: its interface is missing in suffer.go, or the ground refuses it.
//
// # Who may import it, and how to add to it
//
// Commands. It links etcd's client and server, so that the command pawl does not import it.
// A new primitive for faults is a method in suffer.go. Another place for processes to run in
// is a ground (ground.go).
package live

// Package socket is how a node's host has texts sealed and opened: over a Unix socket, by the
// agent that runs beside it.
//
// # What an answer is worth
//
// Between the agent's last look at its rights and the moment at which somebody goes by the
// answer lies whatever the machine does: a garbage collection, a stopped process, a suspended
// machine. A daemon can promise no bound on that. So each answer says how long it holds: as
// much of the lease as was left, and no longer than policy's emission bound, since that is all
// that a node waits for which hands over to the next version, however long its lease. [Client]
// leaves an answer alone that took longer than it holds, counted from when the client had sent
// its request, which was before the check. Both count on the machine's own clock, which goes
// on while it is suspended. So the emission bound need not be believed: it is kept. The price
// is an answer that is asked for again where the machine was slower than that. What the host
// does with an answer after it has it is the host's.
//
// # The protocol
//
// HTTP over the socket, POST with JSON: /v1/seal and /v1/open, as wire.go has them. Who may
// open the socket's file may have anything sealed and opened; the file is the owner's alone
// unless its folder's owner changes that.
//
// # Who may import it, and how to add to it
//
// It imports the contract and the clock of package host. Hosts import [Client], and the daemon
// the rest. Another question to a node is a type in wire.go and a method of [Node].
package socket

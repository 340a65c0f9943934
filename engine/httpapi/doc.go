// Package httpapi is how the parts of a deployment speak to one another and to people: HTTP
// with mutual TLS, between workers, nodes and the key service, and between operators and
// workers.
//
// # Who speaks
//
// A certificate names its holder in one URI, spiffe://pawl/ROLE/NAME, and nothing else of it
// counts ([Holder]). Roles are [Worker], [Node], [KeyService], [Scheduler], [Operator],
// [Approver] and [Auditor]. What a request says of its sender is not read: it says nothing.
// A server is known by its role, not by its address.
//
// # Who may
//
//	create, lookup, destroy   worker
//	fetch                     node
//	trigger                   scheduler, operator
//	halt, hold and all acts   operator; approve: approver or operator
//	status, entries           scheduler, operator, approver, auditor
//
// A name is one person whatever the role, so that nobody approves what the same person asked
// for with another certificate. The engine has the last word: its policy names callers and
// operators, and what it refuses it writes to its own chain of refusals. So whoever asks for
// what his role does not give him is handed on to it under a name that no policy can hold
// ([Holder.Unfit]), and is refused and recorded there.
//
// # Replay
//
// A request that is to change something carries a ticket, which the server gives for one use
// by one identity, within half a minute. The ticket is the request's id. So a request that is
// sent again, to this server or to another one or after a restart, is refused, and recorded.
//
// # Limits
//
// Bodies, headers, connections, tickets and the requests of one identity at a time are
// bounded, and so is each step of a connection in time. Unknown members of a request, and
// anything after it, are errors.
//
// # Who may import it, and how to add to it
//
// It imports the contract and package monitor. The daemon imports it. A new request is a type
// in wire.go, a line in the handler's table, and a line in the table above.
package httpapi

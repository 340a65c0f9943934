// Package gate stands between one process of an engine and etcd: it passes gRPC on, and knows
// what each request means to the engine. Transactions and leases are made requests of the
// contract, and whoever has the gate decides what becomes of them: they are held before they
// are sent on, lost, or the reply is withheld after they were applied. What it does not know
// it passes on as it is. It changes no byte of what gets through.
//
// There is one gate a process: so it is known who asks, which etcd's own log does not tell.
//
// # Who may import it, and how to add to it
//
// Deployments of real processes. It imports the contract and etcd's client. Another method of
// etcd's that an engine's store calls is a case in methods.go.
package gate

// Package etcd is the store of an engine on etcd v3: what engine.Store promises, kept by the
// servers that people run.
//
// # What it rests on
//
//   - A transaction is etcd's. One that neither reads nor writes would be answered by any
//     member from its past, so it is given a read to do; one that is content with the past
//     (Stale) is answered by any member on purpose.
//   - Who waits is told by a standing watch, one for each prefix, which outlives the wait. It
//     keeps the last state of each key, so that nobody who comes late makes it grow. A watch
//     that a member without a leader cannot keep up breaks, and says so.
//   - A lease is etcd's: whole seconds, its own minimum, never ended early by its leader's
//     clock, and with its whole time again after another leader. Where a lease is kept alive
//     though, an old leader that stalled may still end it early, unless the server has the
//     change of etcd-io/etcd#16822: use 3.5.11, 3.6 or later. A lease that is never kept
//     alive, as an engine's stamps should have it, cannot be ended so.
//   - The generation is the id of the cluster, of which each connection is asked before
//     anything else is. A client is of one cluster for good: where an address leads to another
//     one, its connections are refused, and a new client is made, so that a transaction that is
//     bound to a generation can be sent to no other. This needs the members' own addresses: a
//     balancer in between may change its mind later.
//
// # What whoever restores a cluster has to do
//
// The id of a cluster is made from its token and its members' addresses, and not drawn. So a
// snapshot is restored with --initial-cluster-token of a new value, with --bump-revision
// above all that may have been written since, and with --mark-compacted. A folder that is
// copied back over a member's is the same generation to everybody, and nobody can tell.
//
// # What errors mean
//
// In errors.go: what is for certain without effect is unavailable, rejected or refused, and
// what may have happened is unknown. That a request was never sent is not guessed from words:
// gRPC tells when a call's header goes out (sent.go).
//
// # Dead connections
//
// TCP itself asks every two seconds whether the other side is there, and gives up on what was
// not acknowledged for two; gRPC would ask, too, to find a process that hangs, but not more
// often than every ten.
//
// # Who may import it, and how to add to it
//
// It imports the contract, and the client of etcd. Programs that run engines for real import
// it, and the command pawl does not: it must stay small. Package conform's promises are run
// on it in its tests, on one server and on a cluster whose leader changes.
package etcd

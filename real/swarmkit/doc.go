// Package main puts the rotation of swarmkit's gossip keys under Pawl's judge: its key manager and
// its memory store, unmodified, as an engine.
//
// # What is real and what is modelled
//
// Real, from github.com/moby/swarmkit/v2: the key manager (what it does when it begins, and each
// rotation), the memory store that it reads and writes, and the cluster object as it is marshalled.
// Its ticker is the adapter's: Run is called with a context that has ended, so that it begins and
// does not wait, and each tick is a call of rotateKey, to which the linker binds a name (drive.go).
// Nothing of swarmkit is changed or copied.
//
// Modelled: raft (raft.go: a proposal is a transaction that holds while the proposer leads; the
// leader is who has a lease, and begins with what is committed), the dispatcher's sessions (an
// agent reads the committed object, and whenever it changes), what an agent's session makes of a
// message (agent.go), and who seals and opens with the keys (package network): the primary key is the
// oldest but one, as in moby's libnetwork. Of networks there are two: one that has what it was told
// last, which shows what is due to swarmkit alone, and a model of libnetwork's own bookkeeping.
//
// A key's lamport time is its version; its subsystem is its key: gossip or ipsec.
//
// # What that costs
//
// The key manager draws keys from crypto/rand; the key service makes them instead, just before a
// rotation, and until it does the rotation waits. Keys have 32 bytes, by the key manager's own
// configuration. It walks a map of its subsystems in an order that no seed reaches: rotations in
// which gossip does not come first are put back and made again before anything is proposed, so runs
// in which ipsec comes first are not seen. Elections take minutes, not seconds. Times of day in the
// cluster object are left out.
//
// # Who may import it
//
// Nobody: it is a command, and a module of its own, since its dependencies are large.
package main

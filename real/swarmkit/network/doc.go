// Package network is what agents of a swarm do with the keys that they are told of, after the source of
// moby's libnetwork. Nothing of it is swarmkit's: it is what swarmkit's rotation is for, and
// of which it is judged.
//
// # Who may import it, and how to add to it
//
// The engine, which has agents of one kind each. Another network is a type here, and an engine of its own.
package network

// Package example is a small engine in another style than the reference's: it keeps one
// JSON document for each key, pushes to nodes through the fleet port, and has no stamps. It
// shows how somebody else's engine is written, told of by a view, and tested.
//
// It comes in the steps in which it came to pass, the values of [Fix]: the first fails in
// every run, the last comes through, and each in between fails by what the next one mends.
// README.md walks through them.
//
// # How it works
//
// The owner of a key takes its document from phase to phase, each write in place of what
// was read. Before a phase that needs all nodes it pushes to each; a node that is pushed to
// reads the document, lives by it, and answers. Nobody counts stamps or leases of nodes: a
// node that does not answer holds the rotation up until it is aborted, and an old version
// until it comes back.
//
// # Who may import it, and how to add to it
//
// Tests of the harness, and whoever wants to see an engine run. It imports the contract and
// keyring, like any engine. A step is a value of [Fix], one place in the code that asks for
// it, and a line of fails in the tests, with the invariant that fires without it.
package example

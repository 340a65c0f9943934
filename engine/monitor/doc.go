// Package monitor tells people what an engine does: its transitions as structured logs, its
// state as metrics and as answers to who asks, its audit as a chain that can be verified.
//
// It goes by what the engine says of what it stores (engine.View) and by the exchanges at its
// ports, and asks no engine for anything else. It never sees material: of an exchange it looks
// at verb, outcome and times, and of a write at stamps.
//
// # Who may import it, and how to add to it
//
// It imports the contract and package host; the daemon imports it. A metric is a line in
// metrics.go and the place that counts it.
package monitor

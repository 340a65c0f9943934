// Package embedded starts etcd servers inside a process: one, or the members of one cluster. They
// are the real ones, on loopback addresses, with data in a folder of the test.
//
// # Who may import it, and how to add to it
//
// It imports nothing of this module. Tests and live runs import it; the command pawl does not: a
// server is no part of it. What a test needs to change in a server is a change of its
// configuration, which [Start] and [Join] take.
package embedded

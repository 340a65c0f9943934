// Package embedded starts etcd servers inside a test: one, or the members of one cluster. They
// are the real ones, on loopback addresses, with data in a folder of the test.
//
// # Who may import it, and how to add to it
//
// It imports nothing of this module. Tests import it, nothing else does: a server is no part
// of any binary of ours. What a test needs to change in a server is a change of its
// configuration, which [Start] and [Join] take.
package embedded

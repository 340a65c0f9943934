// Package embedded starts etcd servers inside a process: one, or the members of one cluster. They
// are the real ones, on loopback addresses, with data in a folder. Unless they are [Durable]
// they do not outlive a loss of power, which no test has.
//
// # Who may import it, and how to add to it
//
// It imports nothing of this module. Tests and live runs import it, and the daemon, which can
// run all of a deployment in one process; the command pawl does not. What somebody needs to change in a
// server is a change of its configuration, which [Start] and [Join] take.
package embedded

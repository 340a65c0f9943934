// Command pawl-live runs scenarios with real processes: the engines, verdicts and exit codes
// are pawl's, the store is etcd, and time is real.
//
// It is a command of its own since it links etcd, which pawl must not.
package main

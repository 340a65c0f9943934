// Package doctor looks at the machine that it runs on: whether it has what the verbs of the
// command need, and what the lack of anything costs.
//
// It writes nothing, sends nothing over a network, and waits for nothing longer than
// [Patience]. What it asks of the machine goes through a [Host], so that tests can have one
// in which anything is absent.
//
// # Who may import it, and how to add to it
//
// cmd/cli. It imports nothing of this module. Something more to look at is a function in the
// file of its family, a row of probes in probes.go, and a case of what it says where that is
// absent in the tests.
package doctor

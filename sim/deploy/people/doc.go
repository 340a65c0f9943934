// Package people is how those go about it who ask an engine for something: clients, schedulers and
// operators, what they are called, what they have sealed, how patient they are, what they go by and
// what they get wrong. It decides and remembers, and asks nobody: a deployment has its own way to ask, to
// wait and to draw.
//
// # Who may import it, and how to add to it
//
// Deployments, simulated or real, so that the same people are in both. It imports the contract
// and the faults. A request that cannot be is a case in defects.go.
package people

// Package model is the protocol of a rotation, small enough to be gone through: which phase a
// key is in, who owns it, whether stamps below the target are in the store, which old versions
// there are, and whether anything is in the way.
//
// A [Chart] has all states that can be reached by the steps in rule.go, and no others. What a
// run went through is held against it, step by step: one that no rule allows is a stray. And a
// campaign can say how many of the states there are it has been in.
//
// It knows situations and shifts of package checker, and nothing else. Whoever judges runs
// may import it.
//
// # How to add
//
// A step: a rule, with the phases that it is taken from, and whether it raises the target. A
// rule that is too generous hides what is wrong, so each is taken away in a test, and a run
// must show it.
package model

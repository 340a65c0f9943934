// Package wrong holds engines that must fail, each the reference with one step
// replaced, one port wrapped or its start changed, in a file of its own. What it
// remembers is made anew at each start of its process. They prove that the checker
// can see what it claims to see: each names the invariant that must itself fire.
// One that random runs hardly ever catch has a scenario in which it is caught.
//
// Tools that test engines import it; nothing that rotates real keys may. To add
// one, write its file and its line in [All], which names lesson and invariants.
// It may use only what the contract and the reference export, and no layout of the
// store: reference.Describe and reference.StepOf say what is what.
package wrong

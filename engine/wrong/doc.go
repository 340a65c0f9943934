// Package wrong holds engines that must fail, each the reference with one step
// replaced or one port wrapped, in a file of its own. They prove that the checker
// can see what it claims to see: each names the invariant that must itself fire.
//
// Tools that test engines import it; nothing that rotates real keys may. To add
// one, write its file and its line in [All], which names lesson and invariants.
// It may use only what package engine exports for engines in general.
package wrong

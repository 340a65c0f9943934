// Package house holds the tests of the rules that the whole repository keeps:
// which package may import which, and what code that takes part in a run must
// not contain. It has no code of its own and nobody imports it.
//
// To add a package, add its line to the arrows; to add a rule for the code of
// engines or of anything else that must be deterministic, add a check to rules.
package house

// Package library holds the incidents that come with the program: one scenario a
// file, each a hazard that somebody met, with the engine that must fail in it.
//
// Packages that make campaigns, and commands, may import it. It imports package
// scenarios, which reads the files and knows nothing of them.
//
// # How to add
//
// One YAML file, named after its scenario. The tests demand that the reference
// comes through it on many seeds, and that the engine it names in breaks is caught
// by the invariant that it names.
package library

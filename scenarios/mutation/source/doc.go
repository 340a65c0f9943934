// Package source finds places in the source of a Go package at which it can be
// changed, and writes all the changes into one build, each behind a switch.
//
// [Load] reads a package with its types. [Package.Mutants] are all changes of the
// operators, in the order of the files; [Package.Sample] picks some by a seed, and
// leaves out what would not compile. [Package.Write] writes them as an overlay for
// the go tool: the working tree is not touched, and with no switch on the package
// does what it did. Which switch is on is read from the environment of the process,
// by a file that exists in the overlay only; the same file leaves a mark when the
// changed place is reached, so that a change that nobody noticed can be told from
// one that never ran.
//
// The tree is read, and the text is rewritten: each change wraps the text of one
// node, so that changes may stand within one another. A wrapped expression is an
// argument of a small generic function, by which its type stays what it was.
//
// What is only wording is left out: calls of package fmt, of errors.New and of
// panic, methods that are called Error, String and GoString, and tests.
//
// It knows nothing of engines and imports nothing of this module. Package mutation
// judges what it makes.
//
// # How to add
//
// An operator: a function of a node in one of the files named after what they look
// at, called in visit; if it needs one, a helper in switch.go; and a case with the
// rewritten text in TestOperators.
package source

// Package reports turns the result of a command into what people and machines
// read: text for a terminal, JSON, annotations on a change.
//
// It reads a [Result] and nothing else. It imports nothing of this module but strict JSON,
// and makes no run, so that a report can be rendered again from its JSON ([Read]), by another
// build, long after. Packages campaign and cmd/cli may import it: the one puts what it
// found into the words here, the other writes them. So may what lies below it: each of those
// packages makes of results what others read (junit, sarif, oscal, intoto), or keeps them
// (bundle, ledger).
//
// What is no terminal's is made of [Tests]: which test of a result came to what is said there
// once, so that what was not judged is green nowhere.
//
// # How to add
//
// A format: one file with a function from a Result to a writer, one line in
// [Formats], one golden file in testdata. A verb: one file with its result, which
// embeds [Head] and says how it looks as text, a line in verbs, and what must agree in it
// in agree.go. A verdict, and its exit code: one
// line in [Verdicts], at the place of its precedence.
package reports

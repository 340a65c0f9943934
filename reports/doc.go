// Package reports turns the result of a command into what people and machines
// read: text for a terminal, JSON, annotations on a change.
//
// It reads a [Result] and nothing else. It imports nothing of this module and
// makes no run, so that a report can be rendered again from its JSON, by another
// build, long after. Packages campaign and cmd/cli may import it: the one puts what it
// found into the words here, the other writes them.
//
// # How to add
//
// A format: one file with a function from a Result to a writer, one line in
// [Formats], one golden file in testdata. A verb: one file with its result, which
// embeds [Head] and says how it looks as text. A verdict, and its exit code: one
// line in [Verdicts], at the place of its precedence.
package reports

// Package compliance makes of results a document for whoever prepares a review: what was
// tested, under which assumptions, what was found, how sure that is, to which controls it is
// evidence, and how to check all of it.
//
// It says what a result has and nothing else. What was not measured is printed as not
// measured: it is never left out, and never zero. A claim of the control map is printed only
// with the runs that are behind it in this very result. Kinds of outcomes are never merged,
// there is no score of everything, and whether anything complies with anything is the
// assessor's to say.
//
// Commands may import it. It imports reports, for results, and the packages below that: paper,
// stats and controls. It makes no run.
//
// # How to add
//
// A section: a file with a function of a [Set], and its line in sections. A figure that can
// stand behind a claim: a line in measured, besides its line in package controls. What a reader
// may not know: a line in glossary.
package compliance

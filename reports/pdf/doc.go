// Package pdf writes a document as PDF, on A4: to be printed, signed, filed. The same document
// gives the same bytes, on any day and any machine, so that a digest of it can be kept.
//
// It is set twice: first to know on which page what comes to lie, then with these pages in the
// contents. The typefaces are Go's, which are embedded, so far as their letters are used; what
// they have no letter for is written out, as what cannot be seen is (see [paper.Visible]).
//
// Whoever has a document may import it. It imports reports/paper and reports/paper/ink.
//
// # How to add
//
// A kind of block: a file with how it is set and how much of it must stay together, and a case
// in setter.block and setter.least.
package pdf

// Package markdown writes a document in GitHub's Markdown: for a summary of a step, a comment,
// a file in a repository. A picture is its sentence, and its facts as a table.
//
// All that a text could mean to Markdown is escaped, and what cannot be seen is written out by
// [paper.Visible]: tests read it back with a parser, and want the text that went in.
//
// Whoever has a document may import it. It imports reports/paper.
//
// # How to add
//
// A kind of block: a case of writer.block.
package markdown

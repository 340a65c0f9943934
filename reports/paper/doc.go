// Package paper is a document before anybody has said how it is to look: sections of
// paragraphs, lists, tables and pictures. What a report says is written once, in these words,
// and becomes HTML, PDF or Markdown in a package for each.
//
// Text is text: no field holds markup, and whoever renders escapes. A picture is a drawing in
// units of its own, with the same facts beside it as a table, for who cannot see it and for
// formats that cannot draw.
//
// Packages below reports may import it; it imports nothing of the module.
//
// # How to add
//
// A kind of block: a type here with the method block, one of it in specimen.Each, and a case in
// each renderer; their tests render that, so that none can be left out. A kind of picture: a function that
// makes a [Picture] of its facts, in a file of its own.
package paper

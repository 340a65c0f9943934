// Package html writes a document as one file for a browser, that opens from disk: it asks no
// network for anything, and has no script. It is in the reader's light or dark, fits a phone,
// and prints on A4.
//
// The page is page.html, how it looks is style.css; colours are those of package ink. All
// escaping is html/template's, and what cannot be seen is written out by [paper.Visible], so a
// text of a document is shown, and never obeyed. The page's own policy forbids the rest.
//
// Anchors of the page's own have a capital letter or a dot in them, which no section's ID has.
//
// Whoever has a document may import it. It imports reports/paper and reports/paper/ink.
//
// # How to add
//
// A kind of block: a field of part, a case of partOf, a template in page.html.
package html

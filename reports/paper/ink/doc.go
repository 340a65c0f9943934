// Package ink says which colours a document is shown in: two palettes, one light, one dark,
// and how a tone in some strength becomes a colour of them.
//
// A test computes that each text can be read on each ground that it may lie on, as WCAG's
// level AA asks. So a colour is changed here, and nowhere else: no renderer has one of its own.
//
// Renderers may import it. It imports reports/paper.
//
// # How to add
//
// A tone: a colour in each palette, and the test says whether it can be read.
package ink

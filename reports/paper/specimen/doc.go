// Package specimen is documents to try renderers on: one with a block of each kind, one with
// texts that want to be markup, one that is as long as they come.
//
// Tests of renderers import it, nothing else does. It imports reports/paper.
//
// # How to add
//
// A kind of block: one of it in [Each]. A test here fails until there is.
package specimen

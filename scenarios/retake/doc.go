// Package retake makes the run of a repro again, as it was or with its events changed: left out,
// moved, made longer or shorter. What comes of it is told as data that a page can show, with the
// trace hash, so that whoever made it elsewhere can hold theirs against it.
//
// An unchanged take follows the recorded decisions. A changed one draws from the repro's seed
// instead: decisions are keyed by place, so up to the first difference it is the same run.
//
// The command line imports it, and so does the program that a page carries: the two give the
// same from the same. It knows of no browser.
//
// # How to add
//
// Something that can be changed of an event: a field of [Change], a case of Change.of, and a row of
// its test.
package retake

// Package pawl holds the source of engines and harness that a build was made of, so that a
// result can say what was tested, on a machine that has the program and nothing else.
//
// The command line imports it; nothing else does, and it imports nothing. A new package of
// which results depend needs a word in [Sources].
package pawl

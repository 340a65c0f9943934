// Package film is one run told frame by frame: a frame for each event of its trace, and beside
// them what it came to. It is data, with a JSON form of its own, so that whoever shows a run (a
// page, a terminal, a file for another tool) needs neither the run nor the checker.
//
// Package camera makes a [Film] of an outcome. What shows one (cmd, and what lies below this
// package) imports it; it imports strict JSON and nothing else of this module. All that it holds
// is text of a run, and to be escaped by whoever shows it.
//
// # The form
//
// What there is much of is kept in columns: the nth element of each belongs to the nth frame,
// message or row. Texts are in one list, [Film.Texts], and elsewhere a number in it, of which 0 is
// the empty one. A lane, too, is its number, from 0. Frames are called by the numbers of the
// trace's events, which begin at [Film.First]; 0 is no frame. Times are nanoseconds since the run
// began, in true time, which no process can see.
//
// # How to add
//
// A column, or a member: its field, what must agree in it in agree.go, and a higher [Version].
// A kind of band, mark or margin: a word in words.go.
package film

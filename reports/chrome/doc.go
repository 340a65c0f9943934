// Package chrome writes a run as a trace in the form of Chrome's, which Perfetto shows: a thread
// for each machine, with its lives and its events, requests beside them, arrows for messages, and
// the phases, versions and owners of each key above.
//
// Times are microseconds of true time, to the nanosecond. An arrow is two slices with one bind_id:
// where it leaves and where it arrives. What did not arrive has no arrow, and the request says
// what became of it.
//
// Commands may import it. It imports reports/film, and reads nothing else.
//
// # How to add
//
// What is to be shown beside the machines: a group in groups.go, and a function in write.go that
// fills it. Slices of one thread lie in one another or apart, or Perfetto drops them.
package chrome

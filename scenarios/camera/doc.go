// Package camera films a run: it makes of a judged [scenarios.Outcome] whose trace was kept a
// [film.Film], with which any frame of the run can be looked at.
//
// It reads the trace, the history and what the checker made of it, and changes none of them: the
// run is the same whether or not it is filmed. Frames are the events of the trace. What the trace
// does not say (when a message arrived, who heard of it, what was read) is taken from the
// history's facts, each of which is found again in the frame that it happened at.
//
// Commands may import it. It imports scenarios, checker, faults, sim and sim/deploy, and
// reports/film.
//
// # How to add
//
// Something to be shown beside the frames: its field in package film, a file here that fills it
// in, and its line in [Film]. What an event of the trace is called in words: a line in tellers.
package camera

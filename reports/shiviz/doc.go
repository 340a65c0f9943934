// Package shiviz writes a run as a log that ShiViz draws: a line of time for each machine, and an
// arrow for each message, by vector clocks.
//
// The first line of the log is the regular expression by which ShiViz reads the rest, the second,
// which is empty, says that there is one execution. Then each event has two lines: its text, and
// its host with its clock.
//
// Commands may import it. It imports reports/film, and reads nothing else.
package shiviz

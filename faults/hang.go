package faults

import "time"

// A Hanger can stop one process of a machine while its others go on: a thread that waits
// for a lock, or for a call that never comes back.
type Hanger interface {
	// Hang stops a process of the machine: the one that has reached a moment, if it is
	// called from Reached on behalf of that machine, else one of those that have run
	// longest. It calls bit each time that something is held back. Release lets the
	// process go on, unless it has ended meanwhile.
	Hang(machine string, bit func()) (release func())
}

var hang = Kind{
	Name:   "hang",
	Family: process,
	Text:   "One process of the machine stops where it is, and the machine's others go on; after the duration it goes on as well.",
	Form:   "<target> <when> for <duration>",
	Needs:  "Hanger",
	able:   can[Hanger],
	strike: strikeHang,
	sides:  hangSides,
	bound:  func(s Space) time.Duration { return s.LongestPause },
}

func strikeHang(s *strike) (heal func()) {
	return s.each(s.Machines, func(m string) (release func()) { return s.in.d.(Hanger).Hang(m, s.bit) })
}

// hangSides are machines with several processes.
func hangSides(s Space, w When) [][]side {
	return groups(each(s.roles(w)), each(s.Nodes), each(s.Workers))
}

package people

import "time"

// Patience of whoever asks a worker for something.
const (
	AskTimeout = 8 * time.Second
	AskAgain   = 500 * time.Millisecond
	AskTimes   = 6
	// An operator does not give up while there is a page.
	OperatorTimes = 40
)

// How people are: late, and patient.
const (
	LeastLate = 2 * time.Second // who is late is so by at least so much
	MostLate  = 14 * time.Second
	Dawdle    = 3 * time.Second // how much longer than it says an operator may wait
	LookAgain = time.Second
)

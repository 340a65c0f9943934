package faults

import "time"

// The family of disks: they refuse, or lose what was not synced.

const disks = "disk"

// A DiskFailer can make a machine's disk refuse what is asked of it.
type DiskFailer interface {
	// FailDisk makes the disk refuse, until stop: to sync, if that is said, else to
	// write. It calls bit each time that it refuses.
	FailDisk(machine string, sync bool, bit func()) (stop func())
}

var diskFull = Kind{
	Name:   "disk-full",
	Family: disks,
	Text:   "The disk is full: nothing can be written to it.",
	Form:   "<target> <when> for <duration>",
	Needs:  "DiskFailer",
	able:   can[DiskFailer],
	strike: func(s *strike) func() { return s.failDisks(false) },
	sides:  diskSides,
}

var syncError = Kind{
	Name:   "sync-error",
	Family: disks,
	Text:   "The disk cannot make durable what it was given; what was synced before stands.",
	Form:   "<target> <when> for <duration>",
	Needs:  "DiskFailer",
	able:   can[DiskFailer],
	strike: func(s *strike) func() { return s.failDisks(true) },
	sides:  diskSides,
}

func (s *strike) failDisks(sync bool) (heal func()) {
	return s.each(s.Machines, func(m string) (stop func()) { return s.in.d.(DiskFailer).FailDisk(m, sync, s.bit) })
}

// A PowerLoser can end a machine in the middle of a sync.
type PowerLoser interface {
	Crasher
	// LosePower ends the machine when it next syncs something that is not durable yet,
	// and calls lost then. Of that nothing is left or, if it is to be torn, of each file
	// its first half. Stop lets the machine sync, if it has not lost its power yet.
	LosePower(machine string, torn bool, lost func()) (stop func())
}

var loseWrites = Kind{
	Name:   "lose-writes",
	Family: disks,
	Text:   "The machine loses power at its next sync, and what was not synced with it; at the end of the duration it starts again.",
	Form:   "<target> <when> for <duration>",
	Needs:  "PowerLoser",
	able:   can[PowerLoser],
	strike: func(s *strike) func() { return s.losePower(false) },
	sides:  diskSides,
}

var tearWrites = Kind{
	Name:   TearKind,
	Family: disks,
	Text:   "The machine loses power at its next sync, and of what was not synced half is there; at the end of the duration it starts again.",
	Form:   "<target> <when> for <duration>",
	Needs:  "PowerLoser",
	able:   can[PowerLoser],
	strike: func(s *strike) func() { return s.losePower(true) },
	sides:  diskSides,
}

// A Restorer can put an earlier copy of its disk into a machine that is down.
type Restorer interface {
	Crasher
	// Restore makes the disk of a machine that is down what it was for good some time ago.
	Restore(machine string, ago time.Duration)
}

var restore = Kind{
	Name:   "restore",
	Family: disks,
	Text:   "The machine goes down, and its disk is put back to what it was one duration before; after that duration it starts again.",
	Form:   "<target> <when> for <duration>",
	Needs:  "Restorer",
	able:   can[Restorer],
	strike: strikeRestore,
	sides:  diskSides,
}

func strikeRestore(s *strike) (heal func()) {
	d := s.in.d.(Restorer)
	return s.anotherStart(d, func(m string) { d.Restore(m, s.Event.For) })
}

func (s *strike) losePower(torn bool) (heal func()) {
	d := s.in.d.(PowerLoser)
	return s.each(s.Machines, func(m string) (heal func()) {
		felled := false
		stop := d.LosePower(m, torn, func() { felled = true; s.bit() })
		return func() {
			stop()
			if felled {
				d.Restart(m)
			}
		}
	})
}

func diskSides(s Space, _ When) [][]side { return groups(each(s.Nodes), each(s.Pools)) }

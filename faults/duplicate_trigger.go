package faults

// A Duplicator can deliver a trigger again.
type Duplicator interface {
	// DuplicateTrigger delivers a trigger n more times: the one that is being sent,
	// else the next one, else the last there was. It calls bit on each copy that
	// it delivers. Stop ends it before the nth, and is not called after.
	DuplicateTrigger(n int, bit func()) (stop func())
}

var duplicateTrigger = Kind{
	Name:   "duplicate-trigger",
	Text:   "A trigger is delivered again, as many times more as the count says.",
	Form:   "<count> <when>",
	Needs:  "Duplicator",
	able:   can[Duplicator],
	strike: strikeDuplicateTrigger,
	sides:  func(Space, bool) [][]side { return [][]side{{{}}} },
}

func strikeDuplicateTrigger(s *strike) (heal func()) {
	return s.uses(func(bit func()) func() { return s.in.d.(Duplicator).DuplicateTrigger(s.Fault.Count, bit) })
}

package faults

// The family of requests to rotate, and of what goes wrong with them.

const triggers = "triggers"

var trigger = Kind{
	Name:    "trigger",
	Family:  triggers,
	Text:    "Someone asks for the window's rotation.",
	Form:    "<window> [of <key>] [attempt <attempt>] [by <caller>] <when>",
	Needs:   "Asker",
	able:    can[Asker],
	strike:  strikeTrigger,
	request: true,
	sides:   triggerSides,
	neverAt: true,
}

func strikeTrigger(s *strike) (heal func()) {
	e := s.Event
	s.bit()
	s.in.d.(Asker).Trigger(e.Word, s.key(), max(1, int(e.Amount)), e.By)
	return nil
}

func triggerSides(s Space, _ When) [][]side {
	if len(s.Windows) == 0 {
		return nil
	}
	return nowhere
}

// nowhere is the one side of what has no target.
var nowhere = [][]side{{{}}}

// A Duplicator can deliver a trigger again.
type Duplicator interface {
	// DuplicateTrigger delivers a trigger n more times: the one that is being sent,
	// else the next one, else the last there was. It calls bit on each copy that
	// it delivers. Stop ends it before the nth, and is not called after.
	DuplicateTrigger(n int, bit func()) (stop func())
}

var duplicateTrigger = Kind{
	Name:   "duplicate-trigger",
	Family: triggers,
	Text:   "A trigger is delivered again, as many times more as the count says.",
	Form:   "<count> <when>",
	Needs:  "Duplicator",
	able:   can[Duplicator],
	strike: strikeDuplicateTrigger,
	sides:  func(Space, When) [][]side { return nowhere },
	core:   true,
}

func strikeDuplicateTrigger(s *strike) (heal func()) {
	s.counts("", func() {})
	stop := s.in.d.(Duplicator).DuplicateTrigger(int(s.Event.Amount), func() { s.use("", &Passage{}) })
	return func() {
		if s.left[""].n > 0 {
			stop()
		}
	}
}

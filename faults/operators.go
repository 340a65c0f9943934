package faults

// The family of what operators do, whether they should or not.

const operators = "operators"

// An Asker can ask the engine for something in somebody's name. Both return at
// once; the deployment sends what is asked for until it knows what became of it.
type Asker interface {
	// Trigger asks for the rotation of a key in a window. An empty by is whoever
	// usually sends triggers.
	Trigger(window, key string, attempt int, by string)

	// Act does what an operator can do to a rotation of the key: the verb is
	// "abort", "halt" or "resume". An empty by is whoever is on duty.
	Act(verb, key, by string)
}

var (
	abort  = act("abort", "An operator aborts the key's rotation.")
	halt   = act("halt", "An operator halts the key's rotation.")
	resume = act("resume", "An operator resumes the key's rotation, which has halted.")
)

// act is the kind of event that is an operator's verb.
func act(verb, text string) Kind {
	return Kind{
		Name:    verb,
		Family:  operators,
		Text:    text,
		Form:    "[of <key>] [by <caller>] <when>",
		Needs:   "Asker",
		able:    can[Asker],
		strike:  strikeAct,
		request: true,
		sides:   actSides,
		neverAt: true,
	}
}

func strikeAct(s *strike) (heal func()) {
	e := s.Event
	s.bit()
	s.in.d.(Asker).Act(e.Kind, s.key(), e.By)
	return nil
}

func actSides(s Space, _ When) [][]side {
	if len(s.Keys) == 0 {
		return nil
	}
	return nowhere
}

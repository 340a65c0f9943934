package example

import (
	"errors"
	"slices"

	"pawl/engine"
)

// Operate does what an operator asks for: to abort, to halt and to resume. There is nothing
// else that an operator of this engine can do.
func (w *worker) Operate(a engine.Act) engine.Answer {
	d := w.desk(a.Key)
	switch {
	case !engine.ValidName(a.Key) || !engine.ValidName(a.Operator) || len(a.Reason) > engine.MaxText || len(a.ID) > engine.MaxText:
		return engine.Refuse(engine.WhyMalformed)
	case !slices.Contains(w.env.Policy.Operators, a.Operator):
		return engine.Refuse(engine.WhyCaller)
	}
	for n := range w.env.Policy.Attempts {
		s, err := d.read()
		if err == nil {
			if slices.Contains(s.Acts, a.ID) {
				return engine.Answer{Outcome: engine.Admitted, Rotation: s.Rotation}
			}
			if a.Rotation != "" && a.Rotation != s.Rotation {
				return engine.Refuse("another rotation is under way, or none")
			}
			next, more, why := acted(&s, &a)
			if why != "" {
				return engine.Refuse(why)
			}
			err = d.write(&s, next, next.Phase, more...)
			if a.Verb == engine.HaltAct {
				w.halts[a.Key]++ // whatever came of it: who owns the key here has to look
			}
			switch {
			case err == nil:
				return engine.Answer{Outcome: engine.Admitted, Rotation: s.Rotation}
			case errors.Is(err, engine.ErrUnknown):
				return engine.Answer{Outcome: engine.Unknown, Why: err.Error()}
			}
		}
		w.env.Clock.Sleep(w.env.Backoff(n))
	}
	return engine.Answer{Outcome: engine.Unknown, Why: "the store could not be reached"}
}

// keptActs is how many acts are remembered, so that none is done twice.
const keptActs = 16

// acted is the document after an act, or why it cannot be done.
func acted(s *state, a *engine.Act) (next document, more []engine.Op, why string) {
	next = s.clone()
	next.Acts = append(next.Acts, a.ID)
	if len(next.Acts) > keptActs {
		next.Acts = next.Acts[1:]
	}
	switch a.Verb {
	case engine.AbortAct:
		if !slices.Contains([]engine.Phase{engine.Intent, engine.Staged, engine.Published, engine.Verified, engine.Draining}, s.stands()) {
			return next, nil, "there is nothing to abort"
		}
		next.Phase = engine.Aborting
		next.Told++
	case engine.HaltAct:
		if s.Phase == engine.Halted {
			return next, nil, "it is halted"
		}
		next.From, next.Phase, next.Halt = s.Phase, engine.Halted, haltFor("an operator has asked for it: "+a.Reason)
		if s.Phase == engine.Draining {
			next.From = engine.Published
			next.Told++
		}
		return next, nil, ""
	case engine.ResumeAct:
		if s.Phase != engine.Halted {
			return next, nil, "it is not halted"
		}
		next.Phase = s.From
	default:
		return next, nil, engine.WhyUnsupported
	}
	if s.Phase == engine.Halted { // whoever owned it does not any more
		next.From, next.Halt, next.Owner = "", engine.Halt{}, ""
		next.Fence++
		more = append(more, engine.Del(ownerOf(a.Key)))
	}
	return next, more, ""
}

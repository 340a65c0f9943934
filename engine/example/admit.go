package example

import (
	"errors"
	"fmt"
	"slices"

	"pawl/engine"
)

// Admit starts a rotation for a window, once.
func (w *worker) Admit(g engine.Trigger) engine.Answer {
	d := w.desk(g.Key)
	switch {
	case !engine.ValidName(g.Key) || !engine.ValidName(g.Window) || !engine.ValidName(g.Caller) || g.Attempt < 1 || len(g.ID) > engine.MaxText:
		return engine.Refuse(engine.WhyMalformed)
	case !slices.Contains(w.env.Policy.Callers, g.Caller):
		return engine.Refuse(engine.WhyCaller)
	}
	*w.ops++
	mine := fmt.Sprintf("%s/%d/%s/%d", g.Window, g.Attempt, w.env.Self(), *w.ops)
	sent := false
	for n := range w.env.Policy.Attempts {
		s, err := d.read()
		if err == nil {
			a, is := w.answered(&s, &g, mine)
			switch {
			case is && sent && a.Outcome == engine.Refused:
				// What was sent may have started it, and it may be over by now.
				return engine.Answer{Outcome: engine.Unknown, Why: a.Why}
			case is:
				return a
			}
			sent = true
			next := admitted(&s, &g, mine)
			switch err = d.write(&s, next, engine.Intent); {
			case err == nil:
				return engine.Answer{Outcome: engine.Admitted, Rotation: mine}
			case errors.Is(err, engine.ErrUnknown):
				return engine.Answer{Outcome: engine.Unknown, Why: err.Error()}
			}
		}
		w.env.Clock.Sleep(w.env.Backoff(n))
	}
	return engine.Answer{Outcome: engine.Unknown, Why: "the store could not be reached"}
}

// answered is the answer to a trigger that starts nothing.
func (w *worker) answered(s *state, g *engine.Trigger, mine string) (engine.Answer, bool) {
	last, tried := s.Windows[g.Window]
	operated := slices.Contains(w.env.Policy.Operators, g.Caller)
	switch {
	case tried && last.Rotation == mine: // it had been written after all
		return engine.Answer{Outcome: engine.Admitted, Rotation: mine}, true
	case tried && g.Attempt == last.N:
		return engine.Answer{Outcome: engine.Duplicate, Rotation: last.Rotation}, true
	case g.Attempt != last.N+1 || tried && !last.Aborted || g.Attempt > w.env.Policy.Attempts && !operated:
		return engine.Refuse(engine.WhyAttempt), true
	case s.Phase != engine.Idle:
		return engine.Refuse(engine.WhyBusy), true
	}
	return engine.Answer{}, false
}

// admitted is the document with a rotation under way. What is at its end is forgotten.
func admitted(s *state, g *engine.Trigger, rotation string) document {
	next := s.clone()
	next.Phase, next.Window, next.Attempt = engine.Intent, g.Window, g.Attempt
	next.Highest++
	next.Next = next.Highest
	next.Rotation = rotation
	next.Versions = slices.DeleteFunc(next.Versions, func(v version) bool { return v.State == engine.Destroyed || v.State == engine.Burnt })
	next.Versions = append(next.Versions, version{N: next.Next, State: engine.Pending, Op: fmt.Sprintf("%s/v%d", g.Key, next.Next)})
	if next.Windows == nil {
		next.Windows = map[string]attempt{}
	}
	next.Windows[g.Window] = attempt{N: g.Attempt, Rotation: next.Rotation}
	return next
}

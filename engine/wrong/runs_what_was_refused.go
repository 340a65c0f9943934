package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// runsWhatWasRefused turns a trigger away while another window is in flight, and keeps it
// all the same: it starts it when there is room, whatever the caller was told.
func runsWhatWasRefused() engine.Engine {
	return reference.Variant{Name: "runs-what-was-refused", Worker: func(env *engine.Env, s *reference.WorkerSteps) {
		q := &queued{Store: env.Store}
		env.Store = q
		admit := s.Admit
		s.Admit = func(w *reference.Worker, t engine.Trigger) engine.Answer {
			a := admit(w, t)
			if a.Outcome == engine.Refused && a.Why == engine.WhyBusy {
				q.w, q.waiting = w, append(q.waiting, t)
			}
			return a
		}
	}}.Engine()
}

// queued is a store whose every piece of news is taken for a chance to start what waits.
type queued struct {
	engine.Store
	w       *reference.Worker
	waiting []engine.Trigger
}

func (q *queued) Await(prefix string, after int64, wait time.Duration) (engine.News, error) {
	news, err := q.Store.Await(prefix, after, wait)
	waiting := q.waiting
	q.waiting = nil
	for _, t := range waiting {
		a, tried := reference.TryAdmit(q.w, t, q.w.Operation())
		if tried != nil || a.Outcome == engine.Refused && a.Why == engine.WhyBusy {
			q.waiting = append(q.waiting, t)
		}
	}
	return news, err
}

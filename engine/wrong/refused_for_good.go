package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// refusedForGood takes a window that it has refused as busy for one that is settled: it leaves an
// entry, and whoever asks again is refused again.
func refusedForGood() engine.Engine {
	return controlled(reference.Variant{Name: "refused-for-good"}.Engine(), func(_ engine.Env, right engine.Control) engine.Control {
		return resentful{right, map[[2]string]bool{}}
	})
}

type resentful struct {
	engine.Control
	refused map[[2]string]bool // by key and window; looked up only
}

func (r resentful) Admit(t engine.Trigger) engine.Answer {
	of := [2]string{t.Key, t.Window}
	if r.refused[of] {
		return engine.Refuse(engine.WhyBusy)
	}
	answer := r.Control.Admit(t)
	r.refused[of] = answer.Outcome == engine.Refused && answer.Why == engine.WhyBusy
	return answer
}

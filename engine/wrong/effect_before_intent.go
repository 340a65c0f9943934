package wrong

import "pawl/engine"

// effectBeforeIntent makes the material first, to have it ready, and only then
// writes down that it means to.
func effectBeforeIntent() engine.Engine {
	t := engine.Reference()
	t.Admit = func(w *engine.Worker, trigger engine.Trigger) engine.Answer {
		if next, fence, free := w.Peek(trigger.Key); free {
			w.Env().Keys.Create(engine.MintOperation(trigger.Key, next), trigger.Key, next, fence)
		}
		return engine.Admit(w, trigger)
	}
	return t.Engine("effect-before-intent")
}

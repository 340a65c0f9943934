package wrong

import "pawl/engine"

// noDrain commits while old stamps may still seal.
func noDrain() engine.Engine {
	t := engine.Reference()
	t.Rotation[engine.Verified] = func(o *engine.Owner, _ uint32) (engine.Pause, error) {
		return engine.Pause{}, o.CommitNow()
	}
	return t.Engine("no-drain")
}

package wrong

import (
	"strings"

	"pawl/engine"
	"pawl/engine/reference"
)

// rotatesForNothing compares the active version's fingerprint with what the key
// service says of it, and spells one of the two differently: it always finds that
// the material has changed under it, and rotates.
func rotatesForNothing() engine.Engine {
	return reference.Variant{Name: "rotates-for-nothing", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		s.Rotation[reference.Idle] = rotateIfChanged
	}}.Engine()
}

func rotateIfChanged(o *reference.Owner, _ uint32) (reference.Pause, error) {
	every := o.Env().Policy.OwnerLease
	rec := o.Record()
	active := rec.Version(rec.Active)
	if left := rec.Since + every - o.Time(); active == nil || left > 0 {
		return reference.Pause{For: max(left, o.Env().Backoff(0))}, nil
	}
	made, found, err := o.Env().Keys.Lookup(active.Op)
	if err != nil || !found || strings.ToUpper(made.Print) == active.Print {
		return reference.Pause{For: every}, err
	}
	rec.Attempt = 1
	return reference.Pause{}, begin(o, rec)
}

package wrong

import "pawl/engine"

// commitInTwoWrites first retires the old version and then names the new one.
func commitInTwoWrites() engine.Engine {
	t := engine.Reference()
	t.Rotation[engine.Draining] = func(o *engine.Owner, next uint32) (engine.Pause, error) {
		rec := o.Record()
		if rec.Active == 0 {
			return engine.Commit(o, next)
		}
		passed, err := o.SealBarrier()
		if err != nil || !passed {
			return engine.Pause{For: o.Env().Policy.SealLease, Stamps: true}, err
		}
		for i := range rec.Versions {
			if v := &rec.Versions[i]; v.N == rec.Active {
				v.State, v.Since = engine.Deprecated, o.Time()
			}
		}
		rec.Active = 0
		return engine.Pause{}, o.Write(rec, engine.Change{Transition: "CLEARED"})
	}
	return t.Engine("commit-in-two-writes")
}

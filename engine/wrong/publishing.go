package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// publishedOnce is the step of PUBLISHED by another way to know that B1 has passed. All
// else is as in the reference: the lead counts from the evidence, and what misses its
// deadline is given up.
func publishedOnce(passed func(*reference.Owner) (bool, error)) reference.Step {
	return func(o *reference.Owner, _ uint32) (reference.Pause, error) {
		rec, p := o.Record(), o.Env().Policy
		left := rec.Since + p.PublishDeadline - o.Time()
		if rec.Proved != 0 {
			left += p.PublishLead
		}
		ok, err := passed(o)
		switch lead := rec.Proved + p.PublishLead - o.Time(); {
		case err != nil:
			return reference.Pause{}, err
		case !ok && left > 0:
			return reference.Pause{For: left, Stamps: true}, nil
		case !ok:
			return reference.Pause{}, o.Abort(engine.ByDeadline+"publish", "B1 missed by its deadline")
		case rec.Proved == 0:
			rec.Proved = max(o.Time(), 1)
			return reference.Pause{}, o.Write(rec, reference.Change{Transition: "PROVED"})
		case lead > 0:
			return reference.Pause{For: lead}, nil
		}
		return reference.Pause{}, o.VerifyNow()
	}
}

package reference

import (
	"fmt"
	"time"

	"pawl/engine"
)

// Watch is all that is done of a rotation while none is in flight: when the active version
// has reached the age at which it is due, is nearly used up, or nears its end, somebody is told. Since when it has been active
// stands in the record, on the owners' clock, so that no restart makes it younger; who asks
// for the rotation is not the engine's business.
func Watch(o *Owner, _ uint32) (Pause, error) {
	pause := untilChange
	switch used, err := o.nearlyUsed(); {
	case err != nil:
		return now, err
	case used && !o.tellUsed():
		return Pause{For: o.env.Backoff(0)}, nil
	case o.env.Policy.SealLimit != 0:
		pause.For = o.env.Policy.OwnerLease // looked at now and then: nothing waits for it
	}
	if left, is := o.untilEnding(); is && left > 0 {
		pause.For = min(left, pause.For)
	} else if is && !o.tellEnding() {
		return Pause{For: o.env.Backoff(0)}, nil
	}
	due, is := o.due()
	if !is {
		return pause, nil
	}
	if left := due - o.Time(); left > 0 {
		return Pause{For: min(left, pause.For)}, nil
	}
	if !o.tellDue() {
		return Pause{For: o.env.Backoff(0)}, nil
	}
	return pause, nil
}

// tellUsed tells the pager once that little is left of what may be sealed under the active
// version, and says whether it has it.
func (o *Owner) tellUsed() bool {
	n := o.rec.Active
	return o.pageOnce(fmt.Sprintf("used v%d", n), notice(o.key, engine.Halt{
		Reason: fmt.Sprintf("version %d has been sealed under nearly as often as policy lets it be", n), Class: engine.Recoverable, Playbook: "rotate-when-used",
		DecryptionValid: true, ManualWorkSafe: true}))
}

// due is the owner time at which the active version is due, if there is one and policy says so.
func (o *Owner) due() (at time.Duration, is bool) {
	v := o.rec.Version(o.rec.Active)
	if v == nil || o.env.Policy.Due == 0 {
		return 0, false
	}
	return v.Since + o.env.Policy.Due, true
}

// tellDue tells the pager once that the active version is due, and says whether it has it.
func (o *Owner) tellDue() bool {
	n := o.rec.Active
	a := notice(o.key, engine.Halt{
		Reason: fmt.Sprintf("version %d is due to be rotated, and nobody has asked for it", n), Class: engine.Recoverable, Playbook: "rotate-when-due",
		DecryptionValid: true, ManualWorkSafe: true})
	a.Due = true
	return o.pageOnce(fmt.Sprintf("due v%d", n), a)
}

package reference

import (
	"fmt"
	"slices"
	"time"

	"pawl/engine"
)

// A version may have an end, as a certificate has. It is on the wall clock of the key service,
// so that it is held against a wall clock, with a margin for both: no other clock is shared by
// who makes and who uses. What must not outlive the end is worked out backwards from it.

// endsWithin says that a version has no more left than d, by this machine's wall clock.
func endsWithin(c engine.Clock, v *Version, d time.Duration) bool {
	return v != nil && v.End != 0 && c.Wall() >= v.End-d
}

// lasts says that enough is left of a version for it to be activated.
func (o *Owner) lasts(n uint32) bool {
	p := o.policy(n)
	return !endsWithin(o.env.Clock, o.rec.Version(n), p.Ahead())
}

// giveUp aborts a rotation whose version has too little left: the next attempt makes another.
func (o *Owner) giveUp(n uint32) error {
	p := o.policy(n)
	return o.Abort(engine.ByDeadline+"key-life", fmt.Sprintf("version %d ends too soon: %s must be left when it is activated", n, p.Ahead()))
}

// untilEnding is how long it is until somebody has to be told that the active version ends:
// then a rotation has just the time that it may take before nothing is sealed any more.
func (o *Owner) untilEnding() (left time.Duration, is bool) {
	v, p := o.rec.Version(o.rec.Active), o.policy(o.rec.Active)
	if v == nil || v.End == 0 {
		return 0, false
	}
	return v.End - p.EndMargin() - p.Lifetime - p.Rotates() - o.env.Clock.Wall(), true
}

// tellEnding tells the pager once that the active version nears its end, and says whether it
// has it.
func (o *Owner) tellEnding() bool {
	n := o.rec.Active
	return o.pageOnce(fmt.Sprintf("ends v%d", n), notice(o.key, engine.Halt{
		Reason: fmt.Sprintf("version %d nears its end, and nobody has asked for another", n), Class: engine.Recoverable, Playbook: "rotate-before-the-end",
		DecryptionValid: true, ManualWorkSafe: true}))
}

// dying says that what is sealed under a version now would outlive it.
func (r *Ring) dying(n uint32) bool {
	v := r.rec.Version(n)
	p := Promised(v, r.a.env.Policy)
	return endsWithin(r.a.env.Clock, v, p.Lifetime+p.EndMargin())
}

// living leaves out of rights what has ended: nothing that was sealed under it is owed any
// more, and its material may not be had. What is demanded stays, lest a barrier pass for a
// version that nobody holds.
func (r *Ring) living(rights Rights) Rights {
	ended := func(n uint32) bool {
		return n != rights.Demands && endsWithin(r.a.env.Clock, r.rec.Version(n), 0)
	}
	if !slices.ContainsFunc(rights.Opens, ended) {
		return rights
	}
	rights.Opens = slices.DeleteFunc(slices.Clone(rights.Opens), ended)
	if !slices.Contains(rights.Opens, rights.Seal) {
		rights.Seal = 0
	}
	return rights
}

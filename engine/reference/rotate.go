package reference

import (
	"errors"
	"time"

	"pawl/engine"
)

// Stage makes the material of the next version under the operation id that the
// record has named, reads it back, and records its fingerprint: INTENT → STAGED.
func Stage(o *Owner, next uint32) (Pause, error) {
	rec := o.rec.clone()
	if v := rec.Version(next); v.Print == "" { // else it lay ready
		made, err := o.mint(rec.MintOp, next)
		if err != nil {
			return now, err
		}
		if made == nil {
			return now, nil // counted as a failed attempt
		}
		v.is(made)
	}
	rec.Phase = Staged
	rec.Since = o.Time()
	return now, o.Write(rec, Change{Transition: "STAGED"})
}

// mint asks the key service and reads back. The reply to the request itself is
// not enough: what counts is what the service will say from now on.
func (o *Owner) mint(op string, version uint32) (*engine.Made, error) {
	if err := o.current(); err != nil {
		return nil, err
	}
	order := engine.Create{Op: op, Key: o.key, Version: version, Fence: o.fence, Life: o.env.Policy.KeyLife}
	if v := o.rec.Version(version); v.Under != 0 {
		order.Under = engine.Issuer{Key: o.env.Policy.Anchor, Version: v.Under}
	}
	_, asked := o.env.Keys.Create(order)
	if errors.Is(asked, engine.ErrStaleFence) {
		return nil, asked
	}
	if errors.Is(asked, engine.ErrRejected) {
		return nil, o.rejected("the key service rejects the new version")
	}
	made, found, err := o.env.Keys.Lookup(op)
	switch {
	case err == nil && found && made.Destroyed: // nobody here has asked for that
		err = errDestroyed
	case err == nil && found:
		return &made, nil
	case err == nil:
		err = engine.ErrUnknown
	}
	return nil, o.retry("mint", err)
}

// Publish lets nodes hold and open the next version, or those of the first pool: STAGED →
// PUBLISHED.
func Publish(o *Owner, _ uint32) (Pause, error) {
	in, err := o.firstIn()
	if err != nil {
		return now, err
	}
	rec := o.rec.clone()
	rec.Reached = in
	rec.raise()
	rec.Phase = Published
	rec.Since = o.Time()
	rec.Proved = 0
	return now, o.Write(rec, Change{Transition: "PUBLISHED"})
}

// Verify waits for B1, notes its time, waits for the publish lead, and reads B1
// once more: PUBLISHED → VERIFIED. Before that, pools may have to be let in.
func Verify(o *Owner, next uint32) (Pause, error) {
	if len(o.rec.Reached) > 0 {
		return LetIn(o, next)
	}
	s, err := o.barrier(stampPrefix(o.key), nodePrefix(o.key))
	if err != nil {
		return now, err
	}
	thin := ""
	var stamps []Stamp
	if s.passed {
		if stamps, err = o.openStamps(s); err != nil {
			return now, err
		}
		if thin, err = thinPool(stamps, s.nodes, o.env.Policy.PoolStamps); err != nil {
			return now, err
		}
	}
	left := o.rec.Since + o.env.Policy.PublishDeadline - o.Time()
	if o.rec.Proved != 0 {
		left += o.policy(next).PublishLead
	}
	switch missed := !s.passed || thin != ""; {
	case missed && left <= 0:
		return now, o.Abort(engine.ByDeadline+"publish", missedB1(thin))
	case !s.passed:
		return o.risen(left), nil
	case missed:
		return Pause{For: left, Stamps: true}, nil
	}
	if node := mismatch(stamps, o.rec.Version(next)); node != "" {
		return o.haltMixed("", node)
	}
	if o.rec.Proved == 0 {
		rec := o.rec.clone()
		rec.Proved = max(o.Time(), 1)
		return now, o.Write(rec, Change{Transition: "PROVED"})
	}
	if lead := o.lead(); lead > 0 {
		return Pause{For: lead}, nil
	}
	return now, o.VerifyNow()
}

// lead is how long relying parties may still be without the next version: it counts from
// B1's evidence, or from that of a spare.
func (o *Owner) lead() time.Duration {
	since := o.rec.Proved
	if o.rec.Spare == o.rec.Next && o.rec.SpareProved != 0 {
		since = o.rec.SpareProved
	}
	return since + o.policy(o.rec.Next).PublishLead - o.Time()
}

// haltMixed halts for a node that holds other material than the record names; an empty
// cause is the rotation's own.
func (o *Owner) haltMixed(cause, node string) (Pause, error) {
	return o.Halt(cause, engine.Halt{Reason: node + " holds other material for the new version", Class: engine.SecurityCritical,
		Playbook: "mixed-material", DecryptionValid: true})
}

// missedB1 says for people what B1 lacked at its deadline.
func missedB1(thin string) string {
	if thin != "" {
		return "B1 missed by its deadline: too few nodes of pool " + thin + " serve"
	}
	return "B1 missed by its deadline"
}

// VerifyNow records that B1 has passed: PUBLISHED → VERIFIED.
func (o *Owner) VerifyNow() error {
	rec := o.rec.clone()
	rec.Floor, rec.SealFloor = rec.Target, rec.Target
	rec.Phase = Verified
	rec.Since = o.Time()
	return o.Write(rec, Change{Transition: "VERIFIED"})
}

// Drain takes the right to seal away: VERIFIED → DRAINING; unless the next version has too
// little left to be worth it.
func Drain(o *Owner, next uint32) (Pause, error) {
	if !o.lasts(next) {
		return now, o.giveUp(next)
	}
	rec := o.rec.clone()
	rec.raise()
	rec.Phase = Draining
	rec.Since = o.Time()
	return now, o.Write(rec, Change{Transition: "DRAINING"})
}

// Commit waits for B2 and switches versions: DRAINING → COMMITTED. When B2 does
// not pass by its deadline sealing is given back; when too little is left of the version
// meanwhile, the rotation is given up.
func Commit(o *Owner, next uint32) (Pause, error) {
	if !o.lasts(next) {
		return now, o.giveUp(next)
	}
	passed, err := o.SealBarrier()
	if err != nil {
		return now, err
	}
	if passed {
		return now, o.CommitNow()
	}
	left := o.rec.Since + o.env.Policy.DrainDeadline - o.Time()
	if left > 0 {
		return o.risen(left), nil
	}
	if int(o.rec.Undrains) >= o.env.Policy.Attempts {
		return now, o.Abort(engine.ByDeadline+"drain", "B2 missed too often")
	}
	rec := o.rec.clone()
	rec.raise()
	rec.Phase = Published
	rec.Since, rec.Proved = o.Time(), 0
	rec.Undrains++
	return now, o.Write(rec, Change{Transition: "UNDRAINED", Cause: engine.ByDeadline + "drain"})
}

// CommitNow writes the one transaction before which nothing was observable and
// after which there is no way back.
func (o *Owner) CommitNow() error {
	in, err := o.firstIn()
	if err != nil {
		return err
	}
	rec := o.rec.clone()
	rec.Reached = in
	rec.dropSpare()
	t := o.Time()
	if old := rec.Version(rec.Active); old != nil {
		old.State, old.Since = Deprecated, t
	}
	next := rec.Version(rec.Next)
	next.State, next.Since = Active, t
	rec.Active, rec.Next = rec.Next, 0
	rec.SealFloor = rec.Target
	rec.raise()
	rec.Phase = Committed
	rec.Since = t
	return o.Write(rec, Change{Transition: "COMMITTED"})
}

// Settle ends a rotation: COMMITTED or ABORTED → IDLE.
func Settle(o *Owner, _ uint32) (Pause, error) {
	rec := o.rec.clone()
	cause := rec.Cause
	rec.Phase = Idle
	rec.Next, rec.Attempt, rec.Undrains, rec.Reached = 0, 0, 0, nil
	rec.Rotation, rec.Window, rec.MintOp, rec.Cause = "", "", "", ""
	rec.Since, rec.Proved = o.Time(), 0
	rec.prune()
	return now, o.Write(rec, Change{Transition: "IDLE", Cause: cause})
}

// Abort gives the rotation up before anything was sealed under its version.
func (o *Owner) Abort(cause, note string) error {
	rec := o.rec.clone()
	abort(&rec, o.Time())
	return o.Write(rec, Change{Transition: "ABORTING", Cause: cause, Note: note})
}

// abort turns a record into its aborting form.
func abort(rec *Record, at time.Duration) {
	rec.raise()
	rec.Phase = Aborting
	rec.Since, rec.Reached = at, nil
	rec.dropSpare()
}

// FinishAbort waits for BA, destroys what was made, and reads that back:
// ABORTING → ABORTED. The number is burnt.
func FinishAbort(o *Owner, next uint32) (Pause, error) {
	passed, err := o.StampBarrier()
	if err != nil {
		return now, err
	}
	if !passed {
		return o.risen(o.env.Policy.OpenLease), nil
	}
	if done, err := o.destroy(o.rec.MintOp, next); err != nil || !done {
		return now, err
	}
	rec := o.rec.clone()
	rec.Version(next).State = Burnt
	rec.Floor, rec.SealFloor = rec.Target, rec.Target
	rec.Phase = Aborted
	rec.Since = o.Time()
	c := Change{Transition: "ABORTED"}
	if rec.Window != "" { // an emergency has none
		entry := windowEntry{Rotation: rec.Rotation, Attempt: rec.Attempt, Aborted: true}
		c.Also = []engine.Op{engine.Put(windowKey(o.key, rec.Window), entry.encode(), 0)}
	}
	o.leave(rec.Version(next), &c)
	return now, o.Write(rec, c)
}

// destroy asks the key service and reads back; false is a counted failure.
func (o *Owner) destroy(op string, version uint32) (bool, error) {
	if err := o.current(); err != nil {
		return false, err
	}
	asked := o.env.Keys.Destroy(op, o.key, version, o.fence)
	if errors.Is(asked, engine.ErrStaleFence) {
		return false, asked
	}
	made, found, err := o.env.Keys.Lookup(op)
	if err == nil && found && made.Destroyed {
		return true, nil
	}
	if errors.Is(asked, engine.ErrRejected) {
		return false, o.rejected("the key service rejects to destroy a version")
	}
	if err == nil {
		err = engine.ErrUnknown
	}
	return false, o.retry("destroy", err)
}

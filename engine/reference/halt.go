package reference

import (
	"cmp"
	"errors"
	"strconv"

	"pawl/engine"
)

// retry counts a failed attempt of a step that works outside the store; when
// policy's attempts are used up it halts the rotation rather than go on.
func (o *Owner) retry(step string, cause error) error {
	o.failures++
	o.failed = step + " failed: " + cause.Error()
	if o.failures < o.env.Policy.Attempts {
		o.w.sleep(o.failures - 1)
		return o.checkAlive()
	}
	if errors.Is(cause, errDestroyed) {
		return o.rejected(o.failed)
	}
	return o.usedUp()
}

// errDestroyed: what is to be made is there, as destroyed, and so will never be made.
var errDestroyed = errors.New("the key service has it as destroyed")

// usedUp halts for want of attempts.
func (o *Owner) usedUp() error {
	_, err := o.Halt(engine.ByDeadline+"attempts", engine.Halt{Reason: o.failed, Class: engine.Recoverable,
		Playbook: "key-service-unreachable", DecryptionValid: true, ManualWorkSafe: true})
	return err
}

// tried is what an owner has tried in vain: as of which write of the record, how often and
// how it failed.
type tried struct {
	writes   uint64
	failures int
	failed   string
}

func (o *Owner) tried() tried { return tried{o.rec.writes(), o.failures, o.failed} }

// writes counts the writes of the record that have brought it where it is: all but those
// that raise the fence, which are acquisitions, and a resume after the write that halted.
func (r *Record) writes() uint64 { return r.AuditSeq - r.Fence }

// goOn counts on from where this worker's last ownership of the key was lost: one may be too
// short for all the attempts that policy has, and too short to say that they are used up.
func (o *Owner) goOn(t tried) {
	if t.failed == "" || t.writes != o.rec.writes() {
		return
	}
	o.failures, o.failed = t.failures, t.failed
	if o.failures >= o.env.Policy.Attempts && o.usedUp() != nil {
		o.stale = true
	}
}

// rejected halts what the key service will never serve: policy's attempts are over, since
// none would help. The cause is never the rotation's own, which may be an abort, and which
// a key at rest does not have.
func (o *Owner) rejected(reason string) error {
	_, err := o.Halt(engine.ByDeadline+"attempts", engine.Halt{Reason: reason, Class: engine.NonRecoverable,
		Playbook: "key-service-rejects", DecryptionValid: true, ManualWorkSafe: true})
	return err
}

// unread halts what goes by something in the store that cannot be read, beside the record:
// somebody has to put it right, and then to resume.
func (o *Owner) unread(cause error) error {
	_, err := o.Halt(engine.ByDeadline+"unreadable", engine.Halt{Reason: "what is stored cannot be read: " + cause.Error(), Class: engine.Recoverable,
		Playbook: "stored-unreadable", DecryptionValid: true, ManualWorkSafe: true})
	return err
}

func (o *Owner) checkAlive() error {
	if !o.Alive() {
		return errLost
	}
	return nil
}

// Halt stops the rotation where it stands and says why; an empty cause is the
// rotation's own. A halt while draining gives sealing back first, in the same
// write.
func (o *Owner) Halt(cause string, h engine.Halt) (Pause, error) {
	rec := o.rec.clone()
	halt(&rec, h)
	return now, o.Write(rec, Change{Transition: "HALTED", Cause: cause, Note: h.Reason})
}

// Tell is all that is done in HALTED: somebody has to hear of it, unless the worker knows
// that it is over.
func Tell(o *Owner, _ uint32) (Pause, error) {
	if err := o.current(); err != nil {
		return now, err
	}
	if !o.w.page(o.key, &o.rec) {
		return Pause{For: o.env.Backoff(0)}, nil
	}
	return untilChange, nil
}

// halt turns a record into its halted form.
func halt(rec *Record, h engine.Halt) {
	rec.From = rec.Phase
	if rec.Phase == Draining {
		rec.From = Published
		rec.Proved = 0
		rec.raise()
	}
	if rec.From == Committed && len(rec.Reached) > 0 { // pools that are not in may not seal till it goes on
		h.EncryptionAffected = true
	}
	if !short(h.Reason) {
		h.Reason = h.Reason[:engine.MaxText]
	}
	rec.Phase = Halted
	rec.Halt = addressed(h)
}

// notice is an alert of what people have to know though nothing is halted.
func notice(key string, h engine.Halt) engine.Alert {
	return engine.Alert{Key: key, Notice: true, Halt: addressed(h)}
}

// addressed says who is called where nothing else is said.
func addressed(h engine.Halt) engine.Halt {
	h.Owner, h.Escalation = cmp.Or(h.Owner, "key-owner"), cmp.Or(h.Escalation, "security-on-call")
	return h
}

// page tells the pager of a halt, once for each worker and halt, and says whether
// the pager has it; a pager may hear of it from several.
func (w *Worker) page(key string, rec *Record) bool {
	return w.pageOnce(rec.Op, engine.Alert{Key: key, Halt: rec.Halt})
}

// pageUnread tells the pager of a record that cannot be read, or that the audit contradicts.
// That cannot be written as halted, and stands still all the same: no worker goes on from it.
func (w *Worker) pageUnread(key string, mod int64, why error) bool {
	h := engine.Halt{Reason: "the record cannot be read, and the rotation stands still: " + why.Error(), Class: engine.NonRecoverable,
		Playbook: "record-unreadable", DecryptionValid: true}
	if errors.Is(why, errBehind) {
		h = engine.Halt{Reason: "the record is not the last one, and the rotation stands still: " + why.Error(), Class: engine.NonRecoverable,
			Playbook: "record-behind-its-audit", DecryptionValid: true}
	}
	return w.pageOnce("unread@"+strconv.FormatInt(mod, 10), notice(key, h))
}

// pageOnce is the worker's, for an owner that still is one: whoever has lost the key does not
// know what has become of it, and would wake people for a version that another has followed.
func (o *Owner) pageOnce(of string, a engine.Alert) bool {
	return o.Alive() && o.w.pageOnce(of, a)
}

func (w *Worker) pageOnce(of string, a engine.Alert) bool {
	about := a.Key + "/" + a.Halt.Playbook + "/" + strconv.FormatUint(uint64(a.Version), 10)
	if w.paged[about] == of {
		return true
	}
	if w.env.Pager.Page(a) != nil {
		return false
	}
	w.paged[about] = of
	return true
}

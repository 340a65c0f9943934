package engine

// Change is what is said of one transition.
type Change struct {
	Transition string
	Cause      string
	Note       string
	If         []Compare // conditions beside the record's and the owner's
	Also       []Op      // puts beside the record's and the audit's
}

// change builds the transaction that puts a record with its audit entry. The
// caller adds the conditions.
func (w *Worker) change(key string, rec *Record, c Change) Txn {
	rec.Op = w.Operation()
	e := Entry{Transition: c.Transition, Owner: w.env.Self(), Fence: rec.Fence, Op: rec.Op,
		Cause: c.Cause, Phase: rec.Phase, Active: rec.Active, Next: rec.Next, Note: c.Note}
	stored := e.chain(rec)
	then := make([]Op, 0, 3+len(c.Also))
	then = append(then, Put(recordKey(key), rec.encode(), 0), Put(auditKey(key, e.Seq), stored, 0))
	return Txn{If: append(make([]Compare, 0, 2+len(c.If)), c.If...), Then: append(then, c.Also...)}
}

// Write makes one transition: record and audit entry in one transaction, which
// compares the record's revision and the ownership. An unknown outcome is read
// back by the caller's loop, which goes on from the record; a late arrival of
// this very write can then only fail, or be what the loop finds.
func (o *Owner) Write(rec Record, c Change) error {
	if !o.Alive() {
		return errLost
	}
	if c.Cause == "" {
		c.Cause = rec.Cause
	}
	t := o.w.change(o.key, &rec, c)
	t.If = append(t.If, Compare{recordKey(o.key), o.mod}, Compare{ownerKey(o.key), o.ownerMod})
	res, err := o.env.Store.Txn(t)
	if err != nil {
		return err
	}
	if !res.Held {
		return errMoved
	}
	o.rec, o.mod, o.rev, o.failures = rec, res.Revision, res.Revision, 0
	return nil
}

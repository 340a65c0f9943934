package reference

import (
	"pawl/engine"
)

// Change is what is said of one transition.
type Change struct {
	Transition string
	Cause      string
	Note       string
	Op         string           // operation id; empty: a new one
	If         []engine.Compare // conditions
	Also       []engine.Op      // puts beside the record's and the audit's
}

// change is the transaction that puts a record with its audit entry.
func (w *Worker) change(key string, rec *Record, c Change) engine.Txn {
	if rec.Op = c.Op; c.Op == "" {
		rec.Op = w.Operation()
	}
	e := Entry{Transition: c.Transition, Owner: w.self, Fence: rec.Fence, Op: rec.Op,
		Cause: c.Cause, Phase: rec.Phase, Active: rec.Active, Next: rec.Next, Note: c.Note}
	stored := e.chain(rec)
	then := make([]engine.Op, 0, 3+len(c.Also))
	then = append(then, engine.Put(RecordKey(key), rec.encode(), 0), engine.Put(auditKey(key, e.Seq), stored, 0))
	return engine.Txn{If: c.If, Then: append(then, c.Also...)}
}

// Write makes one transition of the rotation, the way the engine's table says.
func (o *Owner) Write(rec Record, c Change) error {
	if c.Cause == "" {
		c.Cause = rec.Cause
	}
	return o.w.steps.Write(o, rec, c)
}

// WriteFenced makes one transition: record and audit entry in one transaction,
// which compares the record's revision and the ownership. An unknown outcome is
// read back by the caller's loop, which goes on from the record; a late arrival
// of this very write can then only fail, or be what the loop finds.
func WriteFenced(o *Owner, rec Record, c Change) error {
	if !o.Alive() {
		return errLost
	}
	if err := o.current(); err != nil {
		return err
	}
	c.If = append(c.If, engine.Compare{Key: o.at.record, Mod: o.mod}, engine.Compare{Key: o.at.owner, Mod: o.ownerMod})
	return o.Apply(rec, c)
}

// Apply writes a record with its audit entry under the change's own conditions
// and no others.
func (o *Owner) Apply(rec Record, c Change) error {
	rev, err := commitIn(o.env.Store, rec.Generation, o.w.change(o.key, &rec, c))
	if err != nil {
		return err
	}
	o.rec, o.mod, o.rev = rec, rev, rev
	o.w.trusted[o.key] = rev
	o.failures, o.failed = 0, ""
	return nil
}

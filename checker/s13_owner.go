package checker

// takenFrom demands of who takes a key over in the name of its owner's lease that this has run
// out, or that the owner has let it go. A machine that starts anew knows of itself that who it
// was before is gone.
func (c *chain) takenFrom(v, prev *View, e *Entry) {
	was := c.h.ownedUntil(v)
	if was == nil || prev.Owner == "" || machineOf(was.by) == machineOf(v.By) {
		return
	}
	stands, any := c.h.standsFor(was.by, was.got.Revision, v.At)
	if any {
		c.t.judged(s13Deadline)
	}
	if stands {
		c.fault(s13Deadline, v, "the cause of entry %d is %q; %s, who owned the key since revision %d, had kept its lease alive, and it could not have run out", e.Seq, e.Cause, was.by, was.got.Revision)
	}
}

// ownedUntil is the tenure that a view has ended; nil if none.
func (h *Past) ownedUntil(v *View) *tenure {
	for _, o := range h.replayed.tenures {
		if o.lost == v {
			return o
		}
	}
	return nil
}

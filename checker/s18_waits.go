package checker

// recorded says that the record tells whether an act of this verb is done: what stands beside it
// is known by what operators were told alone.
func recorded(verb string) bool {
	return verb == "abort" || verb == "halt" || verb == "resume"
}

// surelyWaits says that what an operator is to approve waited for that from before the approval
// was asked for until it was answered, that it was another's, and that a view allows it. What is
// kept, or issued, under a version may forbid to revoke it: of those nothing is said.
func (h *Past) surelyWaits(v *View, approval *Act) bool {
	var asked *Act
	for i := range h.Acts {
		if a := &h.Acts[i]; a.ID == approval.Of && a.emergency() {
			asked = a
		}
	}
	if asked == nil || asked.Outcome != Admitted || asked.Returned > approval.Called ||
		asked.Operator == "" || approval.Operator == "" || asked.Operator == approval.Operator {
		return false
	}
	for i := range h.Acts {
		a := &h.Acts[i]
		another := a.emergency() && a != asked && (a.Outcome == Unknown || a.Returned >= asked.Called)
		before := a.Verb == "approve" && a.Of == asked.ID && a != approval
		if (another || before) && a.Called <= approval.Returned && !h.turnedDown(a) {
			return false
		}
	}
	if asked.Verb == "rotate" {
		return v.Phase == Idle && !(approval.Why == "anchor" && h.Policy.Anchor != "")
	}
	return h.allows(v, asked) && !h.mayHold(asked.Versions[0], approval.Returned) && !h.Policy.Rewrap && h.Policy.Anchor == ""
}

// emergency says that an act waits for another operator's approval.
func (a *Act) emergency() bool { return a.Verb == "rotate" || a.Verb == "revoke" }

package checker

// A step is what a write did, told by the record before and after it.
type step string

const (
	starting   step = "the start of a rotation"
	advancing  step = "a rotation's going on"
	committing step = "a commit"
	settling   step = "a rotation's end"
	undraining step = "sealing to be given back"
	aborting   step = "an abort"
	halting    step = "a halt"
	resuming   step = "a resume"
	acquiring  step = "a change of owner"
	tending    step = "a change beside the rotation's phase"
)

func (v *View) step(prev *View) step {
	switch {
	case v.starts(prev):
		return starting
	case v.Active != prev.Active:
		return committing
	case prev.Phase == Halted && v.Phase != Halted:
		return resuming
	case v.Phase == Halted && prev.Phase != Halted:
		return halting
	case v.Phase == Committed && prev.Phase != Committed:
		return committing
	case v.Phase == Aborting && prev.Phase != Aborting, v.Phase == Aborted && prev.Phase != Aborted,
		v.Phase == Idle && (prev.Phase == Aborted || prev.Phase == Aborting):
		return aborting
	case prev.Phase == Draining && (v.Phase == Published || v.Phase == Verified):
		return undraining
	case v.Phase == Idle && prev.Phase != Idle:
		return settling
	case v.Phase != prev.Phase:
		return advancing
	case v.Fence > prev.Fence:
		return acquiring
	}
	return tending
}

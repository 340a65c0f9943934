package model

import "pawl/checker"

// A rule is a step that the protocol allows: from which states, and to which.
type rule struct {
	name  string
	may   func(State) bool
	leads func(State) []State
}

// around are the steps of what is around the record: it stays as it is.
var around = []rule{
	{"a fault begins or ends", always, func(s State) []State { s.Fault = !s.Fault; return one(s) }},
	{"an owner's lease is over", func(s State) bool { return s.Owner == checker.OwnedByAlive }, owned(checker.OwnedByLost)},
	{"the last seal stamp below the target is gone", func(s State) bool { return s.Seal }, func(s State) []State { s.Seal = false; return one(s) }},
	{"the last open stamp below the target is gone", func(s State) bool { return s.Open }, func(s State) []State { s.Open = false; return one(s) }},
	{"the last stamps below the target are gone, of both kinds", func(s State) bool { return s.Seal && s.Open }, func(s State) []State { s.Seal, s.Open = false, false; return one(s) }},
}

// writes are the steps of the record. Each phase is left as the protocol's table says; a
// barrier that is asked for is a condition on the stamps.
var writes = []rule{
	{"ADMIT", in(checker.Idle), to(checker.Intent)},
	{"ACQUIRE", func(s State) bool { return !s.Halted && s.Owner != checker.OwnedByAlive }, owned(checker.OwnedByAlive)},
	{"STAGE", owner(in(checker.Intent)), to(checker.Staged)},
	{"PUBLISH", owner(in(checker.Staged)), raised(to(checker.Published))},
	{"VERIFY", owner(passed(in(checker.Published))), to(checker.Verified)},
	{"DRAIN", owner(in(checker.Verified)), raised(to(checker.Draining))},
	{"COMMIT", owner(func(s State) bool { return in(checker.Draining)(s) && !s.Seal }), raised(commit)},
	{"UNDRAIN", owner(in(checker.Draining)), raised(to(checker.Published))},
	{"SETTLE", owner(in(checker.Committed, checker.Aborted)), to(checker.Idle)},
	{"ABORT", abortable, raised(abort)},
	{"FINISH ABORT", owner(passed(in(checker.Aborting))), to(checker.Aborted)},
	{"HALT", func(s State) bool { return !s.Halted && s.Phase != checker.Draining }, func(s State) []State { s.Halted = true; return one(s) }},
	{"HALT and undrain", in(checker.Draining), raised(func(s State) []State { s.Phase, s.Halted = checker.Published, true; return one(s) })},
	{"RESUME", func(s State) bool { return s.Halted }, func(s State) []State { s.Halted, s.Owner = false, checker.OwnedByNone; return one(s) }},
	{"RETIRE", func(s State) bool { return s.Old&Deprecated != 0 }, raised(moved(Deprecated, Retiring))}, // operators may of a halted one, too
	{"REVOKE", passed(has(Retiring)), moved(Retiring, Revoked)},
	{"DESTROY", has(Revoked), moved(Revoked, 0)},
	{"a pool's turn", owner(in(checker.Published, checker.Committed)), raised(one)},
	{"a spare", owner(in(checker.Idle)), raised(one)},
	{"a note in the record, or the key acquired again by who has it", func(s State) bool { return !s.Halted }, one},
}

func always(State) bool { return true }

func one(s State) []State { return []State{s} }

// in says that a rotation is in one of some phases, and not halted.
func in(some ...checker.Phase) func(State) bool {
	return func(s State) bool {
		for _, p := range some {
			if s.Phase == p && !s.Halted {
				return true
			}
		}
		return false
	}
}

// owner wants somebody to own the key. One whose lease is over may still write what nobody
// has overtaken: the compare of the record carries the safety.
func owner(may func(State) bool) func(State) bool {
	return func(s State) bool { return s.Owner != checker.OwnedByNone && may(s) }
}

// passed wants no stamp below the target.
func passed(may func(State) bool) func(State) bool {
	return func(s State) bool { return !s.Seal && !s.Open && may(s) }
}

// has wants an old version in a state, and the rotation not to be halted.
func has(o Old) func(State) bool { return func(s State) bool { return s.Old&o != 0 && !s.Halted } }

// abortable: from INTENT to DRAINING, halted there or not.
func abortable(s State) bool {
	s.Halted = false
	return in(checker.Intent, checker.Staged, checker.Published, checker.Verified, checker.Draining)(s)
}

func to(p checker.Phase) func(State) []State {
	return func(s State) []State { s.Phase = p; return one(s) }
}

func owned(o checker.Owned) func(State) []State {
	return func(s State) []State { s.Owner = o; return one(s) }
}

// abort leaves a halt by ending the ownership that it had.
func abort(s State) []State {
	if s.Halted {
		s.Halted, s.Owner = false, checker.OwnedByNone
	}
	s.Phase = checker.Aborting
	return one(s)
}

// commit makes the version that was in use an old one.
func commit(s State) []State {
	if s.Active {
		s.Old |= Deprecated
	}
	s.Phase, s.Active = checker.Committed, true
	return one(s)
}

// moved takes one old version from one state to the next; another one may stay behind in
// it.
func moved(from, next Old) func(State) []State {
	return func(s State) []State {
		s.Old |= next
		left := s
		left.Old &^= from
		return []State{s, left}
	}
}

// raised is a step with a raise: whatever stamps there are come to be below the target, and
// those that were stay so.
func raised(leads func(State) []State) func(State) []State {
	return func(s State) []State {
		var all []State
		for _, x := range leads(s) {
			for _, seal := range [...]bool{false, true} {
				for _, open := range [...]bool{false, true} {
					x.Seal, x.Open = s.Seal || seal, s.Open || open
					all = append(all, x)
				}
			}
		}
		return all
	}
}

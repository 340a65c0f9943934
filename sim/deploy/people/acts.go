package people

import (
	"cmp"
	"fmt"

	"pawl/engine"
	"pawl/faults"
)

// Who acts, where nobody is named, and who acts as well without knowing of it.
const (
	usualOperator  = "operator"
	secondOperator = "operator-2"
)

// Another is an operator who is not the one.
func Another(operator string) string {
	if operator == secondOperator {
		return usualOperator
	}
	return secondOperator
}

// Planned is an act with who does it, and why, where that was left open.
func Planned(a engine.Act) engine.Act {
	a.Operator, a.Reason = cmp.Or(a.Operator, usualOperator), cmp.Or(a.Reason, "planned")
	return a
}

// Approval is by whom, and for what, an act is approved the nth time, from 1: by somebody else or,
// which must not do, by the same one, or in the name of another act.
func Approval(a *engine.Act, how faults.Manner, nth int) engine.Act {
	by, of := Another(a.Operator), a.ID
	switch {
	case how == faults.Alone || how == faults.ApprovedAmiss && nth == 1:
		by = a.Operator
	case how == faults.ApprovedAmiss:
		of = another(of)
	}
	return engine.Act{Verb: engine.ApproveAct, Key: a.Key, Operator: by, Reason: a.Reason, Of: of}
}

// another is the name of another act, as names of acts are.
func another(id string) string {
	if id == "act1.1" {
		return "act2.1"
	}
	return "act1.1"
}

// Approvals are how often an emergency is approved.
func Approvals(how faults.Manner) int {
	switch how {
	case faults.Unapproved:
		return 0
	case faults.ApprovedTwice, faults.ApprovedAmiss, faults.Again:
		return 2
	}
	return 1
}

// Dawdles says that somebody waits before an act, or before the nth approval of one, until what
// they are about may be over.
func Dawdles(how faults.Manner, verb string, nth int) bool {
	if WantsApproval(verb) {
		return nth > 0 && (how == faults.Late || how == faults.Again && nth > 1)
	}
	return nth == 0 && how == faults.Late
}

// Once says how what is asked for again is asked for: as one should, unless nobody approves it.
func Once(verb string) faults.Manner {
	if WantsApproval(verb) {
		return faults.Unapproved
	}
	return ""
}

// WantsApproval says that an act is done by two.
func WantsApproval(verb string) bool { return verb == engine.RevokeAct || verb == engine.RotateAct }

// Acts are what operators have done.
type Acts struct {
	Seen Visible
	n    int
	held map[string]uint32 // by key, the version that was held last; looked up only
}

// Visible is what anyone can see of a key now.
type Visible interface {
	Oldest(key string) uint32
	Rotation(key string) string
}

// Begin fills in what an act is about, as it can be seen now, and gives it a name: it is meant
// for the rotation, or the version, that there is now, however late it arrives, unless it is
// done blind.
func (s *Acts) Begin(a *engine.Act, how faults.Manner) (id string) {
	s.n++
	switch a.Verb {
	case engine.HoldAct:
		a.Version = s.Seen.Oldest(a.Key)
		if s.held == nil {
			s.held = map[string]uint32{}
		}
		s.held[a.Key] = a.Version
	case engine.ReleaseAct:
		a.Version = cmp.Or(s.held[a.Key], s.Seen.Oldest(a.Key))
	case engine.RevokeAct:
		a.Version = s.Seen.Oldest(a.Key)
	case engine.AbortAct, engine.HaltAct, engine.ResumeAct:
		if how != faults.Blind {
			a.Rotation = s.Seen.Rotation(a.Key)
		}
	}
	return fmt.Sprintf("act%d", s.n)
}

// Spoilt is an act that cannot be, as it is asked for.
func (s *Acts) Spoilt(a engine.Act) engine.Act {
	s.n++
	a.ID = fmt.Sprintf("act%d%s", s.n, a.ID)
	return Planned(a)
}

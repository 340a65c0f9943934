package model

import "pawl/checker"

// A State is a situation of a key with all taken away that the rules of the protocol do not
// look at. It is small, so that all there are can be counted.
type State struct {
	Phase  checker.Phase // of HALTED: where it was
	Halted bool
	Active bool // some version is in use
	Seal   bool // a seal stamp below the target is in the store
	Open   bool // an open stamp below the target is
	Fault  bool // a fault is in force
	Owner  checker.Owned
	Old    Old // old versions that there are
}

// Old says in which states old versions are.
type Old uint8

const (
	Deprecated Old = 1 << iota
	Retiring
	Revoked
)

// phases are those of a rotation; HALTED is apart.
var phases = [...]checker.Phase{checker.Idle, checker.Intent, checker.Staged, checker.Published, checker.Verified,
	checker.Draining, checker.Committed, checker.Aborting, checker.Aborted}

// Of is what is left of a situation. Before the record is written first, it is that of a key
// at rest.
func Of(s *checker.Situation) State {
	x := State{Phase: checker.Idle, Seal: s.Seal, Open: s.Open, Fault: s.Fault, Owner: s.Owner}
	v := s.View
	if v == nil {
		return x
	}
	x.Phase, x.Active = v.Phase, v.Active != 0
	if v.Phase == checker.Halted {
		x.Phase, x.Halted = v.From, true
	}
	for i := range v.Versions {
		switch v.Versions[i].State {
		case checker.Deprecated:
			x.Old |= Deprecated
		case checker.Retiring:
			x.Old |= Retiring
		case checker.Revoked:
			x.Old |= Revoked
		}
	}
	return x
}

// number is a state as a number, which no other state has; ok is false of none that there is.
func (s State) number() (n int, ok bool) {
	for i, p := range phases {
		if p == s.Phase {
			n, ok = i, true
		}
	}
	for _, b := range [...]bool{s.Halted, s.Active, s.Seal, s.Open, s.Fault} {
		n *= 2
		if b {
			n++
		}
	}
	return (n*3+int(s.Owner))*8 + int(s.Old), ok && s.Owner <= checker.OwnedByLost && s.Old < 8
}

// numbers is how many numbers there are.
const numbers = len(phases) * 32 * 3 * 8

// String says a state in the words of the protocol.
func (s State) String() string {
	text := string(s.Phase)
	if s.Halted {
		text = "HALTED from " + text
	}
	if !s.Active {
		text += ", no version in use yet"
	}
	switch s.Owner {
	case checker.OwnedByNone:
		text += ", nobody owns it"
	case checker.OwnedByLost:
		text += ", its owner's lease is over"
	}
	switch {
	case s.Seal && s.Open:
		text += ", stamps below target of both kinds"
	case s.Seal:
		text += ", seal stamps below target"
	case s.Open:
		text += ", open stamps below target"
	}
	for _, o := range [...]struct {
		in   Old
		text string
	}{{Deprecated, "DEPRECATED"}, {Retiring, "RETIRING"}, {Revoked, "REVOKED"}} {
		if s.Old&o.in != 0 {
			text += ", an old version " + o.text
		}
	}
	if s.Fault {
		text += ", a fault in force"
	}
	return text
}

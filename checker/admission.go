package checker

import (
	"github.com/anishathalye/porcupine"
)

// Admission, as callers see it: an object that holds at most one rotation in
// flight and remembers, for each window and attempt, whether it was admitted and
// whether it was aborted. Callers' triggers are its operations, and so are the
// steps by which a rotation makes room: being over (COMMITTED or ABORTED is
// recorded), after which the next may come or may still be told to wait, and
// being gone (IDLE is recorded).

// A slot is one attempt of one window; slots are numbered so that a state is a
// few words.
type slot struct {
	window  string
	attempt int
}

// maxSlots is how many slots a state has bits for. A history with more of them
// is not searched.
const maxSlots = 128

type slotSet [maxSlots / 64]uint64

func (s slotSet) has(k int8) bool { return k >= 0 && s[k/64]>>(k%64)&1 == 1 }
func (s slotSet) with(k int8) slotSet {
	s[k/64] |= 1 << (k % 64)
	return s
}
func (s slotSet) meets(o slotSet) bool {
	for i := range s {
		if s[i]&o[i] != 0 {
			return true
		}
	}
	return false
}

type admissionKind uint8

const (
	admit     admissionKind = iota // answered admitted
	mayAdmit                       // no answer: it may have been admitted
	duplicate                      // answered duplicate
	busy                           // refused: another one is in flight
	attempted                      // a first attempt refused: the window has had one
	over                           // the rotation is committed or aborted
	gone                           // the record is IDLE again
	rests                          // the record is halted with nothing in flight, or is no longer
)

type admissionOp struct {
	kind    admissionKind
	slot    int8
	prev    int8    // slot of the attempt before; -1 if this is the first
	any     slotSet // of duplicate and attempted: one of these was admitted
	aborted bool    // of over
	halted  bool    // of rests
}

type admissionState struct {
	inFlight          int8 // -1: none
	over              bool
	halted            bool // with nothing in flight: triggers are told that it is busy
	admitted, aborted slotSet
}

// room says that op's slot may be admitted now.
func (s admissionState) room(op admissionOp) bool {
	return (s.inFlight < 0 || s.over) && !s.admitted.has(op.slot) && (op.prev < 0 || s.aborted.has(op.prev))
}

func (s admissionState) enter(k int8) admissionState {
	s.inFlight, s.over, s.admitted = k, false, s.admitted.with(k)
	return s
}

// step is the object itself. A trigger without an answer takes effect whenever
// it can: one that did not can be put last, where nothing is left to disturb.
func (s admissionState) step(op admissionOp) (bool, admissionState) {
	switch op.kind {
	case admit:
		if !s.room(op) {
			return false, s
		}
		return true, s.enter(op.slot)
	case mayAdmit:
		if s.room(op) {
			s = s.enter(op.slot)
		}
		return true, s
	case duplicate, attempted:
		return s.admitted.meets(op.any), s
	case busy:
		return s.halted || s.inFlight >= 0 && s.inFlight != op.slot, s
	case over:
		if s.inFlight != op.slot || s.over {
			return false, s
		}
		s.over = true
		if op.aborted {
			s.aborted = s.aborted.with(op.slot)
		}
		return true, s
	case rests:
		s.halted = op.halted
		return true, s
	default: // gone
		if s.inFlight != op.slot {
			return false, s
		}
		s.inFlight, s.over = -1, false
		return true, s
	}
}

func admissionModel() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return admissionState{inFlight: -1} },
		Step: func(state, in, _ any) (bool, any) {
			ok, next := state.(admissionState).step(in.(admissionOp))
			return ok, next
		},
		Hash: func(state any) uint64 {
			s := state.(admissionState)
			h := uint64(s.inFlight+1) * 0x9e3779b97f4a7c15 // over and halted may collide
			for i := range s.admitted {
				h = h*31 + s.admitted[i]*0xff51afd7ed558ccd + s.aborted[i]*0xc4ceb9fe1a85ec53
			}
			return h
		},
	}
}

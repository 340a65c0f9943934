package people

import (
	"cmp"
	"fmt"
	"slices"

	"pawl/engine"
	"pawl/faults"
)

const usualCaller = "scheduler"

// Triggers are what a scheduler has sent and will send. Delivery is at least once; a fault may
// ask for more.
type Triggers struct {
	Again func(t engine.Trigger, n int, bit func()) // delivers a trigger n times more, all copies at once

	last *engine.Trigger
	sent int // so far
	open int // that are being sent
	left int // that are yet to be sent
	owed []*owed
}

// owed are duplicates that a fault asks for, of the trigger that comes next.
type owed struct {
	n   int
	bit func()
}

// Plan counts the triggers that are to come.
func (s *Triggers) Plan(events []faults.Event) {
	for i := range events {
		if events[i].Kind == faults.TriggerKind {
			s.left++
		}
	}
}

// Next is a trigger of the plan, as it is sent.
func (s *Triggers) Next(t engine.Trigger) engine.Trigger {
	s.left--
	return s.Whole(t)
}

// Whole is a request with all that was left open; its id, if it has one, is made unique.
func (s *Triggers) Whole(t engine.Trigger) engine.Trigger {
	s.sent++
	t.ID = fmt.Sprintf("t%d%s", s.sent, t.ID)
	t.Attempt = cmp.Or(t.Attempt, 1)
	t.Caller = cmp.Or(t.Caller, usualCaller)
	return t
}

// Begin takes it that a trigger is being sent until somebody has answered, and End that it is not
// any more.
func (s *Triggers) Begin(t engine.Trigger) {
	s.last = &t
	s.open++
	all := s.owed
	s.owed = nil
	for _, o := range all {
		s.Again(t, o.n, o.bit)
	}
}

func (s *Triggers) End() { s.open-- }

// Duplicate delivers a trigger n times more: the one that is being sent, else the next one,
// else the last there was.
func (s *Triggers) Duplicate(n int, bit func()) (stop func()) {
	if s.open == 0 && s.left > 0 {
		o := &owed{n: n, bit: bit}
		s.owed = append(s.owed, o)
		return func() {
			s.owed = slices.DeleteFunc(s.owed, func(other *owed) bool { return other == o })
		}
	}
	if s.last != nil {
		s.Again(*s.last, n, bit)
	}
	return func() {}
}

package cluster

import (
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim"
	"pawl/sim/deploy"
)

// elect has the store without a leader for a while, and then under another one. What
// waits for news breaks. What is asked meanwhile is turned down, lost, or done when
// there is a leader again: only a read that is content with the past is answered. No
// lease ends meanwhile, and all live their whole time again after it.
func (s *storage) elect(lasts time.Duration) {
	end := s.demote()
	s.m.c.w.After(lasts, sim.Func(func() { end(lasts) }))
}

// demote has the store without a leader until end; the next one lets leases live for some
// time more than their whole time.
func (s *storage) demote() (end func(more time.Duration)) {
	s.elections++
	s.m.c.w.Emit(s.m.name, deploy.Leaderless, "", int64(s.elections), 0)
	s.Demote()
	s.breakWatches()
	return s.elected
}

// elected is the end of an election, and if it is the last one, the leader's beginning.
func (s *storage) elected(lasted time.Duration) {
	s.elections--
	if s.elections > 0 || !s.m.up {
		return
	}
	s.lead(lasted)
	waiting := s.waiting
	s.waiting = nil
	for _, m := range waiting {
		s.do(m)
	}
}

// lead is the beginning of somebody's leading the store, who lets leases live for
// some time more than they would.
func (s *storage) lead(more time.Duration) {
	s.m.c.w.Emit(s.m.name, deploy.Led, "", int64(more), 0)
	for _, id := range s.Promote(s.m.now(), more) {
		s.lives(id, checker.LeaseExtended, s.m.doing())
	}
}

// starts is the start of the store's machine. All that it has answered is on its disk;
// what asked and waited at an earlier one does so no more.
func (s *storage) starts() {
	if s.m.boot == 1 {
		return
	}
	s.waiting = nil
	if s.anew {
		s.startsAnew()
	}
	s.breakWatches()
	if s.elections == 0 {
		s.lead(0)
	}
}

// unled is what becomes of a request while there is no leader.
func (s *storage) unled(m *message) {
	if _, is := m.x.request.(engine.Await); is {
		m.answer(nil, engine.ErrUnavailable, 0, 0)
		return
	}
	switch s.outage.Choose(3) {
	case 0:
		m.answer(nil, engine.ErrUnavailable, 0, 0)
	case 1:
		s.waiting = append(s.waiting, m)
	default: // nobody answers
	}
}

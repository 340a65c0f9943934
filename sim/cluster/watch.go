package cluster

import (
	"strings"

	"pawl/engine"
	"pawl/sim/deploy"
)

// watch answers a wait at once if something has changed already, else when it does.
func (s *storage) watch(m *message, wait engine.Await) {
	switch {
	case s.forgotten(wait.After):
		m.answer(nil, engine.ErrCompacted, s.compacted, 0)
	case s.changedSince(wait.Prefix, wait.After):
		s.tell(m, wait)
	default:
		s.watchers = append(s.watchers, m)
	}
}

// tell answers a wait with what has changed.
func (s *storage) tell(m *message, wait engine.Await) {
	kvs, upTo := s.Since(wait.Prefix, wait.After)
	m.answer(engine.News{KVs: kvs, Revision: upTo}, nil, upTo, 0)
}

// wake answers all waits that changes are news for.
func (s *storage) wake(fresh []deploy.Change) {
	left := s.watchers[:0]
	for _, m := range s.watchers {
		switch wait := m.x.request.(engine.Await); {
		case m.x.gone():
		case touches(fresh, wait.Prefix):
			s.tell(m, wait)
		default:
			left = append(left, m)
		}
	}
	clear(s.watchers[len(left):])
	s.watchers = left
}

func touches(fresh []deploy.Change, prefix string) bool {
	for i := range fresh {
		if strings.HasPrefix(fresh[i].KV.Key, prefix) {
			return true
		}
	}
	return false
}

// breakWatches ends all waits: whoever waits learns that, and nothing else.
func (s *storage) breakWatches() {
	s.m.c.w.Emit(s.m.name, deploy.Broken, "", int64(len(s.watchers)), 0)
	broken := s.watchers
	s.watchers = nil
	for _, m := range broken {
		if !m.x.gone() {
			m.answer(nil, engine.ErrUnavailable, 0, 0)
		}
	}
}

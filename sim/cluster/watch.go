package cluster

import (
	"strings"

	"pawl/engine"
	"pawl/sim/deploy"
)

// watches are the waits for news, in the order in which they came. Of each prefix it is known
// how many wait: most writes are news for nobody, and are then held against each prefix once,
// not against each wait.
type watches struct {
	waits []*message
	on    []watched
	swept int // waits that were left when those that are over were last taken out
}

type watched struct {
	prefix string
	waits  int
}

// of is the entry of a prefix.
func (w *watches) of(prefix string) *watched {
	for i := range w.on {
		if w.on[i].prefix == prefix {
			return &w.on[i]
		}
	}
	w.on = append(w.on, watched{prefix: prefix})
	return &w.on[len(w.on)-1]
}

func (w *watches) add(m *message, prefix string) {
	if len(w.waits) > 2*w.swept+64 {
		w.keep(func(*message, string) bool { return true })
		w.swept = len(w.waits)
	}
	w.of(prefix).waits++
	w.waits = append(w.waits, m)
}

// news says whether changes are news for anybody.
func (w *watches) news(fresh []deploy.Change) bool {
	for i := range w.on {
		if x := &w.on[i]; x.waits > 0 && touches(fresh, x.prefix) {
			return true
		}
	}
	return false
}

// keep takes out the waits that are over, and those for which f says so.
func (w *watches) keep(f func(m *message, prefix string) bool) {
	left := w.waits[:0]
	for _, m := range w.waits {
		prefix := m.x.request.(engine.Await).Prefix
		if m.x.gone() || !f(m, prefix) {
			w.of(prefix).waits--
			continue
		}
		left = append(left, m)
	}
	clear(w.waits[len(left):])
	w.waits = left
}

// watch answers a wait at once if something has changed already, else when it does.
func (s *storage) watch(m *message, wait engine.Await) {
	switch {
	case s.forgotten(wait.After):
		m.answer(nil, engine.ErrCompacted, s.compacted, 0)
	case s.changedSince(wait.Prefix, wait.After):
		s.tell(m, wait)
	default:
		s.watchers.add(m, wait.Prefix)
	}
}

// tell answers a wait with what has changed.
func (s *storage) tell(m *message, wait engine.Await) {
	kvs, upTo := s.Since(wait.Prefix, wait.After)
	m.answer(engine.News{KVs: kvs, Revision: upTo}, nil, upTo, 0)
}

// wake answers all waits that changes are news for.
func (s *storage) wake(fresh []deploy.Change) {
	if !s.watchers.news(fresh) {
		return
	}
	s.watchers.keep(func(m *message, prefix string) bool {
		if !touches(fresh, prefix) {
			return true
		}
		s.tell(m, m.x.request.(engine.Await))
		return false
	})
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
	s.watchers.keep(func(*message, string) bool { return true })
	broken := s.watchers.waits
	s.watchers = watches{}
	s.m.c.w.Emit(s.m.name, deploy.Broken, "", int64(len(broken)), 0)
	for _, m := range broken {
		m.answer(nil, engine.ErrUnavailable, 0, 0)
	}
}

package cluster

import (
	"pawl/engine"
	"pawl/sim/deploy"
)

// watches are the waits for news, in the order in which they came. Of each prefix it is known
// how many wait: most writes are news for nobody, and are then held against each prefix once,
// not against each wait.
type watches struct {
	waits []waiting
	on    []watched
	swept int // waits that were left when those that are over were last taken out
}

// waiting is one wait, for what lies under one of the prefixes.
type waiting struct {
	m  *message
	on int // index of the prefix
}

type watched struct {
	prefix string
	waits  int
	news   bool // there is some now
}

// of is the index of a prefix.
func (w *watches) of(prefix string) int {
	for i := range w.on {
		if w.on[i].prefix == prefix {
			return i
		}
	}
	w.on = append(w.on, watched{prefix: prefix})
	return len(w.on) - 1
}

func (w *watches) add(m *message, prefix string) {
	if len(w.waits) > 2*w.swept+64 {
		w.sweep()
	}
	on := w.of(prefix)
	w.on[on].waits++
	w.waits = append(w.waits, waiting{m, on})
}

// arrive says whether changes are news for anybody.
func (w *watches) arrive(fresh []deploy.Change) (any bool) {
	for i := range w.on {
		x := &w.on[i]
		x.news = x.waits > 0 && touches(fresh, x.prefix)
		any = any || x.news
	}
	return any
}

// keep takes out the waits that are over, and those for which f says so.
func (w *watches) keep(f func(waiting) bool) {
	left := w.waits[:0]
	for _, x := range w.waits {
		gone := x.m.x.gone()
		if !gone && f(x) {
			left = append(left, x)
			continue
		}
		w.on[x.on].waits--
		if gone {
			x.m.x.over() // its request is here, and will not be answered
		}
	}
	clear(w.waits[len(left):])
	w.waits = left
}

// sweep takes out the waits that are over.
func (w *watches) sweep() {
	w.keep(func(waiting) bool { return true })
	w.swept = len(w.waits)
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
	m.brings(kvs, upTo)
}

// brings answers a wait.
func (m *message) brings(kvs []engine.KV, upTo int64) {
	m.answer(engine.News{KVs: kvs, Revision: upTo}, nil, upTo, 0)
}

// wake answers all waits that changes are news for. Nothing has changed for any of them
// between what it knows and these, or it would not wait.
func (s *storage) wake(fresh []deploy.Change) {
	w := &s.watchers
	if !w.arrive(fresh) {
		return
	}
	w.keep(func(x waiting) bool {
		if !w.on[x.on].news {
			return true
		}
		wait := x.m.x.request.(engine.Await)
		kvs, upTo := s.among(newer(fresh, wait.After), wait.Prefix)
		x.m.brings(kvs, upTo)
		return false
	})
}

// newer are the changes after a revision.
func newer(changes []deploy.Change, rev int64) []deploy.Change {
	for len(changes) > 0 && changes[0].Revision <= rev {
		changes = changes[1:]
	}
	return changes
}

func touches(fresh []deploy.Change, prefix string) bool {
	for i := range fresh {
		if liesUnder(fresh[i].KV.Key, prefix) {
			return true
		}
	}
	return false
}

// breakWatches ends all waits: whoever waits learns that, and nothing else.
func (s *storage) breakWatches() {
	s.watchers.sweep()
	broken := s.watchers.waits
	s.watchers = watches{}
	s.m.c.w.Emit(s.m.name, deploy.Broken, "", int64(len(broken)), 0)
	for _, x := range broken {
		x.m.answer(nil, engine.ErrUnavailable, 0, 0)
	}
}

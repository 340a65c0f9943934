package conform

import (
	"slices"
	"strings"
	"sync"

	"pawl/engine"
)

// made is what has been written under a/, by several at once, and at which revisions.
type made struct {
	mu     sync.Mutex
	writes []written
}

type written struct {
	key string
	rev int64
}

// add takes the operations of a transaction that has been done. What was deleted may
// not have been there, so that there is nothing to tell.
func (m *made) add(rev int64, ops []engine.Op) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, op := range ops {
		if op.Kind == engine.OpPut && strings.HasPrefix(op.Key, "a/") {
			m.writes = append(m.writes, written{op.Key, rev})
		}
	}
}

func (m *made) all() []written {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.writes)
}

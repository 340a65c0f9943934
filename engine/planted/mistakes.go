package planted

import "sync/atomic"

// Mistakes counts how often a mistake was made in a run. Whoever made the run reads it; a
// process of it that does not end, and is left behind, may still be counting.
type Mistakes struct{ times atomic.Int64 }

// Times is how often it was made so far.
func (m *Mistakes) Times() int { return int(m.times.Load()) }

// note counts one more; nobody counts on nil.
func (m *Mistakes) note() {
	if m != nil {
		m.times.Add(1)
	}
}

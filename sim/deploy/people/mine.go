package people

import (
	"cmp"
	"slices"
	"time"

	"pawl/engine"
	"pawl/faults"
)

// Mine is a text that a client has the sealed form of.
type Mine struct {
	ID     int // of the seal, as whoever watches calls it
	Key    string
	Pool   string // that sealed it
	Plain  []byte
	Sealed engine.Sealed
	At     time.Duration // when the client had it
}

// Mines is all that a client has had sealed, in the order of time.
type Mines struct {
	mine    []Mine
	another int // from 1, the newest of another key than the last one's; 0: there is none
}

// Add remembers one more, the newest.
func (m *Mines) Add(t Mine) {
	if n := len(m.mine); n > 0 && m.mine[n-1].Key != t.Key {
		m.another = n
	}
	m.mine = append(m.mine, t)
}

// Empty says that there is none.
func (m *Mines) Empty() bool { return len(m.mine) == 0 }

// Recent is the newest one half of the time, else any of the last twenty.
func (m *Mines) Recent(by faults.Chooser) Mine {
	n := min(len(m.mine), 20)
	back := max(0, by.Choose(2*n)-n)
	return m.mine[len(m.mine)-1-back]
}

// Since is any that came after a time; false: there is none.
func (m *Mines) Since(oldest time.Duration, by faults.Chooser) (t Mine, is bool) {
	from, _ := slices.BinarySearchFunc(m.mine, oldest, func(t Mine, at time.Duration) int { return cmp.Compare(t.At, at) })
	n := len(m.mine) - from
	if n == 0 {
		return t, false
	}
	return m.mine[from+by.Choose(n)], true
}

// OfAnother is the newest sealed text of another key than one, if there is any.
func (m *Mines) OfAnother(key string) []engine.Sealed {
	n := len(m.mine)
	if n > 0 && m.mine[n-1].Key == key {
		n = m.another
	}
	if n == 0 {
		return nil
	}
	return []engine.Sealed{m.mine[n-1].Sealed}
}

package sim

import (
	"math/bits"
	"time"
)

// A wakeup is what a queue holds: a task or a process to run, for a reason.
type wakeup struct {
	task  Task  // nil: wake proc
	proc  *Proc // nil: run task
	gen   uint32
	cause uint32
}

// A queue holds wakeups in the order of (time, sequence of pushing). Times
// never lie before the time of the wakeup that was popped last.
//
// The heap sorts small keys without pointers, while the wakeups stay where they
// are in slots that are used again: sifting moves 16 bytes and needs no write
// barrier. What is due at once, which is most of all wake-ups, is only lined up.
type queue struct {
	now   time.Duration // of the wakeup popped last
	seq   uint32
	heap  []key    // 4-ary
	line  lineup   // what is due now and was pushed now
	slots []wakeup // what the keys point to
	free  []uint32 // slots that are not in use
}

type key struct {
	at   time.Duration
	seq  uint32
	slot uint32
}

func (k key) before(l key) bool {
	return k.at < l.at || k.at == l.at && k.seq < l.seq
}

func (q *queue) len() int { return len(q.slots) - len(q.free) }

func (q *queue) push(at time.Duration, wk wakeup) {
	slot := q.take()
	q.slots[slot] = wk
	if at <= q.now {
		q.line.push(slot)
		return
	}
	q.seq++
	q.up(key{at, q.seq, slot})
}

// pop removes the first wakeup unless it is later than until.
func (q *queue) pop(until time.Duration) (wk wakeup, at time.Duration, ok bool) {
	// In the heap, what is due now was pushed before now: it goes first.
	due := len(q.heap) > 0 && q.heap[0].at <= q.now
	var slot uint32
	switch {
	case q.now > until:
		return wakeup{}, 0, false
	case !due && !q.line.empty():
		slot = q.line.pop()
	case len(q.heap) > 0 && q.heap[0].at <= until:
		q.now = q.heap[0].at
		slot = q.down()
	default:
		return wakeup{}, 0, false
	}
	wk = q.slots[slot]
	q.slots[slot] = wakeup{} // keeps nothing alive
	q.free = append(q.free, slot)
	return wk, q.now, true
}

func (q *queue) take() uint32 {
	if n := len(q.free); n > 0 {
		slot := q.free[n-1]
		q.free = q.free[:n-1]
		return slot
	}
	q.slots = append(q.slots, wakeup{})
	return uint32(len(q.slots) - 1)
}

func (q *queue) up(k key) {
	q.heap = append(q.heap, k)
	h := q.heap
	i := len(h) - 1
	for i > 0 {
		parent := (i - 1) / 4
		if !k.before(h[parent]) {
			break
		}
		h[i] = h[parent]
		i = parent
	}
	h[i] = k
}

// down removes the root and returns its slot.
func (q *queue) down() uint32 {
	slot := q.heap[0].slot
	last := len(q.heap) - 1
	k := q.heap[last]
	q.heap = q.heap[:last]
	if last == 0 {
		return slot
	}
	h := q.heap
	i := 0
	for {
		least := first(h, 4*i+1)
		if least == 0 || !h[least].before(k) {
			break
		}
		h[i] = h[least]
		i = least
	}
	h[i] = k
	return slot
}

// first is the least of the up to four children that start at child; 0 if there
// is none. Which of them it is cannot be predicted, so that four are compared
// without a branch: that is a third of the time of a wakeup.
func first(h []key, child int) int {
	if child+4 <= len(h) {
		c := h[child : child+4 : child+4]
		a := less(&c[1], &c[0])
		b := 2 + less(&c[3], &c[2])
		return child + a + (b-a)*less(&c[b&3], &c[a&3])
	}
	if child >= len(h) {
		return 0
	}
	least := child
	for c := child + 1; c < len(h); c++ {
		if h[c].before(h[least]) {
			least = c
		}
	}
	return least
}

// less is 1 if k is before l, else 0. Times are never negative.
func less(k, l *key) int {
	_, borrow := bits.Sub64(uint64(k.seq), uint64(l.seq), 0)
	_, borrow = bits.Sub64(uint64(k.at), uint64(l.at), borrow)
	return int(borrow)
}

// A lineup is first in, first out. It uses its memory again whenever it is
// empty, or when half of it is behind.
type lineup struct {
	slots []uint32
	head  int
}

func (l *lineup) empty() bool { return l.head == len(l.slots) }

func (l *lineup) push(slot uint32) { l.slots = append(l.slots, slot) }

func (l *lineup) pop() uint32 {
	slot := l.slots[l.head]
	l.head++
	switch {
	case l.empty():
		l.slots, l.head = l.slots[:0], 0
	case l.head >= 64 && l.head*2 >= len(l.slots):
		l.slots = l.slots[:copy(l.slots, l.slots[l.head:])]
		l.head = 0
	}
	return slot
}

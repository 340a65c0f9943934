package faults

import "slices"

// A hold is what the events of one kind that are in force on one machine have in
// common. There are two ways to share: the first starts it and the last ends it,
// or the newest has it.
type hold struct {
	strikes []*strike // the oldest first
	stop    func()    // of shared
}

type holdKey struct{ kind, machine string }

// hold is that of s's kind on a machine.
func (s *strike) hold(machine string) *hold {
	key := holdKey{s.kind.Name, machine}
	h := s.in.holds[key]
	if h == nil {
		h = &hold{}
		s.in.holds[key] = h
	}
	return h
}

// shared starts something on a machine unless it is started already, and leave
// stops it unless someone else still needs it. A second leave does nothing.
func (s *strike) shared(machine string, start func(h *hold) (stop func())) (leave func()) {
	h := s.hold(machine)
	if h.strikes = append(h.strikes, s); len(h.strikes) == 1 {
		h.stop = start(h)
	}
	return func() {
		if i := slices.Index(h.strikes, s); i >= 0 {
			h.remove(i)
			if len(h.strikes) == 0 {
				h.stop()
			}
		}
	}
}

// newest sets something of a machine its own way; leave sets it the way of the
// newest that is left, or resets it.
func (s *strike) newest(machine string, set func(of *strike), reset func()) (leave func()) {
	h := s.hold(machine)
	h.strikes = append(h.strikes, s)
	set(s)
	return func() {
		i := slices.Index(h.strikes, s)
		h.remove(i)
		switch last := len(h.strikes) - 1; {
		case last < 0:
			reset()
		case i > last:
			set(h.strikes[last])
		}
	}
}

func (h *hold) remove(i int) { h.strikes = slices.Delete(h.strikes, i, i+1) }

func (h *hold) oldest() *strike { return h.strikes[0] }

// bitAll counts for each that has a share.
func (h *hold) bitAll() {
	for _, s := range h.strikes {
		s.bit()
	}
}

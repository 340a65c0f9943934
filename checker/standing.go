package checker

import "time"

// A standing follows which stamps are in the store from one revision to the next. It costs
// each stamp once, and what stands each time that it is asked.
type standing struct {
	stamps []Grant
	next   int
	now    []*Grant
	left   []*Grant // that were in the store when it was asked before, or came since, and are not now
}

// to goes on to what is in the store at a revision, applied at some time; revisions must
// not go down.
func (s *standing) to(revision int64, at time.Duration) {
	for s.next < len(s.stamps) && s.stamps[s.next].Revision <= revision {
		s.now = append(s.now, &s.stamps[s.next])
		s.next++
	}
	stand := s.now[:0]
	s.left = s.left[:0]
	for _, g := range s.now {
		if g.Ended != 0 && g.Ended <= revision || g.Ended == 0 && g.Until < at {
			s.left = append(s.left, g)
		} else {
			stand = append(stand, g)
		}
	}
	s.now = stand
}

// below is a stamp in the store that is below a target; nil if none is. Which are looked
// at is the barrier's.
func (s *standing) below(target uint64, looks barrier) *Grant {
	for _, g := range s.now {
		if looks.at(g) && g.Rev < target {
			return g
		}
	}
	return nil
}

// A barrier is over stamps of one kind, or of both.
type barrier string

const (
	overSeals barrier = "seal"
	overOpens barrier = "open"
	overAll   barrier = "" // both
)

func (b barrier) at(g *Grant) bool {
	return b == overAll || (b == overSeals) == g.Sealing
}

func (b barrier) words() string {
	if b == overAll {
		return "stamp"
	}
	return string(b) + " stamp"
}

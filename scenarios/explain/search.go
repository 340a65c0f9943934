package explain

import "time"

// A search looks for one end of an interval in which something holds: from a place where it
// does it steps away, each time twice as far, until it does not, and halves what is between.
// It asks one question at a time, so that several searches ask theirs at once.
type search struct {
	from, limit time.Duration // it holds at from; nothing is asked beyond limit
	first       time.Duration // how long the first step is
	finest      time.Duration // how near is near enough

	in    time.Duration // the furthest place known where it holds
	out   time.Duration // the nearest place known where it does not
	ended bool          // out is known
	steps int
	asked int
}

func newSearch(from, limit, first, finest time.Duration) *search {
	return &search{from: from, limit: limit, first: first, finest: finest, in: from}
}

// next is the place to ask about; false when the end is found.
func (s *search) next() (time.Duration, bool) {
	away := s.limit - s.from
	switch {
	case s.ended:
		gap := s.out - s.in
		if abs(gap) <= s.finest {
			return 0, false
		}
		return (s.in + gap/2).Round(time.Millisecond), true
	case s.in == s.limit || away == 0:
		return 0, false
	}
	step := min(s.first<<s.steps, abs(away))
	if away < 0 {
		step = -step
	}
	return s.from + step, true
}

// more says that the end was not found yet.
func (s *search) more() bool {
	_, more := s.next()
	return more
}

// told takes the answer about a place: whether it holds there.
func (s *search) told(at time.Duration, holds bool) {
	s.asked++
	s.steps++
	switch {
	case holds && at == s.in, !holds && s.ended && at == s.out: // rounding has come to an end
		s.finest = max(s.finest, abs(s.out-s.in))
	case holds:
		s.in = at
	default:
		s.out, s.ended = at, true
	}
}

// unknown ends the search where nothing could be learned of a place.
func (s *search) unknown() {
	s.asked++
	if s.ended {
		s.finest = max(s.finest, abs(s.out-s.in))
	}
	s.limit = s.in
}

func abs(d time.Duration) time.Duration { return max(d, -d) }

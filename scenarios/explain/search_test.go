package explain

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestSearchFindsTheEnd: where something holds up to some place and not beyond, both sides of
// that place are found, on either side of where one begins.
func TestSearchFindsTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := time.Duration(rapid.IntRange(0, 60_000).Draw(t, "from")) * time.Millisecond
		limit := time.Duration(rapid.IntRange(0, 60_000).Draw(t, "limit")) * time.Millisecond
		end := time.Duration(rapid.IntRange(0, 60_000).Draw(t, "end")) * time.Millisecond
		holds := func(at time.Duration) bool { return (limit >= from) == (at <= end) || at == from || at == end }
		s := newSearch(from, limit, firstStep, nearEnough)
		for n := 0; ; n++ {
			at, more := s.next()
			if !more {
				break
			}
			if n > 60 {
				t.Fatalf("it does not end: %+v", s)
			}
			if at != from && (at > from) != (limit > from) || abs(at-from) > abs(limit-from) {
				t.Fatalf("it asks at %s, from %s to %s", at, from, limit)
			}
			s.told(at, holds(at))
		}
		switch {
		case !holds(s.in):
			t.Errorf("at %s it does not hold", s.in)
		case s.ended && (holds(s.out) || abs(s.out-s.in) > nearEnough+time.Millisecond):
			t.Errorf("from %s to %s: the end is at %s", s.in, s.out, end)
		case !s.ended && s.in != limit:
			t.Errorf("it gave up at %s, before %s", s.in, limit)
		}
	})
}

// TestSearchEndsAtTheUnknown: where a run could not be judged, nothing is said of what is beyond.
func TestSearchEndsAtTheUnknown(t *testing.T) {
	s := newSearch(4*time.Second, 60*time.Second, firstStep, nearEnough)
	s.told(4100*time.Millisecond, true)
	s.unknown()
	if _, more := s.next(); more || s.ended || s.in != 4100*time.Millisecond {
		t.Errorf("it goes on, or knows an end: %+v", s)
	}
	s = newSearch(4*time.Second, 60*time.Second, firstStep, nearEnough)
	s.told(4100*time.Millisecond, false)
	s.unknown()
	if _, more := s.next(); more || !s.ended || s.out != 4100*time.Millisecond || s.in != 4*time.Second {
		t.Errorf("it goes on, or has forgotten what it knew: %+v", s)
	}
}

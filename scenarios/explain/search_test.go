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

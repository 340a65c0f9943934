package checker

import (
	"testing"
	"time"
)

// What is known by a stretch of time is wrong only where it is so for each moment of it.

// TestLeadCountsFromTheEarliestEnd: the last stamp below the target may have been replaced long
// before the observer could tell.
func TestLeadCountsFromTheEarliestEnd(t *testing.T) {
	p := Derive(&History{Keys: []string{"k"}, End: time.Minute, Facts: []Fact{
		{ID: 1, Key: "k", Actor: "n#1", Revision: 2, Times: Times{Early: time.Second, At: time.Second}, What: &Wrote{Object: "s", Says: Says{Stamp: &Stamp{Node: "n", Rev: 1}}}},
		{ID: 2, Key: "k", Actor: "n#1", Revision: 3, Times: Times{Early: 4 * time.Second, At: 9 * time.Second}, What: &Wrote{Object: "s", Deleted: true}},
	}})
	s := since{raised: &View{Record: Record{Target: 2}}}
	s.left(&p.Stamps[0], p)
	if s.clear != 4*time.Second || p.Stamps[0].Until != 9*time.Second {
		t.Errorf("clear since %s; the stamp stood until %s at the latest", s.clear, p.Stamps[0].Until)
	}
}

// TestAnswerByWhatMayStand: a node may know of a revision before the observer can be sure that
// it stands.
func TestAnswerByWhatMayStand(t *testing.T) {
	views := []View{{Revision: 2, At: time.Second}, {Revision: 3, Early: 2 * time.Second, At: 5 * time.Second}}
	for at, want := range map[time.Duration]int64{time.Second: 2, 2*time.Second - 1: 2, 2 * time.Second: 3, time.Minute: 3} {
		if v := mayStand(views, at); v == nil || v.Revision != want {
			t.Errorf("at %s: %+v; want revision %d", at, v, want)
		}
	}
}

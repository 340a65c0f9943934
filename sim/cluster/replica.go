package cluster

import (
	"sort"
	"time"

	"pawl/engine"
)

// Reads that are content with the past are answered by a replica, which may be behind. The way
// to it is the way to the store: who is cut off from that has no other.

// stale says whether a request is content with the past.
func stale(r engine.Request) bool {
	t, is := r.(engine.Txn)
	return is && t.Stale && readsOnly(&t)
}

// nearby is the revision of the replica that answers a reader: that of its region, or, where
// there is none, any.
func (s *storage) nearby(reader *machine) int64 {
	if lag, told := s.m.c.setup.LagOf(reader.pool); told {
		return s.asOf(lag)
	}
	return s.behind()
}

// lags is by how many revisions a replica may be behind that lies nowhere.
var lags = [8]int64{0, 0, 0, 0, 1, 2, 8, 64}

// behind is a revision that a replica may be at.
func (s *storage) behind() int64 {
	return max(s.rev-lags[s.replica.Choose(len(lags))], s.compacted)
}

// reached is a revision, and when the store came to it.
type reached struct {
	revision int64
	at       time.Duration
}

// advances takes down that the store is at another revision, where a region's replica will have
// to know when that was.
func (s *storage) advances() {
	if len(s.m.c.setup.Regions) > 0 {
		s.course = append(s.course, reached{s.rev, s.m.c.w.Now()})
	}
}

// asOf is the last revision that a replica has which is behind by a lag. What is forgotten it
// does not have either.
func (s *storage) asOf(lag time.Duration) int64 {
	then := s.m.c.w.Now() - lag
	n := sort.Search(len(s.course), func(i int) bool { return s.course[i].at > then })
	if n == 0 {
		return s.compacted
	}
	return max(s.course[n-1].revision, s.compacted)
}

package checker

import (
	"slices"
	"time"
)

// A Situation is what can be said of a key at one moment, in the words in which a protocol is
// thought about: the record as it stands, whether stamps below its target are in the store,
// whether its owner is there, and whether anything is in the way.
type Situation struct {
	At    time.Duration
	View  *View // the last write of the record
	Seal  bool  // a seal stamp below the target is in the store
	Open  bool  // an open stamp below the target is
	Owner Owned
	Fault bool // a fault is in force
}

// Owned says how a key's owner is.
type Owned uint8

const (
	OwnedByNone  Owned = iota // the record names nobody
	OwnedByAlive              // whoever acquired the key has its lease
	OwnedByLost               // the lease is over, and nobody else has acquired the key yet
)

// A Shift is a step from one situation to the next: a write of the record, or something that
// happened around it.
type Shift struct {
	Key      string
	From, To Situation // From has no view before the first write
	Wrote    bool      // the record
}

// A situating goes through the past of one key.
type situating struct {
	p     *Past
	key   string
	watch func(*Shift)
	now   Situation

	stand  standing
	edges  []edge // of faults, in the order of time
	next   int
	force  int // how many faults are in force
	held   []hold
	around []coming
}

// An edge is the beginning or the end of a fault.
type edge struct {
	at time.Duration
	by int
}

// A coming is a stamp that comes to be, or is no more, between two writes of the record.
type coming struct {
	revision int64
	at       time.Duration
	stamp    *Grant
	ends     bool
}

// situations tells of all shifts of one key whose record, stamps and owners are offered.
func situations(p *Past, watch func(*Shift)) {
	if !p.Offers.Record || !p.Offers.Stamps || !p.Offers.Ownership || len(p.copies) > 0 {
		return
	}
	s := situating{p: p, key: p.Keys[0], watch: watch, stand: standing{stamps: p.Stamps}, edges: edgesOf(p.Faults), held: underLeases(p.History)}
	turns := p.replayed.turns
	owner := 0 // of tenures, the next
	var lapse time.Duration
	for i := range turns {
		v := turns[i].v
		if i > 0 {
			s.until(v.Revision, v.At, lapse)
		}
		to := s.now
		to.At, to.View = v.At, v
		for ; owner < len(p.replayed.tenures) && p.replayed.tenures[owner].got.Revision <= v.Revision; owner++ {
			to.Owner, lapse = OwnedByAlive, s.lapse(p.replayed.tenures[owner])
		}
		if v.Owner == "" {
			to.Owner, lapse = OwnedByNone, 0
		}
		s.stand.to(v.Revision, v.At)
		to.Seal = s.stand.below(v.Target, overSeals) != nil
		to.Open = s.stand.below(v.Target, overOpens) != nil
		s.tell(to, true)
	}
	if len(turns) > 0 {
		s.until(1<<62, p.End, lapse)
	}
}

// edgesOf are those of all faults whose moment came.
func edgesOf(faults []Fault) []edge {
	all := make([]edge, 0, 2*len(faults))
	for i := range faults {
		if f := &faults[i]; f.Injected {
			all = append(all, edge{f.From, 1}, edge{max(f.From, f.To), -1})
		}
	}
	slices.SortStableFunc(all, func(a, b edge) int {
		if a.at != b.at {
			return int(sign(a.at - b.at))
		}
		return b.by - a.by // one that is over at once was in force
	})
	return all
}

// A hold is a lease that something of the store was written under which is no stamp.
type hold struct{ revision, lease int64 }

// underLeases are the holds of a history. That an acquisition writes under a lease is how an owner is
// known to be there.
func underLeases(h *History) (all []hold) {
	for i := range h.Facts {
		if w, ok := h.Facts[i].What.(*Wrote); ok && w.Lease != 0 && w.Stamp == nil {
			all = append(all, hold{h.Facts[i].Revision, w.Lease})
		}
	}
	return all
}

// lapse is when the lease was over that a tenure hangs on; 0: it was not.
func (s *situating) lapse(t *tenure) time.Duration {
	k := slices.IndexFunc(s.held, func(h hold) bool { return h.revision == t.got.Revision })
	if k < 0 {
		return 0
	}
	for i := range s.p.Leases {
		if l := &s.p.Leases[i]; l.ID == s.held[k].lease && l.Ending != "" {
			return l.Ended
		}
	}
	return 0
}

// until tells of what happened around the record before a revision was written at some time.
func (s *situating) until(revision int64, at, lapse time.Duration) {
	s.changes(revision, at)
	below := s.belowNow()
	for k := 0; ; {
		next := at
		what := 0
		if s.next < len(s.edges) && s.edges[s.next].at < next {
			next, what = s.edges[s.next].at, 1
		}
		if s.now.Owner == OwnedByAlive && lapse != 0 && lapse <= next && lapse < at {
			next, what = lapse, 2
		}
		if k < len(s.around) && s.around[k].at <= next {
			next, what = s.around[k].at, 3
		}
		to := s.now
		to.At = next
		switch what {
		case 0:
			return
		case 1:
			s.force += s.edges[s.next].by
			s.next++
			to.Fault = s.force > 0
		case 2:
			to.Owner = OwnedByLost
		case 3:
			c := &s.around[k]
			k++
			if c.ends {
				below.less(c.stamp)
			} else {
				below.more(c.stamp)
			}
			if k < len(s.around) && s.around[k].revision == c.revision {
				continue // one that is replaced is there until the other is
			}
			to.Seal, to.Open = below.seal > 0, below.open > 0
		}
		if to.Seal != s.now.Seal || to.Open != s.now.Open || to.Owner != s.now.Owner || to.Fault != s.now.Fault {
			s.tell(to, false)
		}
	}
}

// changes are those of stamps below the target before a revision that is written at some time.
func (s *situating) changes(revision int64, at time.Duration) {
	s.around = s.around[:0]
	ends := func(g *Grant) {
		if g.Ended != 0 && g.Ended < revision && g.Until < s.p.End {
			s.around = append(s.around, coming{g.Ended, g.Until, g, true})
		}
	}
	target := s.now.View.Target
	for _, g := range s.stand.now {
		if g.Rev < target {
			ends(g)
		}
	}
	for i := s.stand.next; i < len(s.stand.stamps) && s.stand.stamps[i].Revision < revision; i++ {
		if g := &s.stand.stamps[i]; g.Rev < target {
			s.around = append(s.around, coming{g.Revision, g.At, g, false})
			ends(g)
		}
	}
	slices.SortStableFunc(s.around, func(a, b coming) int { return int(a.revision - b.revision) })
}

// A belowCount counts stamps below a target.
type belowCount struct{ seal, open int }

func (b *belowCount) more(g *Grant) { b.add(g, 1) }
func (b *belowCount) less(g *Grant) { b.add(g, -1) }

func (b *belowCount) add(g *Grant, n int) {
	if g.Sealing {
		b.seal += n
	} else {
		b.open += n
	}
}

func (s *situating) belowNow() (b belowCount) {
	for _, g := range s.stand.now {
		if g.Rev < s.now.View.Target {
			b.more(g)
		}
	}
	return b
}

// tell tells of a shift, and goes on from where it leads.
func (s *situating) tell(to Situation, wrote bool) {
	s.watch(&Shift{Key: s.key, From: s.now, To: to, Wrote: wrote})
	s.now = to
}

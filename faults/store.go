package faults

import (
	"slices"
	"time"
)

// The family of what befalls the store as a whole: it changes its leader, drops those who
// wait for news, forgets its past, by which nothing of what it was told is lost; or it is put
// back to an older copy.

const ofStore = "store"

// A Demoter can have the store be without a leader.
type Demoter interface {
	// Demote leaves the store without a leader until it is elected: another one.
	Demote() (elected func())
}

var noLeader = Kind{
	Name:   "no-leader",
	Family: ofStore,
	Text:   "The store has no leader, and then another one: what it is asked meanwhile is turned down, lost, or done late, and leases live their whole time again.",
	Form:   "<when> for <duration>",
	Needs:  "Demoter",
	able:   can[Demoter],
	strike: func(s *strike) func() { return s.toStore(s.in.d.(Demoter).Demote) },
	sides:  storeSides,
}

// A WatchBreaker can end all waits for news.
type WatchBreaker interface{ BreakWatches() }

var breakWatches = Kind{
	Name:   "break-watches",
	Family: ofStore,
	Text:   "Every wait for news of the store ends without any.",
	Form:   "<when>",
	Needs:  "WatchBreaker",
	able:   can[WatchBreaker],
	strike: func(s *strike) func() { return s.toStore(once(s.in.d.(WatchBreaker).BreakWatches)) },
	sides:  storeSides,
}

// A Compactor can make the store forget its past.
type Compactor interface{ Compact() }

var compact = Kind{
	Name:   "compaction",
	Family: ofStore,
	Text:   "The store forgets all changes so far: who has yet to hear of one is told that, and has to read.",
	Form:   "<when>",
	Needs:  "Compactor",
	able:   can[Compactor],
	strike: func(s *strike) func() { return s.toStore(once(s.in.d.(Compactor).Compact)) },
	sides:  storeSides,
}

// A Rewinder can put the store back to an older copy of its data.
type Rewinder interface {
	// BackUp is told before the run begins: there will be copies of the store's data.
	BackUp()
	// Rewind ends the store, and puts its data back to what they were some time ago, or to
	// the oldest copy that there is; start starts it again, as another generation of it, or
	// silently as the same. Nil: there is no copy, or the store is down.
	Rewind(ago time.Duration, silently bool) (start func())
}

var rewind = Kind{
	Name:    "rewind",
	Family:  ofStore,
	Text:    "The store goes down, and its data is put back to what it was one duration before; after that duration it starts again, and says that it was put back.",
	Form:    "<when> for <duration>",
	Needs:   "Rewinder",
	able:    can[Rewinder],
	prepare: func(s *strike, _ []string) { s.in.d.(Rewinder).BackUp() },
	strike:  func(s *strike) (heal func()) { return strikeRewind(s, false) },
	sides:   rewindSides,
	seldom:  true,
}

var silentRewind = Kind{
	Name:    "silent-rewind",
	Family:  ofStore,
	Text:    "The store goes down, and its data is put back to what it was one duration before; after that duration it starts again, and nothing tells that it was put back.",
	Form:    "<when> for <duration>",
	Needs:   "Rewinder",
	able:    can[Rewinder],
	prepare: func(s *strike, _ []string) { s.in.d.(Rewinder).BackUp() },
	strike:  func(s *strike) (heal func()) { return strikeRewind(s, true) },
	sides:   storeSides,
	Beyond:  "the store is not rewound without saying so",
}

// rewindSides are those of the store where somebody can know of it.
func rewindSides(s Space, w When) [][]side {
	if !s.Generations {
		return nil
	}
	return storeSides(s, w)
}

func strikeRewind(s *strike, silently bool) (heal func()) {
	start := s.in.d.(Rewinder).Rewind(s.Event.For, silently)
	if start == nil {
		return nil
	}
	return s.toStore(func() func() { return start })
}

// toStore does something to the store, which always bites.
func (s *strike) toStore(do func() (heal func())) (heal func()) {
	s.at(theStore, true)
	return do()
}

// once is something of which there is nothing to heal.
func once(do func()) func() (heal func()) {
	return func() func() { do(); return nil }
}

// storeSides are the one side of what happens to the store, if it may suffer.
func storeSides(s Space, _ When) [][]side {
	if !slices.Contains(s.Services, theStore) {
		return nil
	}
	return nowhere
}

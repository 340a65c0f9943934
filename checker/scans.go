package checker

import (
	"math"
	"slices"
	"strings"
	"time"
)

// A scan is one request of a process that wrote the record, by which it read stamps: all
// that there were of a kind, or not.
type scan struct {
	by       string
	revision int64 // of the store, at which it read
	received time.Duration
	seals    kindScan
	opens    kindScan
}

// A kindScan is what a scan came to, of one kind of stamp.
type kindScan struct {
	all    bool   // stamps that there were have been read
	lowest uint64 // Rev of those in the store, if all were
}

// saw says that a scan shows that a barrier has passed.
func (s *scan) saw(over barrier, target uint64) bool {
	passed := func(k kindScan) bool { return k.all && k.lowest >= target }
	switch over {
	case overSeals:
		return passed(s.seals)
	case overOpens:
		return passed(s.opens)
	}
	return passed(s.seals) && passed(s.opens)
}

// scansOf are the reads of those who wrote the record, in the order of the revisions at
// which they read.
func scansOf(h *Past) []scan {
	var writers []string
	for i := range h.replayed.turns {
		if by := h.replayed.turns[i].v.By; !slices.Contains(writers, by) {
			writers = append(writers, by)
		}
	}
	var asks []*Ask
	for i := range h.Asks {
		a := &h.Asks[i]
		if len(a.Reads) > 0 && a.Received != 0 && slices.Contains(writers, a.By) {
			asks = append(asks, a)
		}
	}
	order := sortedBy(asks, func(a **Ask) int64 { return (*a).Revision })
	scans := make([]scan, 0, len(asks))
	stamps := standing{stamps: h.Stamps}
	var read []string
	for _, i := range order {
		a := asks[i]
		stamps.to(a.Revision, a.At)
		s := scan{by: a.By, revision: a.Revision, received: a.Received, seals: kindScan{true, math.MaxUint64}, opens: kindScan{true, math.MaxUint64}}
		read = read[:0]
		for _, seen := range a.Reads {
			read = append(read, seen.Object)
		}
		if !slices.IsSorted(read) {
			slices.Sort(read)
		}
		for _, g := range stamps.now {
			k := &s.opens
			if g.Sealing {
				k = &s.seals
			}
			if !k.all {
				continue // which most are not, after the first stamp of the kind
			}
			_, k.all = slices.BinarySearchFunc(read, g.Object, strings.Compare)
			k.lowest = min(k.lowest, g.Rev)
			if !s.seals.all && !s.opens.all {
				break
			}
		}
		scans = append(scans, s)
	}
	return scans
}

package checker

import (
	"slices"
	"strings"
)

// A CacheCount is what relying parties that keep their view in one way have answered. Those
// whose views may be older than the publish lead are not judged, for policy does not cover
// them: what they would have seen is counted.
type CacheCount struct {
	Cache   string
	Answers int // that can be right or wrong
	Old     int // of them, by views older than the publish lead
	Unknown int // of the old, that a version is not there which is owed
	Revoked int // of the old, that opened what was revoked
}

// caches counts the answers of relying parties to what was sealed under one key, by how they
// keep their view, in the order of names.
func caches(h *Past) (all []CacheCount) {
	var revoked byVersion[*View]
	seals := newSealIndex(nil)
	for i := range h.Opens {
		o := &h.Opens[i]
		if !o.Relying || !o.Answer.tells() {
			continue
		}
		if all == nil {
			revoked, seals = revocations(h.replayed.turns), newSealIndex(h.Seals)
		}
		at, found := slices.BinarySearchFunc(all, o.Cache, func(c CacheCount, name string) int { return strings.Compare(c.Cache, name) })
		if !found {
			all = slices.Insert(all, at, CacheCount{Cache: o.Cache})
		}
		c := &all[at]
		c.Answers++
		if h.allowed(o) {
			continue
		}
		c.Old++
		s := seals.find(o.Seal)
		if s == nil {
			continue
		}
		if l := h.lives.get(s.Version); o.Answer == UnknownKey && l != nil && o.Emitted < l.end {
			c.Unknown++
		}
		if v := revoked.get(s.Version); o.Answer == Right && v != nil && o.Emitted > (*v).At {
			c.Revoked++
		}
	}
	return all
}

// AddCaches adds counts to others, both in the order of names.
func AddCaches(all, more []CacheCount) []CacheCount {
	for _, c := range more {
		at, found := slices.BinarySearchFunc(all, c.Cache, func(x CacheCount, name string) int { return strings.Compare(x.Cache, name) })
		if !found {
			all = slices.Insert(all, at, CacheCount{Cache: c.Cache})
		}
		x := &all[at]
		x.Answers += c.Answers
		x.Old += c.Old
		x.Unknown += c.Unknown
		x.Revoked += c.Revoked
	}
	return all
}

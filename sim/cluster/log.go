package cluster

import (
	"fmt"
	"slices"
	"sort"

	"pawl/engine"
	"pawl/sim/deploy"
)

// after is where in the log the changes after a revision begin.
func (s *Store) after(rev int64) int {
	return sort.Search(len(s.log), func(i int) bool { return s.log[i].Revision > rev })
}

// forgotten says whether not all changes after a revision are kept.
func (s *Store) forgotten(after int64) bool { return after+1 < s.compacted }

// changedSince says whether any key under prefix changed after a revision.
func (s *Store) changedSince(prefix string, after int64) bool {
	return touches(s.log[s.after(after):], prefix)
}

// batch is of how many revisions etcd tells at once.
const batch = 1000

// Since gives the last state of each key under prefix that changed after a revision,
// in the order of their last change, and up to which revision it tells: of a long
// past only a part.
func (s *Store) Since(prefix string, after int64) (kvs []engine.KV, upTo int64) {
	return s.among(s.log[s.after(after):], prefix)
}

// among is Since, of the end of the log.
func (s *Store) among(end []deploy.Change, prefix string) (kvs []engine.KV, upTo int64) {
	told, last := 0, int64(0)
	for i := range end {
		c := &end[i]
		if !liesUnder(c.KV.Key, prefix) {
			continue
		}
		if c.Revision != last {
			if told == batch {
				return kvs, last
			}
			told, last = told+1, c.Revision
		}
		for j := range kvs {
			if kvs[j].Key == c.KV.Key {
				kvs = append(kvs[:j], kvs[j+1:]...)
				break
			}
		}
		if kvs == nil {
			kvs = s.found.List(1)[:0] // mostly it is one
		}
		kvs = append(kvs, c.KV)
	}
	return kvs, s.rev
}

// Compact forgets what happened before a revision, but for what is needed to know the
// store as it is from there on.
func (s *Store) Compact(rev int64) error {
	switch {
	case rev > s.rev:
		return fmt.Errorf("revision %d is yet to come, the last one is %d", rev, s.rev)
	case rev <= s.compacted:
		return engine.ErrCompacted
	}
	all := s.log[s.after(rev-1):]
	past := s.at(rev - 1)
	kept := make([]deploy.Change, 0, len(past.keys)+len(all)) // in the order of keys: nobody looks among them
	for _, e := range past.keys {
		kept = append(kept, deploy.Change{Revision: e.Mod, KV: e.KV})
	}
	s.log, s.compacted = append(kept, all...), rev
	return nil
}

// at is the store as it was at a revision, to be read.
func (s *Store) at(rev int64) *Store {
	past := &Store{rev: rev, generation: s.generation, byName: map[string]*entry{}}
	for i := range s.log[:s.after(rev)] {
		kv := s.log[i].KV
		switch at, there := past.find(kv.Key); {
		case kv.Mod == 0:
			if there {
				past.keys = slices.Delete(past.keys, at, at+1)
				delete(past.byName, kv.Key)
			}
		case there:
			past.keys[at].KV = kv
		default:
			e := &entry{kv}
			past.keys = slices.Insert(past.keys, at, e)
			past.byName[kv.Key] = e
		}
	}
	return past
}

// liesUnder is strings.HasPrefix, quick to say no where names begin alike and differ at the
// prefix's end, as those of one key do.
func liesUnder(name, prefix string) bool {
	n := len(prefix)
	return n == 0 || len(name) >= n && name[n-1] == prefix[n-1] && name[:n] == prefix
}

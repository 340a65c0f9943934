package reference

import (
	"slices"
	"strings"
	"time"

	"pawl/engine"
)

// A barrier judges revisions, not contents and not a list of members: it has
// passed when no unexpired stamp is below the record's target. Joiners, dead
// nodes and returning ones cannot break it, because none of them can get a stamp
// below target any more (rule 1).

// scan is what a barrier reads, all of it at one revision.
type scan struct {
	passed        bool // no stamp is below target
	stamps, nodes []engine.KV
}

// barrier reads the record and, at the same revision, what lies under the given
// prefixes, of which the first is that of the stamps. It fails with errMoved when
// the record is no longer the owner's.
func (o *Owner) barrier(prefixes ...string) (scan, error) {
	ops := make([]engine.Op, 1, 3)
	ops[0] = engine.Get(o.at.record)
	for _, p := range prefixes {
		ops = append(ops, engine.Prefix(p))
	}
	res, err := o.env.Store.Txn(engine.Txn{Then: ops})
	if err != nil {
		return scan{}, err
	}
	if res.Generation != o.rec.Generation {
		return scan{}, errPutBack
	}
	if first(res.Reads[0]).Mod != o.mod {
		return scan{}, errMoved
	}
	if !o.scanned { // what has changed since the first of several barriers is to be told
		o.rev, o.scanned = res.Revision, true
	}
	s := scan{stamps: res.Reads[1]}
	if len(prefixes) > 1 {
		s.nodes = res.Reads[2]
	}
	o.below, err = stampsBelow(s.stamps, o.rec.Target)
	s.passed = err == nil && len(o.below) == 0
	return s, err
}

// behind are the names of stamps below target, in order. Where nothing but them keeps a
// barrier from passing, it need not be read again before the last of them is gone or has
// risen: so a barrier is read as often for a thousand nodes as for one. That it has passed is
// read all the same, from all stamps at one revision.
type behind []string

func stampsBelow(stamps []engine.KV, target uint64) (behind, error) {
	var below behind
	for i := range stamps {
		rev, err := stampRev(stamps[i].Value)
		if err != nil {
			return nil, err
		}
		if rev < target {
			below = append(below, stamps[i].Key)
		}
	}
	return below, nil
}

// hear takes off what the news says is gone or has risen, and says whether the barrier is to
// be read again. What it cannot read is for the barrier to tell.
func (b *behind) hear(news []engine.KV, target uint64) bool {
	for i := range news {
		kv := &news[i]
		if kv.Mod != 0 {
			switch rev, err := stampRev(kv.Value); {
			case err != nil:
				return true
			case rev < target:
				continue
			}
		}
		if k, there := slices.BinarySearch(*b, kv.Key); there {
			*b = slices.Delete(*b, k, k+1)
		}
	}
	return len(*b) == 0
}

// mayPass goes by news of stamps, and says whether one of the barriers that are waited for is
// to be read again.
func mayPass(waits []behind, news []engine.KV, target uint64) bool {
	may := false
	for i := range waits {
		may = waits[i].hear(news, target) || may
	}
	return may
}

// SealBarrier is B2: no unexpired stamp may still seal under the old version.
func (o *Owner) SealBarrier() (bool, error) {
	s, err := o.barrier(sealPrefix(o.key))
	return s.passed, err
}

// StampBarrier is B1, B3 and BA: no unexpired stamp of either kind is below target.
func (o *Owner) StampBarrier() (bool, error) {
	s, err := o.barrier(stampPrefix(o.key))
	return s.passed, err
}

// risen is a pause, of no more than the given time, until the barrier that was read last may
// have passed.
func (o *Owner) risen(wait time.Duration) Pause { return Pause{For: wait, waits: []behind{o.below}} }

// openStamps reads the stamps to open among those that a barrier has scanned.
func (o *Owner) openStamps(s scan) ([]Stamp, error) {
	prefix := openPrefix(o.key)
	all := make([]Stamp, 0, len(s.stamps))
	for i := range s.stamps {
		if !strings.HasPrefix(s.stamps[i].Key, prefix) {
			continue
		}
		stamp, err := decodeStamp(s.stamps[i].Value)
		if err != nil {
			return nil, err
		}
		all = append(all, stamp)
	}
	return all, nil
}

// mismatch reports a node whose open stamp shows other material for a version than
// the record's, if there is one.
func mismatch(stamps []Stamp, v *Version) (node string) {
	for i := range stamps {
		s := &stamps[i]
		for j, n := range s.Opens {
			if n == v.N && s.Prints[j] != v.Print {
				return s.Node
			}
		}
	}
	return ""
}

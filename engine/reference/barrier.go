package reference

import (
	"strings"

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
	o.rev = res.Revision
	s := scan{stamps: res.Reads[1]}
	if len(prefixes) > 1 {
		s.nodes = res.Reads[2]
	}
	s.passed, err = noneBelow(s.stamps, o.rec.Target)
	return s, err
}

func noneBelow(stamps []engine.KV, target uint64) (bool, error) {
	for i := range stamps {
		rev, err := stampRev(stamps[i].Value)
		if err != nil || rev < target {
			return false, err
		}
	}
	return true, nil
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

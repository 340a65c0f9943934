package engine

// A barrier judges revisions, not contents and not a list of members: it has
// passed when no unexpired stamp is below the record's target. Joiners, dead
// nodes and returning ones cannot break it, because none of them can get a stamp
// below target any more (rule 1).

// Barrier reads the record and, at the same revision, the stamps under a prefix.
// It fails with errMoved when the record is no longer the owner's.
func (o *Owner) barrier(prefix string) (passed bool, stamps []KV, err error) {
	res, err := o.env.Store.Txn(Txn{Then: []Op{Get(recordKey(o.key)), Prefix(prefix)}})
	if err != nil {
		return false, nil, err
	}
	if first(res.Reads[0]).Mod != o.mod {
		return false, nil, errMoved
	}
	o.rev = res.Revision
	stamps = res.Reads[1]
	for i := range stamps {
		rev, err := stampRev(stamps[i].Value)
		if err != nil {
			return false, nil, err
		}
		if rev < o.rec.Target {
			return false, stamps, nil
		}
	}
	return true, stamps, nil
}

// SealBarrier is B2: no unexpired stamp may still seal under the old version.
func (o *Owner) SealBarrier() (bool, error) {
	passed, _, err := o.barrier(sealPrefix(o.key))
	return passed, err
}

// StampBarrier is B1, B3 and BA: no unexpired stamp of either kind is below target.
func (o *Owner) StampBarrier() (bool, error) {
	passed, _, err := o.barrier(stampPrefix(o.key))
	return passed, err
}

// prints reports a node whose open stamp shows other material for a version than
// the record's, if there is one.
func mismatch(stamps []KV, v *Version) (node string, err error) {
	for i := range stamps {
		s, err := decodeStamp(stamps[i].Value)
		if err != nil {
			return "", err
		}
		for j, n := range s.Opens {
			if n == v.N && s.Prints[j] != v.Print {
				return s.Node, nil
			}
		}
	}
	return "", nil
}

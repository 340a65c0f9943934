package reference

// Rights are what a new stamp may carry under a record.
type Rights struct {
	Seal    uint32   // 0: none
	Opens   []uint32 // in version order
	Spare   uint32   // what it may open besides if the node holds it; 0: nothing
	Demands uint32   // of Opens, a version that a stamp needs but that the node may not have loaded yet; 0 none
}

// RightsUnder is the column "a new stamp may seal · open" of the package comment's table.
// Of pools that are let in one after another, one that is not in has what it had before.
func RightsUnder(_, pool string, r *Record) Rights {
	rights := Rights{Seal: r.Active}
	phase, in := r.shown(), r.reaches(pool)
	if phase == Draining || phase == Committed && !in {
		rights.Seal = 0
	}
	next := uint32(0)
	if phase == Published && in || phase == Verified || phase == Draining {
		next = r.Next
	}
	if may, demanded := r.opensSpare(); demanded {
		next = r.Spare
	} else if may && next != r.Spare {
		rights.Spare = r.Spare
	}
	rights.Opens = make([]uint32, 0, len(r.Versions))
	for i := range r.Versions {
		v := &r.Versions[i]
		if v.State == Active || v.State == Deprecated || v.N == next {
			rights.Opens = append(rights.Opens, v.N)
		}
	}
	if phase == Published {
		rights.Demands = next
	}
	return rights
}

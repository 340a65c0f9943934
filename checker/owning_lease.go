package checker

// leased holds the lease by which a key is acquired to policy: for as long as that is, nobody takes
// over from an owner who has died.
func leased(t *tally, h *Past, x *turn) {
	if x.way != byAcquisition || !h.sees(Leases) {
		return
	}
	v := x.v
	most := h.of(v.By).OwnerLease
	for i := range h.Attached {
		a := &h.Attached[i]
		l := h.leaseOf(a.Lease)
		if a.By != v.By || a.Revision != v.Revision || l == nil {
			continue
		}
		t.judged(s4Lease)
		if l.TTL > most {
			t.add(s4Lease, v.At, citing(v), "%s acquired the key at %s, revision %d, on a lease of %s; policy lets an owner be silent for %s", v.By, at(v.At), v.Revision, at(l.TTL), at(most))
		}
	}
}

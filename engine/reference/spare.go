package reference

import (
	"fmt"
	"slices"

	"pawl/engine"
)

// Where policy wants it, the next version lies ready while no rotation is under way, so that
// one that is urgent need not wait for the publish lead. Its number and the operation that
// makes it are in the record before the key service is asked, as those of any version are,
// and are none of another version's: what leaked with the one does not give the other away.
//
// A node that has it may open it; none has to, so that nobody serves less for a version that
// nobody uses. When all show it, a raise has every stamp from then on open it, and when no
// stamp is below that, it is proved: from then on whoever serves announces it. The next
// rotation takes it, proved or not, and walks through all phases; only its lead counts from
// then. There is one spare after each commit: when a rotation that took it is aborted, it is
// burnt, and none is made until another has committed.

// opensSpare says that nodes may open the spare, and demanded that they have to.
func (r *Record) opensSpare() (may, demanded bool) {
	v := r.Version(r.Spare)
	return v != nil && v.Print != "", r.SpareRev != 0
}

// KeepSpare sees to the spare, and otherwise to what there is to do while no rotation is in
// flight.
func KeepSpare(o *Owner, version uint32) (Pause, error) {
	rec := &o.rec
	if !o.env.Policy.Spare || rec.Active == 0 {
		return Watch(o, version)
	}
	may, demanded := rec.opensSpare()
	switch {
	case rec.Spare == 0 && rec.Highest != rec.Active, rec.SpareProved != 0:
		return Watch(o, version)
	case rec.Spare == 0:
		return o.allocateSpare(version)
	case !may:
		return now, o.makeSpare()
	}
	done, err := o.proveSpare(demanded)
	if err != nil || done {
		return now, err
	}
	pause, err := Watch(o, version)
	pause.For, pause.Stamps = min(pause.For, o.env.Policy.OwnerLease/3), demanded // looked at now and then: nothing waits for it
	return pause, err
}

// bySpare is the cause of what is done for a spare: there is none, or it is not ready.
const bySpare = engine.ByDeadline + "spare"

func (o *Owner) allocateSpare(version uint32) (Pause, error) {
	i, err := o.w.issuer(o.key, o.rec.Generation)
	switch {
	case err != nil:
		return now, err
	case i.none:
		return Watch(o, version)
	}
	rec := o.rec.clone()
	c := Change{Cause: bySpare}
	rec.allocate(o.key, i, o.w.promise(), &c)
	rec.Spare = rec.Highest
	c.Transition = fmt.Sprintf("v%d %s", rec.Spare, engine.Pending)
	return now, o.Write(rec, c)
}

// makeSpare has the material made, reads it back, and lets nodes have it.
func (o *Owner) makeSpare() error {
	made, err := o.mint(o.rec.Version(o.rec.Spare).Op, o.rec.Spare)
	if err != nil || made == nil {
		o.stale = true // a rotation may have begun meanwhile, and its attempts are its own
		return err
	}
	rec := o.rec.clone()
	rec.Version(rec.Spare).is(made)
	return o.Write(rec, Change{Transition: "SPARED", Cause: bySpare})
}

// proveSpare has stamps open the spare when all that there are do, and notes when no other
// can be left. It says whether it got anywhere.
func (o *Owner) proveSpare(demanded bool) (bool, error) {
	s, err := o.barrier(stampPrefix(o.key))
	if err != nil {
		return false, err
	}
	stamps, err := o.openStamps(s)
	if err != nil {
		return false, err
	}
	if node := mismatch(stamps, o.rec.Version(o.rec.Spare)); node != "" {
		_, err := o.haltMixed(bySpare, node)
		return true, err
	}
	rec := o.rec.clone()
	switch {
	case !demanded && slices.ContainsFunc(stamps, func(s Stamp) bool { return !slices.Contains(s.Opens, rec.Spare) }):
		return false, nil
	case !demanded:
		rec.raise()
		rec.SpareRev = rec.Rev
		return true, o.Write(rec, Change{Transition: "SPARE-SHOWN", Cause: bySpare})
	case !s.passed:
		return false, nil
	}
	return true, o.SpareProvedNow()
}

// SpareProvedNow notes that every stamp opens the spare.
func (o *Owner) SpareProvedNow() error {
	rec := o.rec.clone()
	rec.SpareProved = max(o.Time(), 1)
	return o.Write(rec, Change{Transition: "SPARE-PROVED", Cause: bySpare})
}

// dropSpare is for what is not ready for use any more: it is used, or burnt.
func (r *Record) dropSpare() { r.Spare, r.SpareRev, r.SpareProved = 0, 0, 0 }

// keepSpare has the node hold what may be used next, once it has stamps: a spare that cannot
// be had keeps it from nothing, and is tried again with the next renewal.
func (r *Ring) keepSpare() error {
	v := r.rec.Version(r.rec.Spare)
	if may, _ := r.rec.opensSpare(); !may || r.grantedFor != r.recordMod || r.holds(v.N) || r.triedFor == r.sealing.inForce {
		return nil
	}
	r.triedFor = r.sealing.inForce
	if r.obtain(v.N, v.Print) != nil {
		return nil
	}
	r.grantedFor, r.openRev = 0, 0 // the next stamps say so: what is in the store does not
	return r.keepStamps()
}

package reference

import (
	"errors"
	"slices"
	"time"

	"pawl/engine"
)

// Terms are what a pair of stamps says.
type Terms struct {
	Rev   uint64
	Seal  uint32
	Opens []uint32
}

// keep brings the node's material and stamps up to the record it last saw. That
// something could not be erased does not keep the node from serving.
func (r *Ring) keep() error {
	if r.recordMod == 0 || r.putBack() {
		return nil
	}
	if err := errors.Join(r.a.steps.Forget(r), r.keepStamps()); err != nil {
		return err
	}
	return r.keepSpare()
}

func (r *Ring) keepStamps() error {
	due := r.a.env.Clock.Now() >= r.due()
	if r.grantedFor == r.recordMod && !due {
		return nil
	}
	rights := r.a.steps.Rights(r.key, r.a.env.Pool, &r.rec)
	if rights.Spare != 0 && r.holds(rights.Spare) {
		rights.Opens = append(rights.Opens, rights.Spare) // the highest number there is
	}
	if len(rights.Opens) == 0 && !r.stamped() {
		r.maySeal, r.mayOpen = 0, nil // what its last stamp had is no right any more, and may have to be erased
		return nil                    // nothing to serve yet
	}
	rights = r.living(rights)
	if r.servingRev == r.rec.Rev && r.grantedFor != 0 && r.has(rights) && !due {
		r.grantedFor = r.recordMod // the record moved, and nothing that a stamp says
		return nil
	}
	if rights.Demands != 0 && !r.holds(rights.Demands) { // who waits for the key service may wait for longer than a stamp lasts
		mod := r.recordMod
		if err := r.a.steps.Extend(r, rights); err != nil {
			return err
		}
		if r.recordMod != mod {
			return errMoved // it was read anew, and the rights are those of before
		}
	}
	if err := r.a.steps.Load(r, rights); err != nil {
		return err
	}
	return r.restamp(rights)
}

// holds says that the node has the material that the record names for a version.
func (r *Ring) holds(n uint32) bool {
	v := r.rec.Version(n)
	return v != nil && v.Print != "" && r.held.Print(n) == v.Print
}

// has says that the stamps in force carry just these rights.
func (r *Ring) has(rights Rights) bool {
	return r.maySeal == rights.Seal && slices.Equal(r.mayOpen, rights.Opens)
}

// extend is rule 4: while a version is being published, be the rotation halted or
// not, stamps that live may be kept alive below target, so that a node slow to load
// what new ones demand goes on serving. They stay as they are: only those that are
// known to be in the store, and by which the node lives, are written again, and the
// transaction compares them and the record that allows it.
func extend(r *Ring, rights Rights) error {
	if rights.Demands == 0 || r.rec.shown() != Published || !r.stamped() {
		return nil
	}
	if r.openRev == 0 {
		mod := r.recordMod
		if err := r.learn(); err != nil || r.recordMod != mod {
			return err // by what the record says now it may not be allowed
		}
	}
	known := r.openRev == r.servingRev && r.sealing.mod != 0 && r.opening.mod != 0
	if at := r.a.env.Clock.Now(); !known || !r.opening.stands(at) || at < r.due() {
		return nil
	}
	return r.a.steps.Grant(r, Terms{r.openRev, r.maySeal, r.mayOpen})
}

// restamp hands over to the record's rights and asks for stamps that say so.
func (r *Ring) restamp(rights Rights) error {
	r.grantedFor = 0 // until the answer says otherwise, nothing is
	if r.servingRev == r.rec.Rev && !slices.Equal(r.mayOpen, rights.Opens) {
		r.openRev = 0 // something has ended, and no revision tells the stamp in the store from the one to come
	}
	if r.a.steps.HandOver(r, rights) {
		// An answer that has passed its check may still be on its way out.
		way := r.a.env.Policy.Emission
		r.a.env.Clock.Sleep(way + r.a.env.Policy.Drift(way))
	}
	if err := r.a.steps.Grant(r, Terms{r.rec.Rev, rights.Seal, rights.Opens}); err != nil {
		return err
	}
	r.maySeal = rights.Seal
	r.grantedFor = r.recordMod
	return nil
}

// handOver lives by a stamp before it is asked for: a seal right that changes is
// given up, what is dropped is no longer opened, and what is added is opened
// already, since the store may count the stamp before its reply is back. It says
// whether anything was taken away.
func handOver(r *Ring, rights Rights) (narrower bool) {
	if rights.Seal != r.maySeal {
		narrower = r.maySeal != 0
		r.maySeal = 0
	}
	for _, n := range r.mayOpen {
		narrower = narrower || !slices.Contains(rights.Opens, n)
	}
	r.mayOpen = rights.Opens
	r.servingRev = r.rec.Rev
	return narrower
}

// grant writes the stamps in one transaction: the record unmoved since it was
// read and followed by no entry, each stamp as this incarnation last knew it, each under a
// live lease. An open stamp that would only repeat itself, and is good until the next
// renewal, is left as it is.
func grant(r *Ring, t Terms) error {
	if err := r.a.steps.Lease(r, &r.sealing); err != nil {
		return err
	}
	if r.openRev != t.Rev || r.openDue() {
		if err := r.a.steps.Lease(r, &r.opening); err != nil {
			return err
		}
	}
	repeats := r.openRev == t.Rev && r.opening.mod != 0 && r.opening.inForce == r.opening.asked
	res, err := r.a.env.Store.Txn(r.stamping(t, repeats))
	if errors.Is(err, engine.ErrLeaseGone) {
		r.a.gone(r.sealing.next, r.opening.next)
		return err
	}
	if err != nil {
		r.openRev = 0
		return err
	}
	if !res.Held {
		asked := [...]int64{r.recordMod, r.sealing.mod, r.opening.mod}
		if err := r.learned(res); err != nil {
			return err // to ask at once for what has moved to it is in vain
		}
		if asked == [...]int64{r.recordMod, r.sealing.mod, r.opening.mod} {
			return errBehind // it has not moved: so an entry follows it
		}
		return errMoved
	}
	r.storeRev = max(r.storeRev, res.Revision) // the record was compared: nothing in it was missed
	r.openRev, r.unsaid = t.Rev, false
	r.sealing.inStore(res.Revision)
	if !repeats {
		r.opening.inStore(res.Revision)
	}
	return nil
}

// stamping is the transaction of a grant.
func (r *Ring) stamping(t Terms, repeats bool) engine.Txn {
	name, boot := r.a.env.Name, r.a.env.Boot
	sealing := Stamp{Node: name, Incarnation: boot, Rev: t.Rev, Seal: t.Seal}
	txn := engine.Txn{
		If:   []engine.Compare{{Key: r.record, Mod: r.recordMod}, {Key: r.sealing.name, Mod: r.sealing.mod}, {Key: r.opening.name, Mod: r.opening.mod}, r.rec.follows(r.key)},
		Then: make([]engine.Op, 0, 3),
		Else: r.reads,

		Bound: true, Generation: r.rec.Generation,
	}
	txn.Then = append(txn.Then, engine.Put(r.sealing.name, sealing.encode(), r.sealing.next))
	if !repeats {
		opening := Stamp{Node: name, Incarnation: boot, Rev: t.Rev, Opens: t.Opens, Prints: r.prints(t.Opens)}
		txn.Then = append(txn.Then, engine.Put(r.opening.name, opening.encode(), r.opening.next))
	}
	if r.unsaid {
		txn.Then = append(txn.Then, r.present())
	}
	return txn
}

// lease makes sure that the next stamp hangs on a lease that is young: a new stamp
// gets a new lease, never a renewed one, which a former leader of the store could
// still end early (etcd-io/etcd#15247). Its time counts from sending the request
// (rule 6). One that is young and was asked for by another key of the node will do.
func lease(r *Ring, s *Standing) error {
	sent := r.a.env.Clock.Now()
	if r.young(s, sent) {
		return nil
	}
	for _, o := range r.a.rings {
		of := &o.opening
		if s == &r.sealing {
			of = &o.sealing
		}
		if r.young(of, sent) {
			s.next, s.asked = of.next, of.asked
			return nil
		}
	}
	l, err := r.a.env.Store.Grant(s.ttl)
	if err != nil {
		return err
	}
	s.next, s.asked = l, sent
	return nil
}

// young says that a stamp may still hang on the newest lease that was asked for. One on which
// a stamp that is due to be renewed may hang is not young: the next one would be due at once.
func (r *Ring) young(s *Standing, at time.Duration) bool {
	return s.next != 0 && at-s.asked < min(s.ttl/8, r.sealAge()/2)
}

// gone has no stamp of the node hang on leases of which one has ended before its time.
func (a *Agent) gone(leases ...engine.Lease) {
	for _, r := range a.rings {
		for _, s := range [...]*Standing{&r.sealing, &r.opening} {
			if slices.Contains(leases, s.next) {
				s.next = 0
			}
		}
	}
}

package engine

import (
	"errors"
	"slices"
)

// keep brings the node's material and stamps up to the record it last saw.
func (r *ring) keep() error {
	if r.mod == 0 {
		return nil
	}
	if err := r.forget(); err != nil {
		return err
	}
	if r.granted == r.mod && r.a.env.Clock.Now() < r.due() {
		return nil
	}
	rights := r.a.rights(&r.rec)
	if len(rights.Opens) == 0 && !r.stamped() {
		return nil // nothing to serve yet
	}
	if r.lives == r.rec.Rev && r.granted != 0 && r.same(rights) && r.a.env.Clock.Now() < r.due() {
		r.granted = r.mod // the record moved, and nothing that a stamp says
		return nil
	}
	if err := r.load(rights); err != nil {
		if r.mayExtend(rights) {
			return errors.Join(err, r.extend())
		}
		return err
	}
	return r.restamp(rights)
}

// same says that the stamps in force carry just these rights.
func (r *ring) same(rights Rights) bool {
	return r.seal == rights.Seal && slices.Equal(r.opens, rights.Opens)
}

// mayExtend is rule 4: in PUBLISHED a stamp that is alive may be kept alive below
// target while the node is slow to load what the new one demands.
func (r *ring) mayExtend(rights Rights) bool {
	return rights.Demands != 0 && r.rec.Phase == Published && r.lives != 0 &&
		r.a.env.Clock.Now() < r.opening.until && !slices.Contains(r.opens, rights.Demands)
}

// extend renews the stamps as they are, under the condition that the record is
// still the one that allows it.
func (r *ring) extend() error {
	if r.a.env.Clock.Now() < r.due() {
		return nil
	}
	return r.grant(r.lives, r.seal, r.opens)
}

// restamp hands over to the record's rights and asks for stamps that say so.
func (r *ring) restamp(rights Rights) error {
	r.handOver(rights)
	if err := r.grant(r.rec.Rev, rights.Seal, rights.Opens); err != nil {
		return err
	}
	r.seal = rights.Seal
	r.granted = r.mod
	return nil
}

// handOver lives by a stamp before it is asked for: a seal right that changes is
// given up, what is dropped is no longer opened, and what is added is opened
// already, since the store may count the stamp before its reply is back.
func (r *ring) handOver(rights Rights) {
	if rights.Seal != r.seal {
		r.seal = 0
	}
	r.opens = rights.Opens
	r.lives = r.rec.Rev
}

// grant writes the stamps in one transaction: the record unmoved since it was
// read, each stamp as this incarnation last knew it, each under a live lease. An
// open stamp that would only repeat itself is left as it is.
func (r *ring) grant(rev uint64, seal uint32, opens []uint32) error {
	if err := r.lease(&r.sealing); err != nil {
		return err
	}
	if err := r.lease(&r.opening); err != nil {
		return err
	}
	name, boot := r.a.env.Name, r.a.env.Boot
	sealing := Stamp{Node: name, Incarnation: boot, Rev: rev, Seal: seal}
	t := Txn{
		If:   []Compare{{r.record, r.mod}, {r.sealing.name, r.sealing.mod}, {r.opening.name, r.opening.mod}},
		Then: []Op{Put(r.sealing.name, sealing.encode(), r.sealing.lease)},
		Else: []Op{Get(r.record), Get(r.sealing.name), Get(r.opening.name)},
	}
	repeats := r.stood == rev && r.opening.mod != 0 && r.opening.until == r.opening.renewed
	if !repeats {
		opening := Stamp{Node: name, Incarnation: boot, Rev: rev, Opens: opens, Prints: r.prints(opens)}
		t.Then = append(t.Then, Put(r.opening.name, opening.encode(), r.opening.lease))
	}
	res, err := r.a.env.Store.Txn(t)
	if errors.Is(err, ErrLeaseGone) {
		r.sealing.lease, r.opening.lease = 0, 0
		return errMoved
	}
	if err != nil {
		r.stood = 0
		return err
	}
	if !res.Held {
		r.see(first(res.Reads[0]), res.Revision)
		r.sealing.mod, r.opening.mod = first(res.Reads[1]).Mod, first(res.Reads[2]).Mod
		r.stood = 0
		return errMoved
	}
	r.rev = max(r.rev, res.Revision) // the record was compared: nothing in it was missed
	r.stood = rev
	r.sealing.granted(res.Revision)
	if !repeats {
		r.opening.granted(res.Revision)
	}
	return nil
}

// granted notes that the stamp stands, under its newest lease.
func (s *stamped) granted(rev int64) {
	s.mod = rev
	s.until = s.renewed
}

// lease makes sure that the next stamp hangs on a lease with more than half of its
// life left. Its time counts from sending the request (rule 6).
func (r *ring) lease(s *stamped) error {
	env := &r.a.env
	sent := env.Clock.Now()
	if s.lease != 0 && s.renewed-sent > s.ttl/2 {
		return nil
	}
	lease, err := env.Store.Grant(s.ttl)
	if err != nil {
		return err
	}
	s.lease = lease
	s.renewed = sent + env.Policy.shorter(s.ttl)
	return nil
}

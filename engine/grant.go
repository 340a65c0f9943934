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
		return errors.Join(err, r.extend(rights))
	}
	return r.restamp(rights)
}

// same says that the stamps in force carry just these rights.
func (r *ring) same(rights Rights) bool {
	return r.seal == rights.Seal && slices.Equal(r.opens, rights.Opens)
}

// extend is rule 4: in PUBLISHED stamps that live may be kept alive below target
// while the node is slow to load what new ones demand. They stay as they are: only
// those that are known to stand, and by which the node lives, are written again,
// and the transaction compares them and the record that allows it.
func (r *ring) extend(rights Rights) error {
	if rights.Demands == 0 || r.rec.Phase != Published || !r.stamped() {
		return nil
	}
	if r.stood == 0 {
		if err := r.learn(); err != nil {
			return err
		}
	}
	stands := r.stood == r.lives && r.sealing.mod != 0 && r.opening.mod != 0
	if at := r.a.env.Clock.Now(); !stands || !r.opening.stands(at) || at < r.due() {
		return nil
	}
	return r.grant(r.stood, r.seal, r.opens)
}

// learn reads the record, and what stands in the store of this start of the node.
func (r *ring) learn() error {
	res, err := r.a.env.Store.Txn(Txn{Then: r.reads()})
	if err == nil {
		r.learned(res)
	}
	return err
}

func (r *ring) reads() []Op {
	return []Op{Get(r.record), Get(r.sealing.name), Get(r.opening.name)}
}

// learned takes what reads gave: the record, and which stamps stand.
func (r *ring) learned(res TxnResult) {
	r.see(first(res.Reads[0]), res.Revision)
	opening := first(res.Reads[2])
	r.sealing.mod, r.opening.mod, r.stood = first(res.Reads[1]).Mod, opening.Mod, 0
	if rev, err := stampRev(opening.Value); err == nil {
		r.stood = rev
	}
}

// restamp hands over to the record's rights and asks for stamps that say so.
func (r *ring) restamp(rights Rights) error {
	r.granted = 0 // until the answer says otherwise, nothing is
	if r.handOver(rights) {
		// An answer that has passed its check may still be on its way out.
		way := r.a.env.Policy.Emission
		r.a.env.Clock.Sleep(way + r.a.env.Policy.drift(way))
	}
	if err := r.grant(r.rec.Rev, rights.Seal, rights.Opens); err != nil {
		return err
	}
	r.seal = rights.Seal
	r.granted = r.mod
	return nil
}

// handOver lives by a stamp before it is asked for: a seal right that changes is
// given up, what is dropped is no longer opened, and what is added is opened
// already, since the store may count the stamp before its reply is back. It says
// whether anything was taken away.
func (r *ring) handOver(rights Rights) (narrower bool) {
	if rights.Seal != r.seal {
		narrower = r.seal != 0
		r.seal = 0
	}
	for _, n := range r.opens {
		narrower = narrower || !slices.Contains(rights.Opens, n)
	}
	r.opens = rights.Opens
	r.lives = r.rec.Rev
	return narrower
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
		Else: r.reads(),
	}
	repeats := r.stood == rev && r.opening.mod != 0 && r.opening.until == r.opening.renewed
	if !repeats {
		opening := Stamp{Node: name, Incarnation: boot, Rev: rev, Opens: opens, Prints: r.prints(opens)}
		t.Then = append(t.Then, Put(r.opening.name, opening.encode(), r.opening.lease))
	}
	if r.told != len(r.erased) {
		t.Then = append(t.Then, r.present())
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
		r.learned(res)
		return errMoved
	}
	r.rev = max(r.rev, res.Revision) // the record was compared: nothing in it was missed
	r.stood, r.told = rev, len(r.erased)
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

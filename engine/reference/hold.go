package reference

import (
	"fmt"

	"pawl/engine"
)

// holdFlag says whether a version may be retired and revoked, and who said so. It stands
// beside the record, for which whoever holds need not wait; the transactions that retire and
// revoke compare it.
type holdFlag struct {
	Held             bool
	Op               string // operation id of the write
	Act, By, Because string
}

func (f *holdFlag) encode() []byte {
	w := writer{make([]byte, 0, 64)}
	w.num(holdFormat)
	w.flag(f.Held)
	for _, s := range [...]string{f.Op, f.Act, f.By, f.Because} {
		w.str(s)
	}
	return w.b
}

// decodeHold reads the stored form; an absent value is no hold.
func decodeHold(b []byte) (f holdFlag, err error) {
	if len(b) == 0 {
		return f, nil
	}
	r := reader{b: b}
	r.format(holdFormat)
	f = holdFlag{Held: r.flag(), Op: r.str(), Act: r.str(), By: r.str(), Because: r.str()}
	if err := r.end(); err != nil {
		return holdFlag{}, fmt.Errorf("hold: %w", err)
	}
	return f, nil
}

// readHold reads the flag of a version, and its revision.
func readHold(store engine.Store, key string, version uint32) (f holdFlag, mod int64, err error) {
	kv, err := get(store, HoldKey(key, version))
	if err == nil {
		f, err = decodeHold(kv.Value)
	}
	return f, kv.Mod, err
}

// tryHold sets or lifts the flag of a version that is not revoked yet. It compares the
// record, so that what is answered as held can still be kept; and writes it not, so that it
// can be done whatever the rotation does, halted or not.
func (w *Worker) tryHold(d *deed) (engine.Answer, error) {
	a := &d.act
	s, err := w.read(placesOf(a.Key))
	if err != nil {
		return engine.Answer{}, err
	}
	f, mod, err := readHold(w.env.Store, a.Key, a.Version)
	if err != nil {
		return engine.Answer{}, err
	}
	want := a.Verb == engine.HoldAct
	done := engine.Answer{Outcome: engine.Admitted, Rotation: s.rec.Rotation}
	switch v := s.rec.Version(a.Version); {
	case f.Op == d.op:
		return done, nil // an earlier try has landed
	case want && (v == nil || v.State != Active && v.State != Deprecated && v.State != Retiring):
		return engine.Refuse(cannot(a, v)), nil
	case f.Held == want:
		return engine.Refuse("it is so already"), nil
	}
	f = holdFlag{Held: want, Op: d.op, Act: a.ID, By: a.Operator, Because: a.Reason}
	_, err = commitIn(w.env.Store, s.rec.Generation, engine.Txn{
		If:   []engine.Compare{{Key: RecordKey(a.Key), Mod: s.mod}, {Key: HoldKey(a.Key, a.Version), Mod: mod}},
		Then: []engine.Op{engine.Put(HoldKey(a.Key, a.Version), f.encode(), 0)}})
	return done, err
}

// cannot says why a version is not for what is asked; v is nil where there is none.
func cannot(a *engine.Act, v *Version) string {
	if v == nil {
		return fmt.Sprintf("there is no version %d", a.Version)
	}
	return fmt.Sprintf("cannot %s version %d, which is %s", a.Verb, v.N, v.State.word())
}

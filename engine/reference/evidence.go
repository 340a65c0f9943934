package reference

import (
	"fmt"

	"pawl/engine"
)

// Left reads what is kept under a version or an older one: all names at one revision, and
// never how far the cursor is. To find nothing once is enough, and stays true without any
// compare: the version is an old one, whoever keeps or moves a text puts it under the
// version that is the active one as the record is when the store takes the put, and that
// only goes up. What cannot be read may be under any version.
func Left(w *Worker, key string, version uint32) (names []string, err error) {
	if !w.env.Policy.Rewrap {
		return nil, nil
	}
	res, err := w.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Prefix(keptPrefix(key))}})
	if err != nil {
		return nil, err
	}
	for _, kv := range res.Reads[0] {
		if s, err := decodeKept(kv.Value); err != nil || s.Version <= version {
			names = append(names, kv.Key[len(keptPrefix(key)):])
		}
	}
	return names, nil
}

// awaitRewrap is what is done of an old version while something is left under it. When that
// takes longer than another node needs to go on from where one died, somebody is told, and
// all is gone through once more; the version stays as it is.
func (o *Owner) awaitRewrap(version uint32, names []string) (Pause, error) {
	p := &o.env.Policy
	if overdue := o.rec.Version(version).Since + p.Lifetime + p.OpenLease + 2*p.OwnerLease; o.Time() < overdue {
		return Pause{For: p.OwnerLease / 2}, nil // looked at now and then: nothing waits for it
	}
	if err := o.rewrapAgain(); err != nil {
		return now, err
	}
	if !o.tellLeft(version, names) {
		return Pause{For: o.env.Backoff(0)}, nil
	}
	return Pause{For: p.OwnerLease}, nil
}

// rewrapAgain has all that is kept gone through from the beginning, if it was to the end.
func (o *Owner) rewrapAgain() error {
	kv, err := get(o.env.Store, cursorKey(o.key))
	if err != nil {
		return err
	}
	if c, err := decodeCursor(kv.Value); err == nil && !c.Done {
		return nil
	}
	_, err = commitIn(o.env.Store, o.rec.Generation, engine.Txn{If: []engine.Compare{{Key: cursorKey(o.key), Mod: kv.Mod}, {Key: o.at.owner, Mod: o.ownerMod}},
		Then: []engine.Op{engine.Del(cursorKey(o.key))}})
	return err
}

// tellLeft tells the pager once of what keeps a version from being retired, and says whether it
// has it.
func (o *Owner) tellLeft(version uint32, names []string) bool {
	a := notice(o.key, engine.Halt{
		Reason: fmt.Sprintf("version %d is not retired: %s is still kept under it or an older one, as the first of %d", version, names[0], len(names)),
		Class:  engine.Recoverable, Playbook: "kept-under-an-old-version", DecryptionValid: true, ManualWorkSafe: true})
	a.Version = version
	return o.pageOnce("left", a)
}

// oldest is the oldest version that waits to be retired; 0: none does.
func (r *Record) oldest() uint32 {
	for i := range r.Versions {
		if r.Versions[i].State == Deprecated {
			return r.Versions[i].N
		}
	}
	return 0
}

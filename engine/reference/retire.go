package reference

import (
	"fmt"
	"strings"

	"pawl/engine"
)

// StartRetire stops an old version from being opened once its artefacts have
// outlived their use and nobody holds it: DEPRECATED → RETIRING.
func StartRetire(o *Owner, version uint32) (Pause, error) {
	left := o.rec.Version(version).Since + o.policy(version).Lifetime - o.Time()
	if left > 0 {
		return Pause{For: left}, nil
	}
	if used, err := o.w.steps.Issued(o.w, o.key, version); err != nil || used {
		return Pause{For: o.env.Policy.OwnerLease}, err
	}
	free, held, err := o.w.steps.Holds(o, version)
	if err != nil || held {
		return Pause{For: o.env.Policy.OwnerLease}, err
	}
	switch names, err := o.w.steps.Left(o.w, o.key, version); {
	case err != nil:
		return now, err
	case len(names) > 0:
		return o.awaitRewrap(version, names)
	}
	rec := o.rec.clone()
	v := rec.Version(version)
	v.State, v.Since = Retiring, o.Time()
	rec.raise()
	return now, o.Write(rec, old(v, engine.ByDeadline+"lifetime", "", free))
}

// Revoke waits for B3, the proof that nobody opens the version any more:
// RETIRING → REVOKED.
func Revoke(o *Owner, version uint32) (Pause, error) {
	passed, err := o.StampBarrier()
	if err != nil {
		return now, err
	}
	if !passed {
		return o.risen(o.env.Policy.OpenLease), nil
	}
	free, held, err := o.w.steps.Holds(o, version)
	if err != nil || held {
		return Pause{For: o.env.Policy.OwnerLease}, err
	}
	rec := o.rec.clone()
	v := rec.Version(version)
	v.State, v.Since = Revoked, o.Time()
	rec.Floor, rec.SealFloor = rec.Target, rec.Target
	return now, o.Write(rec, old(v, engine.ByDeadline+"barrier", "", free))
}

// DestroyOld destroys the material of a version whose revocation is durable, so
// that even a late repetition does no harm: REVOKED → DESTROYED. Nodes have the
// length of a seal lease to say that they have erased it; who has not said so by
// then is named.
func DestroyOld(o *Owner, version uint32) (Pause, error) {
	silent, err := o.unconfirmed(version)
	if err != nil {
		return now, err
	}
	left := o.rec.Version(version).Since + o.env.Policy.SealLease - o.Time()
	if len(silent) > 0 && left > 0 {
		return Pause{For: min(left, o.env.Policy.OwnerLease/3)}, nil // asked now and then: nothing waits for it
	}
	if done, err := o.destroy(o.rec.Version(version).Op, version); err != nil || !done {
		return now, err
	}
	rec := o.rec.clone()
	v := rec.Version(version)
	v.State, v.Since = Destroyed, o.Time()
	note := ""
	if len(silent) > 0 {
		note = "erasure not confirmed by " + strings.Join(silent[:min(len(silent), 8)], ", ")
		if !o.escalate(version, silent, note) {
			return Pause{For: o.env.Backoff(o.failures)}, nil
		}
	}
	c := old(v, engine.ByDeadline+"revoked", note, nil)
	o.leave(v, &c)
	return now, o.Write(rec, c)
}

// escalate tells the pager of nodes that may still have what is destroyed, and says
// whether to go on. A pager that does not answer is asked as often as policy tries a
// step; after that the audit alone has it. One that has answered is not told again when
// the write that was to follow has failed.
func (o *Owner) escalate(version uint32, silent []string, note string) bool {
	a := notice(o.key, engine.Halt{Reason: note, Class: engine.Recoverable, Playbook: eraseByHand, DecryptionValid: true, ManualWorkSafe: true})
	a.Version, a.Nodes = version, silent
	told := o.pageOnce(fmt.Sprintf("v%d: %s", version, note), a)
	o.failures++
	return told || o.failures >= o.env.Policy.Attempts
}

// eraseByHand is the playbook for a node that may still have destroyed material
// on its disk. Nothing is halted by it.
const eraseByHand = "erase-by-hand"

// old describes a transition of one old version, made on some conditions.
func old(v *Version, cause, note string, on []engine.Compare) Change {
	return Change{Transition: fmt.Sprintf("v%d %s", v.N, v.State.word()), Cause: cause, Note: note, If: on}
}

// Holds reads whether a version is held. Where it is not, that is a condition of the
// transaction that retires or revokes it: not merely read before it.
func Holds(o *Owner, version uint32) (free []engine.Compare, held bool, err error) {
	f, mod, err := readHold(o.env.Store, o.key, version)
	if err != nil {
		return nil, false, err
	}
	return []engine.Compare{{Key: HoldKey(o.key, version), Mod: mod}}, f.Held, nil
}

// unconfirmed are the nodes that once served the key and have not said that a
// version is gone from their disk.
func (o *Owner) unconfirmed(version uint32) (silent []string, err error) {
	res, err := o.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Prefix(nodePrefix(o.key))}})
	if err != nil {
		return nil, err
	}
	for _, kv := range res.Reads[0] {
		if !hasErased(kv.Value, version) {
			silent = append(silent, strings.TrimPrefix(kv.Key, nodePrefix(o.key)))
		}
	}
	return silent, nil
}

package reference

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"pawl/engine"
	"pawl/engine/keyring"
)

// errWrongMaterial: the material does not have the fingerprint that the record names.
var errWrongMaterial = errors.New("material does not match the record's fingerprint")

// errTurnedDown: the key service has just said that it will never give the material.
var errTurnedDown = errors.New("material was turned down for good")

// load makes sure that the node holds, durably, the material for all that a stamp
// would open, each of the fingerprint in the record.
func load(r *Ring, rights Rights) error {
	for _, n := range rights.Opens {
		v := r.rec.Version(n)
		if v == nil {
			return errMoved
		}
		if r.holds(n) {
			continue
		}
		if err := r.obtain(n, v.Print); err != nil {
			return err
		}
	}
	return nil
}

func (r *Ring) prints(opens []uint32) []string {
	prints := make([]string, len(opens))
	for i, n := range opens {
		prints[i] = r.held.Print(n)
	}
	return prints
}

// fits compares fingerprints: a disk may be another one than it was, or an older one.
func fits(found, print string) bool { return found == print }

// obtain takes material from the disk if it is the right one, else from the key
// service, and then makes it durable before it counts as held.
func (r *Ring) obtain(n uint32, print string) error {
	env := &r.a.env
	name := r.file(n)
	data, found, err := env.Disk.Read(name)
	if err != nil {
		return err
	}
	if found {
		if m, err := keyring.NewMaterial(r.key, n, data); err == nil && r.a.steps.Fits(m.Print, print) {
			return r.keepSafe(m)
		}
	}
	got, err := r.fetch(n)
	if err != nil {
		return err
	}
	m, err := keyring.NewMaterial(r.key, n, got.Secret[:])
	if err != nil {
		return err
	}
	if m.Print != print {
		return errWrongMaterial
	}
	r.unsynced = true
	if err := env.Disk.Write(name, got.Secret[:]); err != nil {
		return err
	}
	return r.keepSafe(m)
}

// fetch asks the key service for material. What that has turned down for good it is asked
// for no more than policy's attempts in one seal lease: the record may yet give the version
// up, and who says never may be wrong, but nobody is asked without end.
func (r *Ring) fetch(n uint32) (engine.Material, error) {
	env := &r.a.env
	now := env.Clock.Now()
	if r.turnedDown == n && now < r.turnedDownAt+env.Policy.SealLease/time.Duration(env.Policy.Attempts) {
		return engine.Material{}, errTurnedDown
	}
	got, err := env.Keys.Fetch(r.key, n)
	switch {
	case errors.Is(err, engine.ErrRejected) || errors.Is(err, engine.ErrEnded):
		if r.turnedDown != n {
			r.refusals = 0
		}
		r.turnedDown, r.turnedDownAt = n, now
		r.refusals++
		r.tellMissed(n, err)
	case err == nil:
		r.turnedDown = 0
	}
	return got, err
}

// tellMissed tells the pager once of a version in use that the key service has said as often
// as policy tries anything that it will never give, and not since it ends: somebody may have
// destroyed it there. What a rotation brings is given up by its deadline.
func (r *Ring) tellMissed(n uint32, why error) {
	env := &r.a.env
	v := r.rec.Version(n)
	if r.missed == n || r.refusals < env.Policy.Attempts || v == nil || v.State != Active && v.State != Deprecated || errors.Is(why, engine.ErrEnded) {
		return
	}
	if env.Pager.Page(notice(r.key, engine.Halt{
		Reason: fmt.Sprintf("the key service does not give version %d, which is in use: %s serves nothing of the key", n, env.Name), Class: engine.NonRecoverable,
		Playbook: "material-refused", DecryptionValid: true})) == nil {
		r.missed = n
	}
}

// keepSafe counts material as held once all that was written is durable.
func (r *Ring) keepSafe(m keyring.Material) error {
	if err := r.sync(); err != nil {
		return err
	}
	r.held.Hold(m)
	return nil
}

// sync makes durable what was written since it last succeeded.
func (r *Ring) sync() error {
	if !r.unsynced {
		return nil
	}
	if err := r.a.env.Disk.Sync(); err != nil {
		return err
	}
	r.unsynced = false
	return nil
}

// forget erases what no stamp will open again, from memory and from the disk; a
// disk may have it from an earlier start. Once that is durable, the next grant
// says so.
func forget(r *Ring) error {
	kept := r.erased[:0]
	for _, n := range r.erased { // of what the record has forgotten too, nobody asks any more
		if r.rec.Version(n) != nil {
			kept = append(kept, n)
		}
	}
	r.erased = kept
	var gone []uint32
	for i := range r.rec.Versions {
		v := &r.rec.Versions[i]
		if v.State < Revoked || slices.Contains(r.erased, v.N) || slices.Contains(r.mayOpen, v.N) {
			continue
		}
		r.unsynced = true
		if err := r.a.env.Disk.Remove(r.file(v.N)); err != nil {
			return err
		}
		r.held.Remove(v.N)
		gone = append(gone, v.N)
	}
	if err := r.sync(); err != nil {
		return err
	}
	r.erased = append(r.erased, gone...)
	r.unsaid = r.unsaid || len(gone) > 0
	return nil
}

func (r *Ring) file(n uint32) string {
	return r.key + "/" + strconv.FormatUint(uint64(n), 10)
}

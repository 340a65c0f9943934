package reference

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"time"

	"pawl/engine"
)

// vault is the key service: idempotent by operation id, with tombstones, and deaf to
// whoever has a fence below one that it has seen.
type vault struct {
	fence uint64
	made  map[string]*engine.Made // by operation id
	other map[uint32]bool         // versions of which it hands out other material
}

func newVault() *vault {
	return &vault{made: map[string]*engine.Made{}, other: map[uint32]bool{}}
}

func secretOf(op string) [32]byte { return sha256.Sum256([]byte("secret of " + op)) }

// otherSecret is material that no operation has made.
func otherSecret() [32]byte { return sha256.Sum256([]byte("other")) }

func (v *vault) heard(fence uint64) error {
	if fence < v.fence {
		return engine.ErrStaleFence
	}
	v.fence = fence
	return nil
}

func (v *vault) create(r engine.Create, wall time.Duration) (engine.Made, error) {
	if err := v.heard(r.Fence); err != nil {
		return engine.Made{}, err
	}
	if v.made[r.Op] == nil {
		secret := secretOf(r.Op)
		v.made[r.Op] = &engine.Made{Key: r.Key, Version: r.Version, Print: engine.Fingerprint(secret[:])}
		if r.Life != 0 {
			v.made[r.Op].End = wall + r.Life
		}
	}
	return *v.made[r.Op], nil
}

func (v *vault) lookup(r engine.Lookup) engine.Found {
	if m := v.made[r.Op]; m != nil {
		return engine.Found{Made: *m, Found: true}
	}
	return engine.Found{}
}

func (v *vault) destroy(r engine.Destroy) error {
	if err := v.heard(r.Fence); err != nil {
		return err
	}
	if v.made[r.Op] == nil {
		v.made[r.Op] = &engine.Made{Key: r.Key, Version: r.Version}
	}
	v.made[r.Op].Destroyed = true
	return nil
}

func (v *vault) fetch(r engine.Fetch, wall time.Duration) (engine.Material, error) {
	for _, op := range slices.Sorted(maps.Keys(v.made)) {
		if m := v.made[op]; m.Version == r.Version && !m.Destroyed {
			if m.End != 0 && wall >= m.End {
				return engine.Material{}, engine.ErrEnded
			}
			secret := secretOf(op)
			if v.other[r.Version] {
				secret = otherSecret()
			}
			return engine.Material{Secret: secret, Print: engine.Fingerprint(secret[:])}, nil
		}
	}
	return engine.Material{}, engine.ErrRejected
}

// material is a fingerprint in words: of which version it is.
func (v *vault) material(print string) string {
	for _, m := range v.made {
		if m.Print == print && print != "" {
			return fmt.Sprintf("m%d", m.Version)
		}
	}
	if other := otherSecret(); print == engine.Fingerprint(other[:]) {
		return "other"
	}
	return "none"
}

// disk is a node's disk: what is on it, and what of that outlives a crash.
type disk struct{ now, durable map[string]string }

func newDisk() *disk { return &disk{map[string]string{}, map[string]string{}} }

func (d *disk) sync()  { d.durable = maps.Clone(d.now) }
func (d *disk) crash() { d.now = maps.Clone(d.durable) }

func (d *disk) read(r engine.Read) engine.File {
	data, found := d.now[r.Name]
	return engine.File{Data: []byte(data), Found: found}
}

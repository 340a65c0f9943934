package engine

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"errors"
	"slices"
	"strconv"
)

// material is one version's secret, ready for use.
type material struct {
	n     uint32
	print string
	aead  cipher.AEAD
}

// errWrongMaterial: the material does not have the fingerprint that the record names.
var errWrongMaterial = errors.New("material does not match the record's fingerprint")

// load makes sure that the node holds, durably, the material for all that a stamp
// would open, each of the fingerprint in the record.
func (r *ring) load(rights Rights) error {
	for _, n := range rights.Opens {
		v := r.rec.version(n)
		if v == nil {
			return errMoved
		}
		if m := r.material(n); m != nil && m.print == v.Print {
			continue
		}
		if err := r.obtain(n, v.Print); err != nil {
			return err
		}
	}
	return nil
}

// material finds what is loaded of a version.
func (r *ring) material(n uint32) *material {
	for i := range r.held {
		if r.held[i].n == n {
			return &r.held[i]
		}
	}
	return nil
}

func (r *ring) prints(opens []uint32) []string {
	prints := make([]string, len(opens))
	for i, n := range opens {
		prints[i] = r.material(n).print
	}
	return prints
}

// obtain takes material from the disk if it is the right one, else from the key
// service, and then makes it durable before it counts as held.
func (r *ring) obtain(n uint32, print string) error {
	env := &r.a.env
	name := r.file(n)
	data, found, err := env.Disk.Read(name)
	if err != nil {
		return err
	}
	if found {
		if m, err := newMaterial(n, data); err == nil && m.print == print {
			r.hold(m)
			return nil
		}
	}
	got, err := env.Keys.Fetch(r.key, n)
	if err != nil {
		return err
	}
	m, err := newMaterial(n, got.Secret[:])
	if err != nil {
		return err
	}
	if m.print != print {
		return errWrongMaterial
	}
	if err := env.Disk.Write(name, got.Secret[:]); err != nil {
		return err
	}
	if err := env.Disk.Sync(); err != nil {
		return err
	}
	r.hold(m)
	return nil
}

func (r *ring) hold(m material) {
	r.held = slices.DeleteFunc(r.held, func(h material) bool { return h.n == m.n })
	r.held = append(r.held, m)
}

// newMaterial makes a secret usable; its fingerprint comes from the secret itself.
func newMaterial(n uint32, secret []byte) (material, error) {
	block, err := aes.NewCipher(secret)
	if err != nil {
		return material{}, err
	}
	aead, err := cipher.NewGCM(block)
	return material{n: n, print: Fingerprint(sha256.Sum256(secret)), aead: aead}, err
}

// forget erases what no stamp will open again, from memory and from the disk; a
// disk may have it from an earlier start.
func (r *ring) forget() error {
	before := len(r.erased)
	for i := range r.rec.Versions {
		v := &r.rec.Versions[i]
		if v.State < Revoked || slices.Contains(r.erased, v.N) || slices.Contains(r.opens, v.N) {
			continue
		}
		if err := r.a.env.Disk.Remove(r.file(v.N)); err != nil {
			return err
		}
		r.held = slices.DeleteFunc(r.held, func(h material) bool { return h.n == v.N })
		r.erased = append(r.erased, v.N)
	}
	if len(r.erased) > before {
		return r.a.env.Disk.Sync()
	}
	return nil
}

func (r *ring) file(n uint32) string {
	return r.key + "/" + strconv.FormatUint(uint64(n), 10)
}

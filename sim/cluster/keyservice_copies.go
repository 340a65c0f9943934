package cluster

import (
	"time"

	"pawl/sim/deploy/keymaker"
)

// A keysCopy is what the key service kept at some time.
type keysCopy struct {
	at   time.Duration
	kept *keymaker.Keymaker
}

// KeepCopies has copies be kept of what the key service keeps, from now on.
func (c *cluster) KeepCopies() { c.keys.copies = []keysCopy{{c.w.Now(), c.keys.Copy()}} }

// Forget ends the key service, and puts what it keeps back to what it was some time ago.
// What it makes from then on is other material than what it made before.
func (c *cluster) Forget(ago time.Duration) (start func()) {
	k := c.keys
	if !k.m.up {
		return nil
	}
	k.m.crashes()
	to, made := c.w.Now()-ago, k.Turns
	for i := range k.copies {
		if k.copies[i].at <= to || i == 0 {
			k.Keymaker = k.copies[i].kept.Copy()
		}
	}
	k.Turns = made
	return func() { c.Restart(k.m.name) }
}

// noted keeps a copy of what has changed, where copies are kept.
func (k *keyPlace) noted() {
	if k.copies != nil {
		k.copies = append(k.copies, keysCopy{k.m.c.w.Now(), k.Copy()})
	}
}

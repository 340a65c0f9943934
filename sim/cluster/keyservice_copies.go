package cluster

import (
	"maps"
	"time"
)

// A keysCopy is what the key service kept at some time.
type keysCopy struct {
	at   time.Duration
	kept *keyService
}

// KeepCopies has copies be kept of what the key service keeps, from now on.
func (c *cluster) KeepCopies() { c.keys.copies = []keysCopy{{c.w.Now(), c.keys.copy()}} }

// Forget ends the key service, and puts what it keeps back to what it was some time ago.
// What it makes from then on is other material than what it made before.
func (c *cluster) Forget(ago time.Duration) (start func()) {
	k := c.keys
	if !k.m.up {
		return nil
	}
	k.m.crashes()
	to, made := c.w.Now()-ago, k.turns
	for i := range k.copies {
		if k.copies[i].at <= to || i == 0 {
			k.keyService = k.copies[i].kept.copy()
		}
	}
	k.turns = made
	return func() { c.Restart(k.m.name) }
}

// noted keeps a copy of what has changed, where copies are kept.
func (k *keyPlace) noted() {
	if k.copies != nil {
		k.copies = append(k.copies, keysCopy{k.m.c.w.Now(), k.copy()})
	}
}

// copy is what the key service keeps, apart from it.
func (k *keyService) copy() *keyService {
	c := newKeyService(k.seed)
	c.turns = k.turns
	for _, m := range k.made {
		c.made = append(c.made, c.take(m))
	}
	for _, m := range k.never {
		c.never = append(c.never, c.take(m))
	}
	maps.Copy(c.fences, k.fences)
	return c
}

// take is a making of another key service, apart from it.
func (k *keyService) take(m *making) *making {
	n := *m
	k.ops[n.op] = &n
	return &n
}

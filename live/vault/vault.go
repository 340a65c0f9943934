package vault

import (
	"crypto/rand"
	"slices"
	"sync"
	"time"

	"pawl/engine"
	"pawl/sim/deploy/keymaker"
)

// Vault is a keymaker that several ask, with a time of day and material that nobody can guess.
type Vault struct {
	wall func() time.Duration

	mu     sync.Mutex
	keys   *keymaker.Keymaker
	copies []keysCopy // nil: none are kept
}

// A keysCopy is what was kept at some time.
type keysCopy struct {
	at   time.Time
	kept *keymaker.Keymaker
}

// New is an empty one, with a time of day.
func New(wall func() time.Duration) *Vault { return &Vault{wall: wall, keys: keymaker.New(random)} }

func random(int) (secret [32]byte) {
	rand.Read(secret[:]) // does not fail
	return secret
}

// Done is what came of a request.
type Done struct {
	Made   engine.Made     // of a create, and of a lookup that found something
	Found  bool            // of a lookup
	Fetch  engine.Material // of a fetch
	New    bool            // it has changed something
	Secret []byte          // what was made just now, for whoever watches
	Ops    []string        // of Lose
}

// Lose destroys all material of a version, whoever asks for that.
type Lose struct {
	Key     string
	Version uint32
}

// Verb is no engine's.
func (Lose) Verb() engine.Verb { return "lose" }

// Do does one request.
func (v *Vault) Do(r engine.Request) (d Done, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	defer func() {
		if v.copies != nil && (d.New || len(d.Ops) > 0) {
			v.copied()
		}
	}()
	switch q := r.(type) {
	case engine.Create:
		if d.Made, d.New, err = v.keys.Create(q, v.end(q.Life)); d.New {
			d.Secret = slices.Clone(v.keys.Secret(q.Op))
		}
	case engine.Lookup:
		d.Made, d.Found = v.keys.Lookup(q.Op)
	case engine.Destroy:
		d.New, err = v.keys.Destroy(q.Op, q.Key, q.Version, q.Fence)
	case engine.Fetch:
		d.Fetch, err = v.keys.Fetch(q.Key, q.Version, v.wall)
	case Lose:
		d.Ops = v.keys.Lose(q.Key, q.Version)
	}
	return d, err
}

// KeepCopies has copies be kept of what there is, from now on.
func (v *Vault) KeepCopies() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.copied()
}

func (v *Vault) copied() { v.copies = append(v.copies, keysCopy{time.Now(), v.keys.Copy()}) }

// Forget puts what is kept back to what it was some time ago, or to the first copy.
func (v *Vault) Forget(ago time.Duration) {
	v.mu.Lock()
	defer v.mu.Unlock()
	to := time.Now().Add(-ago)
	for i, c := range v.copies {
		if i == 0 || !c.at.After(to) {
			v.keys = c.kept.Copy()
		}
	}
}

// end is when what is made now ends, with so long a life.
func (v *Vault) end(life time.Duration) time.Duration {
	if life == 0 {
		return 0
	}
	return v.wall() + life
}

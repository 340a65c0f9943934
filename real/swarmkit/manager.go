package main

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/moby/swarmkit/v2/api"
	"github.com/moby/swarmkit/v2/manager/keymanager"
	"github.com/moby/swarmkit/v2/manager/state/store"

	"pawl/engine"
	"pawl/real/swarmkit/network"
	"pawl/sim/foreign"
)

// Subsystems, as keys, and in the order in which their keys are allocated.
const (
	gossip = "gossip"
	ipsec  = "ipsec"
)

// subsystemOf is what swarmkit calls a key's subsystem.
func subsystemOf(key string) string { return "networking:" + key }

const (
	keyLength    = 32               // of the key service's material; 16 by default
	elected      = time.Second      // between two looks of a manager that would lead
	restartAfter = 10 * time.Second // a daemon that has died
)

// manager is one start of a manager: a candidate, and at times the leader, whose key manager runs.
type manager struct {
	foreign.Unasked // nobody asks for a rotation of these keys
	env             *engine.Env
	bits            *drawn
	made            int  // keys it has had made
	termless        bool // see raft
}

// Run is the manager's life. One key manager has the keys of both subsystems.
func (m *manager) Run(key string) {
	if key != gossip {
		return
	}
	for {
		lease, term, ok := m.stand()
		if !ok {
			m.env.Clock.Sleep(elected)
			continue
		}
		if !m.lead(lease, term) {
			m.env.Clock.Sleep(restartAfter) // and its lease is left to end
			continue
		}
		_ = m.env.Store.Revoke(lease)
	}
}

// stand waits until nobody leads, and stands for election.
func (m *manager) stand() (lease engine.Lease, term int64, ok bool) {
	seen, err := m.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get(leaderAt)}})
	if err == nil && len(seen.Reads[0]) > 0 {
		if _, err = m.env.Store.Await(leaderAt, seen.Revision, m.env.Policy.OwnerLease); err == nil {
			return 0, 0, false
		}
	} else if err == nil {
		if lease, err = m.env.Store.Grant(m.env.Policy.OwnerLease); err == nil {
			r, err := m.env.Store.Txn(engine.Txn{If: []engine.Compare{{Key: leaderAt}}, Then: []engine.Op{engine.Put(leaderAt, []byte(m.env.Self()), lease)}})
			return lease, r.Revision, err == nil && r.Held
		}
	}
	m.env.Clock.Sleep(m.env.Policy.OwnerLease / 20)
	return 0, 0, false
}

// lead is one term: it restores the memory store from the log, has the key manager begin and
// rotate when its ticker would, and ends when the leadership is lost. False: the daemon has died
// of a panic of the key manager's.
func (m *manager) lead(lease engine.Lease, term int64) (alive bool) {
	deadline := m.env.Clock.Now() + m.env.Policy.Usable(m.env.Policy.OwnerLease)
	log := &raft{env: m.env, term: term, index: term, termless: m.termless}
	c, _, err := committed(m.env)
	if err != nil {
		return true
	}
	memory := store.NewMemoryStore(log)
	defer memory.Close()
	if c != nil {
		if err := restore(memory, c); err != nil {
			return true
		}
	} else {
		log.did = "stage"
		_ = memory.Update(func(tx store.Tx) error { return store.CreateCluster(tx, fresh()) }) // manager.go looks at no error either
	}
	config := keymanager.DefaultConfig()
	config.Keylen = keyLength
	k := m.begin(memory, log, config, c)
	if k == nil {
		return false
	}
	tick := m.env.Clock.Now() + config.RotationInterval
	for !log.lost {
		m.env.Clock.Sleep(max(0, min(tick-m.env.Clock.Now(), m.env.Policy.OwnerLease/4)))
		if m.env.Clock.Now() >= tick {
			for tick <= m.env.Clock.Now() { // a ticker drops what nobody takes
				tick += config.RotationInterval
			}
			if k = m.rotate(memory, log, config, k); k == nil {
				return false
			}
			continue
		}
		sent := m.env.Clock.Now()
		switch err := m.env.Store.KeepAlive(lease); {
		case err == nil:
			deadline = sent + m.env.Policy.Usable(m.env.Policy.OwnerLease)
		case errors.Is(err, engine.ErrLeaseGone), m.env.Clock.Now() >= deadline:
			return true
		}
	}
	return true
}

// begin makes a key manager and has it begin, with keys for all subsystems in case it makes some.
func (m *manager) begin(memory *store.MemoryStore, log *raft, config *keymanager.Config, c *api.Cluster) (k *keymanager.KeyManager) {
	foreign.Drawing(m.bits, func() { k = keymanager.New(memory, config) })
	m.bits.keys = nil // of what a key manager before this one did not draw
	if c == nil || len(c.NetworkBootstrapKeys) == 0 {
		at, _ := remembered(k)
		for _, s := range []string{gossip, ipsec} {
			for range network.PerSubsystem {
				at++
				m.make(s, at)
			}
		}
	}
	log.did = "publish"
	if m.died(func() { begin(k) }) {
		return nil
	}
	return k
}

// rotate has the key manager rotate, once. It walks a map of its subsystems, whose order is the
// runtime's and can be set by no seed: when it comes out as another than that in which the keys
// were made, all is put back before anything has been proposed, and it rotates again.
func (m *manager) rotate(memory *store.MemoryStore, log *raft, config *keymanager.Config, k *keymanager.KeyManager) *keymanager.KeyManager {
	at, ring := remembered(k)
	var now *api.Cluster
	memory.View(func(tx store.ReadTx) {
		if all, err := store.FindClusters(tx, store.ByName(config.ClusterName)); err == nil && len(all) > 0 {
			now = all[0]
		}
	})
	m.bits.keys = nil
	if len(ring) > 0 {
		m.make(gossip, at+1)
		m.make(ipsec, at+2)
	}
	before := *m.bits
	log.did, log.suits = "commit", inOrder
	defer func() { log.suits = nil }()
	for {
		var err error
		*m.bits = before // how often it is tried leaves no trace
		if m.died(func() { err = rotateKey(k, silent()) }) {
			return nil
		}
		if !errors.Is(err, errOrder) {
			return k // Run looks at no error either
		}
		had := now.Copy()
		had.EncryptionKeyLamportClock, had.NetworkBootstrapKeys = at, ring
		if restore(memory, had) != nil {
			return nil
		}
		foreign.Drawing(m.bits, func() { k = keymanager.New(memory, config) })
		begin(k)
		if restore(memory, now) != nil {
			return nil
		}
	}
}

// inOrder says that subsystems come in the order in which their keys are made.
func inOrder(c *api.Cluster) bool {
	keys := c.NetworkBootstrapKeys
	n := len(keys)
	return keys[0].Subsystem == subsystemOf(gossip) && keys[n-1].Subsystem == subsystemOf(ipsec) && keys[n-1].LamportTime == c.EncryptionKeyLamportClock
}

// make has the key service make what the key manager will draw as its next key. In swarmkit
// nobody is asked for it and nothing can fail: so whatever fails here is tried again.
func (m *manager) make(key string, version uint64) {
	for {
		m.made++
		op := fmt.Sprintf("%s/%s/%d/%d", key, m.env.Self(), version, m.made)
		if made, err := m.create(engine.Create{Op: op, Key: key, Version: uint32(version)}); err == nil {
			m.bits.keys = append(m.bits.keys, made)
			return
		}
	}
}

// create asks until it is answered; an error: somebody else has had the same version made.
func (m *manager) create(c engine.Create) ([]byte, error) {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		made, err := m.env.Keys.Create(c)
		if err == nil {
			if got, err := m.env.Keys.Fetch(c.Key, c.Version); err == nil {
				if got.Print != made.Print {
					return nil, errNoKey
				}
				return got.Secret[:], nil
			}
		}
		m.env.Clock.Sleep(wait)
	}
}

// died runs what is swarmkit's, and says that it has panicked: the daemon would be gone.
func (m *manager) died(f func()) (died bool) {
	defer func() {
		r := recover()
		_, runtimes := r.(runtime.Error)
		err, is := r.(error)
		if died = runtimes || is && err.Error() == "no key in the cluster config"; !died && r != nil {
			panic(r)
		}
	}()
	foreign.Drawing(m.bits, f)
	return false
}

// fresh is the cluster object as a new swarm has it.
func fresh() *api.Cluster {
	return &api.Cluster{ID: clusterAt, Spec: api.ClusterSpec{Annotations: api.Annotations{Name: store.DefaultClusterName}}}
}

func restore(memory *store.MemoryStore, c *api.Cluster) error {
	return memory.Restore(&api.StoreSnapshot{Clusters: []*api.Cluster{c}})
}

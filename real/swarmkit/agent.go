package main

import (
	"slices"
	"time"

	"github.com/moby/swarmkit/v2/api"

	"pawl/engine"
	"pawl/real/swarmkit/network"
	"pawl/sim/foreign"
)

// agent is a node: its session with the dispatcher, and its gossip.
type agent struct {
	foreign.Unstamped
	env   *engine.Env
	keys  []*api.EncryptionKey // of the last message that had a new one
	net   network.Network
	rings *foreign.Rings
}

// How long a session waits for a message, and before it is opened again.
const (
	quiet   = 2 * time.Hour
	reopens = time.Minute
)

// Run is the agent's session: the dispatcher tells of the cluster's keys as they are, and whenever
// they change. One session has the keys of both subsystems.
func (a *agent) Run(key string) {
	if key != gossip {
		return
	}
	for {
		c, revision, err := committed(a.env)
		for err == nil {
			if c != nil {
				a.message(c.NetworkBootstrapKeys)
			}
			if _, err = a.env.Store.Await(clusterAt, revision, quiet); err == nil {
				c, revision, err = committed(a.env)
			}
		}
		a.env.Clock.Sleep(reopens)
	}
}

// message is what an agent does with the keys of a message (agent/agent.go, handleSessionMessage):
// it tells new ones by their lamport times only.
func (a *agent) message(keys []*api.EncryptionKey) {
	for _, key := range keys {
		if !network.Has(a.keys, key.LamportTime) {
			a.keys = keys
			a.net.Take(keys)
		}
	}
}

// Seal seals under the primary key.
func (a *agent) Seal(key string, plaintext []byte) (engine.Sealed, error) {
	by := a.net.Primary(subsystemOf(key))
	if by == nil {
		return engine.Sealed{}, engine.ErrNotServing
	}
	all, secret := versions([]*api.EncryptionKey{by})
	return a.rings.Seal(key, all[0], secret, plaintext)
}

// Open opens with any key of the ring; an agent that has been told of none does not answer.
func (a *agent) Open(key string, text engine.Sealed) ([]byte, error) {
	keys := a.net.Opens(subsystemOf(key))
	if len(keys) == 0 {
		return nil, engine.ErrNotServing
	}
	all, secret := versions(keys)
	return a.rings.Open(key, all, secret, text)
}

// versions are keys as versions, by their lamport times.
func versions(keys []*api.EncryptionKey) (all []engine.Announced, secret func(uint32) ([]byte, error)) {
	for _, k := range keys {
		all = append(all, engine.Announced{Version: uint32(k.LamportTime), Print: engine.Fingerprint(k.Key)})
	}
	return all, func(version uint32) ([]byte, error) {
		return keys[slices.IndexFunc(all, func(a engine.Announced) bool { return a.Version == version })].Key, nil
	}
}

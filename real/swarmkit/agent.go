package main

import (
	"time"

	"github.com/moby/swarmkit/v2/api"

	"pawl/engine"
	"pawl/engine/keyring"
)

// network is what an agent hands its keys to, and what seals and opens with them.
type network interface {
	take(keys []*api.EncryptionKey)
	primary(subsystem string) *api.EncryptionKey // nil: none
	opens(subsystem string) []*api.EncryptionKey
}

// agent is a node: its session with the dispatcher, and its network.
type agent struct {
	env   *engine.Env
	keys  []*api.EncryptionKey // of the last message that had a new one
	net   network
	rings map[string]*keyring.Keyring // by key; looked up only
}

func newAgent(env *engine.Env, net network) *agent {
	a := &agent{env: env, net: net, rings: map[string]*keyring.Keyring{}}
	for _, key := range []string{gossip, ipsec} {
		a.rings[key] = keyring.NewOf(key, env.Self())
	}
	return a
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
		if !has(a.keys, key.LamportTime) {
			a.keys = keys
			a.net.take(keys)
		}
	}
}

func has(keys []*api.EncryptionKey, at uint64) bool {
	for _, k := range keys {
		if k.LamportTime == at {
			return true
		}
	}
	return false
}

// Seal seals under the primary key.
func (a *agent) Seal(key string, plaintext []byte) (engine.Sealed, error) {
	by := a.net.primary(subsystemOf(key))
	if by == nil {
		return engine.Sealed{}, engine.ErrNotServing
	}
	return a.hold(key, by).Seal(uint32(by.LamportTime), plaintext)
}

// Open opens with any key of the ring; an agent that has been told of none does not answer.
func (a *agent) Open(key string, text engine.Sealed) ([]byte, error) {
	all := a.net.opens(subsystemOf(key))
	if len(all) == 0 {
		return nil, engine.ErrNotServing
	}
	for _, k := range all {
		if uint32(k.LamportTime) == text.Version {
			return a.hold(key, k).Open(text)
		}
	}
	return nil, engine.ErrUnknownVersion
}

// hold has a ring with a key in it.
func (a *agent) hold(key string, k *api.EncryptionKey) *keyring.Keyring {
	r := a.rings[key]
	if version := uint32(k.LamportTime); r.Print(version) != engine.Fingerprint(k.Key) {
		_ = r.Install(version, k.Key) // of a length that it takes
	}
	return r
}

func (a *agent) Push(engine.Command) error { return engine.ErrRejected }
func (a *agent) Rev(string) uint64         { return 0 }

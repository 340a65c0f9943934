package wrong

import (
	"encoding/binary"
	"hash/fnv"
	"strconv"
	"time"

	"pawl/engine"
	"pawl/engine/keyring"
	"pawl/engine/reference"
)

// repeatsNonce has a node count its nonces on its disk, and never waits for the count to
// be durable.
func repeatsNonce() engine.Engine {
	return countsNonces("repeats-nonce", func(env *engine.Env) counting { return onDisk(env, false) })
}

// trustsItsDisk has it count them durably, and go on from the count that it finds.
func trustsItsDisk() engine.Engine {
	return countsNonces("trusts-its-disk", func(env *engine.Env) counting { return onDisk(env, true) })
}

// noncesOfTheDay has a node make its nonces of the time of day, which it takes never to come again.
func noncesOfTheDay() engine.Engine { return countsNonces("nonces-of-the-day", byTheSecond) }

// counting tells the next number of a node's seals under a key; not ok: there is none now.
type counting func(key string) (n uint64, ok bool)

func countsNonces(name string, counts func(*engine.Env) counting) engine.Engine {
	return reference.Variant{Name: name, Node: func(env *engine.Env, s *reference.NodeSteps) {
		c := &counter{Disk: env.Disk, node: env.Name, next: counts(env), secrets: map[string][]byte{}}
		env.Disk, env.Keys = c, fetching{env.Keys, c}
		seal := s.Seal
		s.Seal = func(a *reference.Agent, key string, plaintext []byte) (engine.Sealed, error) {
			root, counted := c.count(key)
			sealed, err := seal(a, key, plaintext)
			secret, held := c.secrets[place(key, sealed.Version)]
			if err != nil || !counted || !held {
				return sealed, err
			}
			ring := keyring.New(key, root)
			if err := ring.Install(sealed.Version, secret); err != nil {
				return engine.Sealed{}, err
			}
			again, err := ring.Seal(sealed.Version, plaintext)
			again.Rev = sealed.Rev
			return again, err
		}
	}}.Engine()
}

// counter sees the material that a node takes from its disk and from the key service.
type counter struct {
	engine.Disk
	node    string
	next    counting
	secrets map[string][]byte // by file; looked up only
}

// place is the file in which a node keeps a version.
func place(key string, version uint32) string {
	return key + "/" + strconv.FormatUint(uint64(version), 10)
}

// count counts a seal, and makes the root of its nonce of the count.
func (c *counter) count(key string) (root uint64, ok bool) {
	n, ok := c.next(key)
	h := fnv.New64a()
	_, _ = h.Write([]byte(c.node)) // a hash does not fail
	return h.Sum64() + n, ok
}

// onDisk goes on from the count that is found on the disk.
func onDisk(env *engine.Env, durably bool) counting {
	disk := env.Disk
	return func(key string) (uint64, bool) {
		file := key + "/seals"
		data, found, err := disk.Read(file)
		if err != nil {
			return 0, false
		}
		n := uint64(1)
		if found && len(data) == 8 {
			n += binary.BigEndian.Uint64(data)
		}
		if disk.Write(file, binary.BigEndian.AppendUint64(nil, n)) != nil || durably && disk.Sync() != nil {
			return 0, false
		}
		return n, true
	}
}

// byTheSecond counts within each second of the wall clock.
func byTheSecond(env *engine.Env) counting {
	const most = 1 << 16 // seals in a second
	clock, second, n := env.Clock, uint64(0), uint64(0)
	return func(string) (uint64, bool) {
		if now := uint64(clock.Wall() / time.Second); now != second {
			second, n = now, 0
		}
		n++
		return second*most + n, n < most
	}
}

func (c *counter) Read(name string) ([]byte, bool, error) {
	data, found, err := c.Disk.Read(name)
	if err == nil && found {
		c.secrets[name] = data
	}
	return data, found, err
}

// fetching lets a counter see what the node fetches.
type fetching struct {
	engine.KeyService
	c *counter
}

func (k fetching) Fetch(key string, version uint32) (engine.Material, error) {
	m, err := k.KeyService.Fetch(key, version)
	if err == nil {
		k.c.secrets[place(key, version)] = m.Secret[:]
	}
	return m, err
}

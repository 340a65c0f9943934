package wrong

import (
	"encoding/json"
	"errors"

	"pawl/engine"
	"pawl/engine/keyring"
	"pawl/engine/reference"
)

// rejoinServesOld has a node open, from its start to its first stamp, with what lies on its
// disk from the time before: it served that when it went, so why not when it is back.
func rejoinServesOld() engine.Engine {
	return reference.Variant{Name: "rejoin-serves-old", Node: func(env *engine.Env, s *reference.NodeSteps) {
		d := &lastServed{KeyService: env.Keys, disk: env.Disk, self: env.Self()}
		env.Keys = d
		open := s.Open
		s.Open = func(a *reference.Agent, key string, sealed engine.Sealed) ([]byte, error) {
			plaintext, err := open(a, key, sealed)
			if errors.Is(err, engine.ErrNotServing) && a.Rev(key) == 0 {
				return d.open(key, sealed)
			}
			return plaintext, err
		}
	}}.Engine()
}

// lastServed keeps what a node fetches on its disk, beside where the engine keeps it.
type lastServed struct {
	engine.KeyService
	disk engine.Disk
	self string
}

func servedFile(key string) string { return key + "/served" }

// secrets are those that were fetched of a key, by version; looked up only.
type secrets map[uint32][]byte

func (d *lastServed) Fetch(key string, version uint32) (engine.Material, error) {
	m, err := d.KeyService.Fetch(key, version)
	if err != nil {
		return m, err
	}
	all := d.load(key)
	all[version] = m.Secret[:]
	data, err := json.Marshal(all)
	if err != nil {
		return m, err
	}
	_ = d.disk.Write(servedFile(key), data) // synced with the material itself, or not there
	return m, nil
}

func (d *lastServed) load(key string) secrets {
	all := secrets{}
	if data, found, err := d.disk.Read(servedFile(key)); err == nil && found {
		_ = json.Unmarshal(data, &all) // a torn one is as good as none
	}
	return all
}

func (d *lastServed) open(key string, sealed engine.Sealed) ([]byte, error) {
	secret, found := d.load(key)[sealed.Version]
	if !found {
		return nil, engine.ErrNotServing
	}
	ring := keyring.NewOf(key, d.self)
	if err := ring.Install(sealed.Version, secret); err != nil {
		return nil, err
	}
	return ring.Open(sealed)
}

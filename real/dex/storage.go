package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/dexidp/dex/storage"

	"pawl/engine"
)

// database is dex's storage on etcd, on the store behind the door: what storage/etcd/etcd.go does
// with its client, call by call. A call that is not below is a panic, which is a finding.
type database struct {
	storage.Storage // nil

	env     *engine.Env
	numbers map[string]numbered // by key id, as far as this server has read; looked up only
}

// Places in the store.
const (
	keysAt       = "openid-connect-keys"
	connectorsAt = "connector/"
	codesAt      = "auth_code/"
	numberedAt   = "numbered/" // by key id: which version it is; not dex's
	turnAt       = "turn"      // not dex's
)

// numbered is which version a signing key is, and the material that stands for it: dex keeps
// its private keys in the storage, too.
type numbered struct {
	engine.Announced
	Secret []byte
}

var errOvertaken = errors.New("concurrent conflicting update happened")

// read is a record of dex's and all numbers, as of one revision, with what else is to be done
// in that transaction.
func (d *database) read(more ...engine.Op) (keys storage.Keys, mod, revision int64, err error) {
	r, err := d.env.Store.Txn(engine.Txn{Then: append([]engine.Op{engine.Get(keysAt), engine.Prefix(numberedAt)}, more...)})
	if err != nil {
		return keys, 0, 0, err
	}
	for _, kv := range r.Reads[1] {
		id := strings.TrimPrefix(kv.Key, numberedAt)
		if _, known := d.numbers[id]; known {
			continue
		}
		var n numbered
		if err := json.Unmarshal(kv.Value, &n); err != nil {
			return keys, 0, 0, err
		}
		d.numbers[id] = n
	}
	if len(r.Reads[0]) > 0 {
		mod = r.Reads[0][0].Mod
		err = json.Unmarshal(r.Reads[0][0].Value, &keys)
	}
	return keys, mod, r.Revision, err
}

func (d *database) GetKeys() (storage.Keys, error) {
	keys, _, _, err := d.read()
	return keys, err
}

// UpdateKeys reads, has the updater decide, and writes where nobody else has written meanwhile;
// it does not try again.
func (d *database) UpdateKeys(updater func(storage.Keys) (storage.Keys, error)) error {
	// What the read writes gives it a revision that no other has: the number.
	keys, mod, revision, err := d.read(engine.Put(turnAt, nil, 0))
	if err != nil {
		return err
	}
	updated, err := updater(keys)
	if err != nil {
		return err
	}
	id := updated.SigningKey.KeyID
	n, err := d.material(id, uint32(revision))
	if err != nil {
		return err
	}
	value, err := json.Marshal(updated)
	if err != nil {
		return err
	}
	number, err := json.Marshal(n)
	if err != nil {
		return err
	}
	r, err := d.env.Store.Txn(engine.Txn{
		If:   []engine.Compare{{Key: keysAt, Mod: mod}},
		Then: []engine.Op{engine.Put(keysAt, value, 0), engine.Put(numberedAt+id, number, 0)},
	})
	switch {
	case err != nil:
		return err
	case !r.Held:
		return fmt.Errorf("failed to update key=%q: %w", keysAt, errOvertaken)
	}
	return nil
}

// material is what the key service makes for a key of dex's.
func (d *database) material(id string, version uint32) (numbered, error) {
	if _, err := d.env.Keys.Create(engine.Create{Op: id, Key: signing, Version: version}); err != nil {
		return numbered{}, err
	}
	m, err := d.env.Keys.Fetch(signing, version)
	return numbered{engine.Announced{Version: version, Print: m.Print}, m.Secret[:]}, err
}

// secret is that of a version, of those that this server has read.
func (d *database) secret(version uint32) ([]byte, error) {
	for _, n := range d.numbers {
		if n.Version == version {
			return n.Secret, nil
		}
	}
	return nil, engine.ErrUnknownVersion
}

// ListConnectors finds none besides the static one.
func (d *database) ListConnectors() ([]storage.Connector, error) {
	_, err := d.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Prefix(connectorsAt)}})
	return nil, err
}

// GetAuthCode is asked of the store; which code it is is said by itself, since whoever has one
// has logged in, and that is not modelled.
func (d *database) GetAuthCode(code string) (storage.AuthCode, error) {
	_, err := d.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get(codesAt + code)}})
	return storage.AuthCode{
		ID: code, ClientID: client.ID, RedirectURI: client.RedirectURIs[0], ConnectorID: login.ID, Nonce: code,
		Scopes: []string{"openid"}, Claims: storage.Claims{UserID: "1"}, Expiry: nowOf(d.env)().Add(30 * time.Minute),
	}, err
}

func (d *database) DeleteAuthCode(code string) error {
	_, err := d.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Del(codesAt + code)}})
	return err
}

// The client and the connector that the servers are configured with.
var (
	client = storage.Client{ID: "app", Secret: "secret", RedirectURIs: []string{"https://app.example.test/callback"}}
	login  = storage.Connector{ID: "mock", Type: "mockCallback", Name: "mock"}
)

// configured is the storage with what is static laid over it, by dex.
func (d *database) configured() storage.Storage {
	return storage.WithStaticConnectors(storage.WithStaticClients(d, []storage.Client{client}), []storage.Connector{login})
}

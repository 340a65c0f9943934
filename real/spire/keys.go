package main

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"

	"github.com/spiffe/spire/pkg/common/x509util"
	"github.com/spiffe/spire/pkg/server/plugin/keymanager"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"pawl/engine"
	"pawl/sim/foreign"
)

// keys is a key manager that keeps its list on the server's disk, as SPIRE's disk plugin does,
// and has its keys made by the key service: each is a version, whose secret the private key is
// derived from. A key that is made under an id that there is takes its place.
type keys struct {
	env  *engine.Env
	own  bool      // those of X.509 authorities it draws itself: they are no versions, since others verify by the root
	list []*signer // by id
	high map[string]uint32
}

// signer is one key.
type signer struct {
	crypto.Signer
	numbered         // which version it is
	Slot      string // its id
	secret    [32]byte
	authority string // subject key id
}

func (s *signer) ID() string { return s.Slot }

// number is the write by which an authority of an id is this version.
func (n numbered) number(id string) engine.Op {
	value, _ := json.Marshal(n)
	return engine.Put(authorityAt+id, value, 0)
}

// Sign signs in the way of RFC 6979: a run's bytes do not depend on what its process draws.
func (s *signer) Sign(_ io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	return s.Signer.Sign(nil, digest, opts)
}

// stored is the list on the disk.
type stored struct {
	Slots map[string]uint32   // version by id
	High  map[string]uint32   // highest version by key
	Own   map[string][32]byte `json:",omitempty"` // secrets of its own by id
}

const keysFile = "keys.json"

func (k *keys) Name() string { return "pawl" }
func (k *keys) Type() string { return "KeyManager" }

// keyFor is whose version a key of an id is: "x509-CA-A" is of x509, "JWT-Signer-A" of jwt.
func (k *keys) keyFor(id string) string {
	if strings.HasPrefix(id, "x509-") {
		return keyOf(x509Kind, k.env.Pool)
	}
	return keyOf(jwtKind, k.env.Pool)
}

// load reads the list when the server starts.
func (k *keys) load() error {
	k.high = map[string]uint32{}
	data, found, err := k.env.Disk.Read(keysFile)
	if err != nil || !found {
		return err
	}
	var s stored
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("the list of keys: %w", err)
	}
	k.high = s.High
	ids := make([]string, 0, len(s.Slots))
	for id := range s.Slots {
		ids = append(ids, id)
	}
	for id := range s.Own {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		var key *signer
		if secret, is := s.Own[id]; is {
			key, err = derive(id, "", 0, engine.Material{Secret: secret})
		} else {
			key, err = k.fetch(id, k.keyFor(id), s.Slots[id])
		}
		if err != nil {
			return err
		}
		k.list = append(k.list, key)
	}
	return nil
}

func (k *keys) fetch(id, key string, version uint32) (*signer, error) {
	m, err := k.env.Keys.Fetch(key, version)
	if err != nil {
		return nil, err
	}
	return derive(id, key, version, m)
}

// derive makes the private key of a version's secret.
func derive(id, key string, version uint32, m engine.Material) (*signer, error) {
	order := new(big.Int).Sub(elliptic.P256().Params().N, big.NewInt(1))
	d := new(big.Int).Mod(new(big.Int).SetBytes(m.Secret[:]), order)
	private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d.Add(d, big.NewInt(1)).FillBytes(make([]byte, 32)))
	if err != nil {
		return nil, err
	}
	subject, err := x509util.GetSubjectKeyID(private.Public())
	if err != nil {
		return nil, err
	}
	return &signer{Signer: private, Slot: id, numbered: numbered{key, engine.Announced{Version: version, Print: m.Print}}, secret: m.Secret, authority: x509util.SubjectKeyIDToString(subject)}, nil
}

// GenerateKey makes a key in place of the one of that id. A number is used once, whether the
// key came to be or not.
func (k *keys) GenerateKey(_ context.Context, id string, _ keymanager.KeyType) (keymanager.Key, error) {
	made, err := k.generate(id)
	if err != nil {
		return nil, status.Errorf(codes.Unavailable, "unable to generate a key: %v", err)
	}
	before := slices.Clone(k.list)
	k.list = slices.DeleteFunc(k.list, func(s *signer) bool { return s.Slot == id })
	k.list = append(k.list, made)
	slices.SortFunc(k.list, func(a, b *signer) int { return strings.Compare(a.Slot, b.Slot) })
	if err := k.save(); err != nil {
		k.list = before
		return nil, status.Errorf(codes.Internal, "unable to store keys: %v", err)
	}
	return made, nil
}

func (k *keys) generate(id string) (*signer, error) {
	key := k.keyFor(id)
	if kind, _ := kindOf(key); k.own && kind == x509Kind {
		var m engine.Material
		_, _ = rand.Read(m.Secret[:])
		return derive(id, "", 0, m)
	}
	version, err := foreign.Next(k.env.Keys, key, k.high[key])
	if err != nil {
		return nil, err
	}
	if _, err := k.env.Keys.Create(engine.Create{Op: foreign.Operation(key, version), Key: key, Version: version}); err != nil {
		return nil, err
	}
	k.high[key] = version
	return k.fetch(id, key, version)
}

func (k *keys) save() error {
	s := stored{Slots: map[string]uint32{}, High: k.high, Own: map[string][32]byte{}}
	for _, key := range k.list {
		if key.Key == "" {
			s.Own[key.Slot] = key.secret
			continue
		}
		s.Slots[key.Slot] = key.Version
	}
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := k.env.Disk.Write(keysFile, data); err != nil {
		return err
	}
	return k.env.Disk.Sync()
}

func (k *keys) GetKey(_ context.Context, id string) (keymanager.Key, error) {
	for _, key := range k.list {
		if key.Slot == id {
			return key, nil
		}
	}
	return nil, status.Errorf(codes.NotFound, "key %q not found", id)
}

func (k *keys) GetKeys(context.Context) ([]keymanager.Key, error) {
	all := make([]keymanager.Key, 0, len(k.list))
	for _, key := range k.list {
		all = append(all, key)
	}
	return all, nil
}

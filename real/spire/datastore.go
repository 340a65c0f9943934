package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sirupsen/logrus"
	"github.com/spiffe/spire/pkg/common/bundleutil"
	"github.com/spiffe/spire/pkg/server/datastore"
	"github.com/spiffe/spire/proto/spire/common"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"pawl/engine"
)

// database is SPIRE's datastore on the store behind the door. What its real one does in a
// transaction of SQL is here a read and a transaction that compares what was read, which is
// made again when somebody else was quicker. Its own merging and pruning decide what is written.
type database struct {
	datastore.DataStore // nil: a call of what is not below is a panic, which is a finding

	env  *engine.Env
	keys *keys
	log  logrus.FieldLogger

	known   map[string][]engine.Announced // by key, what the bundle has; looked up only
	knownAt int64                         // the revision of that bundle
}

// Places in the store.
const (
	bundleAt      = "bundle"
	authorityAt   = "authority/" // by authority id: which version of which key it is; of a root upstream also by pool, of each
	journalsAt    = "journal/"
	lastJournalAt = "journal-id"
)

// row is one journal, as the database keeps it, and beside it what is for the judge alone: whose
// it is, and what the last write of it did to which key.
type row struct {
	ID     uint
	Active string // active_x509_authority_id
	Data   []byte
	Key    string
	Did    string
}

// numbered is which version an authority is. SPIRE gives its authorities no numbers; who makes
// them does, and writes the number in the transaction that publishes one.
type numbered struct {
	Key string
	engine.Announced
}

// failed is how a database says that a call did not succeed, if it was the store that did not answer.
func failed(err error) error {
	switch {
	case errors.Is(err, engine.ErrUnknown):
		return status.Errorf(codes.Unknown, "datastore-sql: connection reset by peer (%v)", err)
	case errors.Is(err, engine.ErrUnavailable):
		return status.Errorf(codes.Unavailable, "datastore-sql: connection refused (%v)", err)
	}
	return err
}

// bundleOf reads a bundle as it is stored; nil: there is none.
func bundleOf(value []byte) (*common.Bundle, error) {
	if value == nil {
		return nil, nil
	}
	b := new(common.Bundle)
	return b, proto.Unmarshal(value, b)
}

func (d *database) FetchBundle(context.Context, string) (*common.Bundle, error) {
	value, _, err := get(d.env, bundleAt)
	if err != nil {
		return nil, failed(err)
	}
	return bundleOf(value)
}

// changeBundle writes what edit makes of the bundle, and returns the one that there is then; nil: nothing
// has to be written.
func (d *database) changeBundle(edit func(*common.Bundle) (*common.Bundle, error), more ...engine.Op) (is *common.Bundle, err error) {
	err = change(d.env, bundleAt, func(value []byte) ([]engine.Op, error) {
		was, err := bundleOf(value)
		if err != nil {
			return nil, err
		}
		now, err := edit(was)
		if is = now; err != nil || now == nil {
			is = was
			return nil, err
		}
		if was != nil {
			now.SequenceNumber = was.SequenceNumber + 1
		}
		value, err = proto.MarshalOptions{Deterministic: true}.Marshal(now)
		return append([]engine.Op{engine.Put(bundleAt, value, 0)}, more...), err
	})
	return is, failed(err)
}

// AppendBundle publishes authorities.
func (d *database) AppendBundle(_ context.Context, b *common.Bundle) (*common.Bundle, error) {
	var numbers []engine.Op
	for _, id := range authoritiesIn(b) {
		if s := d.keys.of(id.public); s != nil {
			numbers = append(numbers, s.number(id.id))
		}
	}
	return d.changeBundle(func(was *common.Bundle) (*common.Bundle, error) {
		if was == nil {
			return proto.Clone(b).(*common.Bundle), nil
		}
		if now, changed := bundleutil.MergeBundles(was, b); changed {
			return now, nil
		}
		return nil, nil
	}, numbers...)
}

func (d *database) PruneBundle(_ context.Context, _ string, expiresBefore time.Time) (changed bool, err error) {
	_, err = d.changeBundle(func(was *common.Bundle) (now *common.Bundle, err error) {
		if was == nil {
			return nil, nil
		}
		if now, changed, err = bundleutil.PruneBundle(was, expiresBefore, d.log); !changed {
			now = nil
		}
		return now, err
	})
	return changed && err == nil, err
}

// distrust taints an authority, or revokes it, by the rules of the real datastore: once, and first
// the one and then the other.
func (d *database) distrust(id string, revoke bool) (key *common.PublicKey, err error) {
	_, err = d.changeBundle(func(was *common.Bundle) (*common.Bundle, error) {
		now, why := new(common.Bundle), status.Error(codes.NotFound, "there is no such authority")
		if was != nil {
			now = proto.Clone(was).(*common.Bundle)
		}
		drops := func(of string, tainted *bool) bool {
			switch {
			case of != id:
				return false
			case *tainted != revoke:
				why = status.Error(codes.InvalidArgument, "it is tainted already, or to be revoked and not tainted")
			default:
				*tainted, why = true, nil
			}
			return revoke && why == nil
		}
		now.RootCas = slices.DeleteFunc(now.RootCas, func(c *common.Certificate) bool { return drops(x509ID(c.DerBytes), &c.TaintedKey) })
		now.JwtSigningKeys = slices.DeleteFunc(now.JwtSigningKeys, func(k *common.PublicKey) bool {
			if k.Kid == id {
				key = k
			}
			return drops(k.Kid, &k.TaintedKey)
		})
		return now, why
	})
	return key, err
}

func (d *database) TaintX509CA(_ context.Context, _, id string) error {
	_, err := d.distrust(id, false)
	return err
}

func (d *database) RevokeX509CA(_ context.Context, _, id string) error {
	_, err := d.distrust(id, true)
	return err
}

func (d *database) TaintJWTKey(_ context.Context, _, id string) (*common.PublicKey, error) {
	return d.distrust(id, false)
}

func (d *database) RevokeJWTKey(_ context.Context, _, id string) (*common.PublicKey, error) {
	return d.distrust(id, true)
}

// SetCAJournal makes a row where the journal has no id yet, and else writes the row that there is.
func (d *database) SetCAJournal(_ context.Context, j *datastore.CAJournal) (is *datastore.CAJournal, err error) {
	at := lastJournalAt
	if j.ID != 0 {
		at = rowAt(j.ID)
	}
	err = change(d.env, at, func(value []byte) (writes []engine.Op, err error) {
		id, was := j.ID, row{}
		switch {
		case id == 0:
			_, _ = fmt.Sscan(string(value), &id)
			id++
			writes = append(writes, engine.Put(lastJournalAt, fmt.Append(nil, id), 0))
		case value == nil:
			return nil, status.Error(codes.NotFound, "datastore-sql: record not found")
		default:
			_ = json.Unmarshal(value, &was)
		}
		kind, did := written(was.Data, j.Data)
		now, err := json.Marshal(row{id, j.ActiveX509AuthorityID, j.Data, keyOf(kind, d.env.Pool), did})
		is = &datastore.CAJournal{ID: id, Data: j.Data, ActiveX509AuthorityID: j.ActiveX509AuthorityID}
		return append(writes, engine.Put(rowAt(id), now, 0)), err
	})
	if err != nil {
		return nil, failed(err)
	}
	return is, nil
}

func rowAt(id uint) string { return fmt.Sprintf("%s%06d", journalsAt, id) }

// FetchCAJournal finds the first row of an active authority; nil if there is none.
func (d *database) FetchCAJournal(_ context.Context, active string) (*datastore.CAJournal, error) {
	r, err := d.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Prefix(journalsAt)}})
	if err != nil {
		return nil, failed(err)
	}
	for _, kv := range r.Reads[0] {
		var found row
		if err := json.Unmarshal(kv.Value, &found); err != nil {
			return nil, err
		}
		if found.Active == active {
			return &datastore.CAJournal{ID: found.ID, Data: found.Data, ActiveX509AuthorityID: found.Active}, nil
		}
	}
	return nil, nil
}

// PruneCAJournals removes nothing: what has ended two weeks ago is not in a run.
func (d *database) PruneCAJournals(context.Context, int64) error { return nil }

// published are the versions of a key that the bundle has. A bundle that was looked at already
// is not taken apart again.
func (d *database) published(key string) ([]engine.Announced, error) {
	r, err := d.env.Store.Txn(engine.Txn{Then: []engine.Op{engine.Get(bundleAt), engine.Prefix(authorityAt)}})
	if err != nil || len(r.Reads[0]) == 0 {
		return nil, err
	}
	if kv := r.Reads[0][0]; kv.Mod != d.knownAt {
		b, err := bundleOf(kv.Value)
		if err != nil {
			return nil, err
		}
		in := map[string]bool{}
		for _, id := range authoritiesIn(b) {
			in[id.id] = true
		}
		d.known, d.knownAt = map[string][]engine.Announced{}, kv.Mod
		for _, kv := range r.Reads[1] {
			var n numbered
			if err := json.Unmarshal(kv.Value, &n); err != nil {
				return nil, err
			}
			if id, _, _ := strings.Cut(strings.TrimPrefix(kv.Key, authorityAt), "/"); in[id] {
				d.known[n.Key] = append(d.known[n.Key], n.Announced)
			}
		}
	}
	return slices.Clone(d.known[key]), nil
}

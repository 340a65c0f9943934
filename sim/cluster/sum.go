package cluster

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/cespare/xxhash/v2"

	"pawl/engine"
)

// A summer says in one number what a message holds, all of it, for the trace hash: a
// message that holds anything else has another sum. It writes the message out and
// hashes that. Its zero value is ready.
type summer struct {
	b      []byte
	untold bool // leave out the numbers of facts, which are those of a history that tells of more than came of it
}

// of is the sum of a value.
func (s *summer) of(v any) uint64 { return s.reply(v, nil) }

// reply is the sum of a value, or of the error that takes its place.
func (s *summer) reply(v any, err error) uint64 {
	s.b = s.b[:0]
	if err != nil {
		s.text(err.Error())
	}
	s.value(v)
	return xxhash.Sum64(s.b)
}

func (s *summer) num(v uint64) { s.b = binary.LittleEndian.AppendUint64(s.b, v) }

func (s *summer) bytes(b []byte) {
	s.b = append(binary.LittleEndian.AppendUint32(s.b, uint32(len(b))), b...)
}

func (s *summer) text(t string) {
	s.b = append(binary.LittleEndian.AppendUint32(s.b, uint32(len(t))), t...)
}

func (s *summer) flag(f bool) {
	if f {
		s.num(1)
	} else {
		s.num(2)
	}
}

// value adds what most messages are; the switch is short, so that it is a few
// comparisons and no search.
func (s *summer) value(v any) {
	switch v := v.(type) {
	case nil:
	case engine.Txn:
		s.txn(&v)
	case engine.TxnResult:
		s.result(&v)
	case engine.Await:
		s.text(v.Prefix)
		s.num(uint64(v.After))
		s.num(uint64(v.Wait))
	case engine.News:
		s.kvs(v.KVs)
		s.num(uint64(v.Revision))
	default:
		s.other(v)
	}
}

func (s *summer) other(v any) {
	switch v := v.(type) {
	case engine.Grant:
		s.num(uint64(v.TTL))
	case engine.KeepAlive:
		s.num(uint64(v.Lease))
	case engine.Revoke:
		s.num(uint64(v.Lease))
	case engine.Lease:
		s.num(uint64(v))
	case engine.Read:
		s.text(v.Name)
	case engine.Remove:
		s.text(v.Name)
	case engine.Sync:
		s.num(1)
	case engine.Answer:
		s.text(string(v.Outcome))
		s.text(v.Rotation)
		s.text(v.Why)
	case engine.File:
		s.bytes(v.Data)
		s.flag(v.Found)
	case engine.Write:
		s.text(v.Name)
		s.bytes(v.Data)
	case engine.Material:
		s.bytes(v.Secret[:])
		s.text(v.Print)
	case engine.Create:
		s.effect(v.Op, v.Key, v.Version, v.Fence)
		s.issuer(&v.Under)
		s.wall(v.Life)
	case engine.Destroy:
		s.effect(v.Op, v.Key, v.Version, v.Fence)
	case engine.Fetch:
		s.effect("", v.Key, v.Version, 0)
	case engine.Lookup:
		s.text(v.Op)
	case engine.Made:
		s.made(&v)
	case engine.Found:
		s.made(&v.Made)
		s.flag(v.Found)
	case sealAsk:
		s.text(v.key)
		s.bytes(v.plain)
	case sealAnswer:
		if !s.untold {
			s.num(uint64(v.id))
		}
		s.sealed(&v.sealed)
	case openAsk:
		s.text(v.key)
		s.sealed(&v.sealed)
	case openAnswer:
		s.text(string(v.answer))
		s.num(v.rev)
		s.text(v.why)
	default: // seldom, and small
		s.text(fmt.Sprintf("%T %+v", v, v))
	}
}

func (s *summer) effect(op, key string, version uint32, fence uint64) {
	s.text(op)
	s.text(key)
	s.num(uint64(version))
	s.num(fence)
}

func (s *summer) issuer(i *engine.Issuer) {
	if i.Version != 0 { // seldom
		s.text(i.Key)
		s.num(uint64(i.Version))
	}
}

func (s *summer) made(m *engine.Made) {
	s.effect(m.Print, m.Key, m.Version, 0)
	s.issuer(&m.Under)
	s.flag(m.Destroyed)
	s.wall(m.End)
}

// wall adds what only keys that end have.
func (s *summer) wall(d time.Duration) {
	if d != 0 {
		s.num(uint64(d))
	}
}

func (s *summer) sealed(x *engine.Sealed) {
	s.effect(x.Print, "", x.Version, x.Rev)
	s.bytes(x.Nonce[:])
	s.bytes(x.Text)
}

func (s *summer) txn(t *engine.Txn) {
	s.num(uint64(len(t.If)))
	for i := range t.If {
		s.text(t.If[i].Key)
		s.num(uint64(t.If[i].Mod))
	}
	for _, ops := range [2][]engine.Op{t.Then, t.Else} {
		s.num(uint64(len(ops)))
		for i := range ops {
			op := &ops[i]
			s.num(uint64(op.Kind)<<56 ^ uint64(op.Lease))
			s.text(op.Key)
			s.bytes(op.Value)
			if op.After != "" || op.Limit != 0 { // seldom
				s.num(1 << 63) // no kind begins like this
				s.text(op.After)
				s.num(uint64(op.Limit))
			}
		}
	}
	if t.Stale {
		s.flag(true)
	}
	if t.Bound {
		s.generation(t.Generation)
	}
}

func (s *summer) result(r *engine.TxnResult) {
	s.flag(r.Held)
	s.num(uint64(r.Revision))
	s.num(uint64(len(r.Reads)))
	for _, kvs := range r.Reads {
		s.kvs(kvs)
	}
	s.generation(r.Generation)
}

// generation adds what only a store has that was put back.
func (s *summer) generation(g uint64) {
	if g != 0 {
		s.num(g)
	}
}

func (s *summer) kvs(kvs []engine.KV) {
	s.num(uint64(len(kvs)))
	for i := range kvs {
		kv := &kvs[i]
		s.text(kv.Key)
		s.bytes(kv.Value)
		s.num(uint64(kv.Create)<<32 ^ uint64(kv.Mod))
		s.num(uint64(kv.Lease))
	}
}

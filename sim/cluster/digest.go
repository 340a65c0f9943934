package cluster

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"pawl/engine"
)

const prime = 0x9E3779B97F4A7C15

// digest is a short hash of a value, for the trace.
func digest(b []byte) int64 { return int64(into(0, b)) }

// into mixes a text into a hash: sixteen bytes at a time, each by a multiplication
// whose halves are folded.
func into(h uint64, text []byte) uint64 {
	h = fold(h^uint64(len(text)), prime)
	last := tail(text)
	for ; len(text) >= 16; text = text[16:] {
		h = fold(h^binary.LittleEndian.Uint64(text), prime^binary.LittleEndian.Uint64(text[8:]))
	}
	if len(text) >= 8 {
		h = fold(h^binary.LittleEndian.Uint64(text), prime)
	}
	return fold(h^last, prime)
}

// tail are the bytes after the last whole eight, as a number.
func tail(text []byte) (last uint64) {
	n := len(text)
	if n >= 8 { // they end an eight that reaches back into the one before
		return binary.BigEndian.Uint64(text[n-8:]) & (1<<(n%8*8) - 1)
	}
	for i := range n {
		last = last<<8 | uint64(text[i])
	}
	return last
}

func fold(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low + b
}

// A summer adds up what a request or a reply says, all of it, for the trace hash: a
// message that says anything else has another sum.
type summer uint64

func (s *summer) num(v uint64)     { *s = summer(fold(uint64(*s)^v, prime)) }
func (s *summer) bytes(b []byte)   { *s = summer(into(uint64(*s), b)) }
func (s *summer) text(text string) { *s = summer(into(uint64(*s), []byte(text))) } // not copied: nothing keeps it

func (s *summer) flag(f bool) {
	if f {
		s.num(1)
	} else {
		s.num(2)
	}
}

func sum(v any) uint64 { return sumOf(v, nil) }

// sumOf is the sum of a value, or of the error that takes its place.
func sumOf(v any, err error) uint64 {
	s := summer(prime)
	if err != nil {
		s.text(err.Error())
	}
	s.value(v)
	return uint64(s)
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
		s.num(uint64(v.id))
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

func (s *summer) made(m *engine.Made) {
	s.effect(m.Print, m.Key, m.Version, 0)
	s.flag(m.Destroyed)
}

func (s *summer) sealed(x *engine.Sealed) {
	s.effect(x.Print, "", x.Version, x.Rev)
	s.bytes(x.Nonce[:])
	s.bytes(x.Text)
}

func (s *summer) txn(t *engine.Txn) {
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
		}
	}
}

func (s *summer) result(r *engine.TxnResult) {
	s.flag(r.Held)
	s.num(uint64(r.Revision))
	for _, kvs := range r.Reads {
		s.kvs(kvs)
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

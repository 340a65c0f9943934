package engine

import (
	"encoding/hex"
	"strings"
)

// An Observation is the neutral view of one stored key: which of the pointers is
// set says what it is.
type Observation struct {
	Key    string
	Record *Record
	Entry  *AuditLine
	Stamp  *Stamp
	Seals  bool // of a Stamp: it is the one with the short lease
	Owner  bool // it is the key that ownership hangs on
	Window string
}

// AuditLine is an audit entry with its links and the bytes they hash.
type AuditLine struct {
	Entry
	Body, Prev, Hash []byte
}

// Describe says what a key of the store means. False: nothing that a view shows,
// or a value it cannot read.
func Describe(kv KV) (Observation, bool) {
	key, rest, ok := strings.Cut(kv.Key, "/")
	if !ok {
		return Observation{}, false
	}
	o := Observation{Key: key}
	switch kind, tail, _ := strings.Cut(rest, "/"); kind {
	case "record":
		rec, err := decodeRecord(kv.Value)
		o.Record, ok = &rec, err == nil
	case "audit":
		e, prev, hash, body, err := decodeEntry(kv.Value)
		o.Entry, ok = &AuditLine{Entry: e, Body: body, Prev: prev[:], Hash: hash[:]}, err == nil
	case "stamp":
		s, err := decodeStamp(kv.Value)
		o.Stamp, o.Seals, ok = &s, strings.HasPrefix(tail, "seal/"), err == nil
	case "owner":
		o.Owner = true
	case "window":
		o.Window = tail
	default:
		ok = false
	}
	return o, ok
}

// Fingerprint names material without telling it.
func Fingerprint(digest Digest) string { return hex.EncodeToString(digest[:8]) }

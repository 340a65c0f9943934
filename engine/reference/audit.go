package reference

import (
	"crypto/sha256"
	"fmt"
	"slices"
)

// Digest is a SHA-256 hash.
type Digest [32]byte

// Entry is one line of the audit chain. It is written in the transaction that
// makes the change, and the record carries the chain's head and length, so an
// entry can be neither missing nor added, reordered or dropped unseen.
type Entry struct {
	Seq        uint64
	Transition string
	Owner      string // who acted
	Fence      uint64
	Op         string
	Cause      string // "trigger:ID", "operator:ID" or "deadline:NAME"
	Phase      Phase  // after the transition, as are the next two
	Active     uint32
	Next       uint32
	Note       string
}

// body is what is hashed: all but the chain's own links, as [engine.PrefixedFields].
func (e *Entry) body() []byte {
	w := writer{make([]byte, 0, 160)}
	w.num(entryFormat)
	w.num(e.Seq)
	for _, s := range [...]string{e.Transition, e.Owner, e.Op, e.Cause, e.Note, e.Phase.word()} {
		w.str(s)
	}
	for _, v := range [...]uint64{e.Fence, uint64(e.Active), uint64(e.Next)} {
		w.num(v)
	}
	return w.b
}

// chain appends the entry to a record's chain and returns its stored form:
// previous hash, own hash, body.
func (e *Entry) chain(r *Record) []byte {
	r.AuditSeq++
	e.Seq = r.AuditSeq
	body := e.body()
	prev := r.AuditHead
	r.AuditHead = link(prev, body)
	stored := make([]byte, 0, 64+len(body))
	stored = append(stored, prev[:]...)
	stored = append(stored, r.AuditHead[:]...)
	return append(stored, body...)
}

// link hashes one body onto the chain.
func link(prev Digest, body []byte) Digest {
	buf := make([]byte, 0, 256)
	buf = append(buf, prev[:]...)
	return sha256.Sum256(append(buf, body...))
}

// phase reads a phase by its word.
func (r *reader) phase() Phase {
	word := r.str()
	i := slices.Index(phaseWords[:], word)
	if i < 0 {
		r.fail(fmt.Errorf("no phase is called %q", word))
		return Idle
	}
	return Phase(i)
}

// decodeEntry reads a stored entry with its links and the bytes they hash.
func decodeEntry(b []byte) (e Entry, prev, hash Digest, body []byte, err error) {
	r := reader{b: b}
	prev, hash = r.digest(), r.digest()
	body = r.rest()
	r.format(entryFormat)
	e.Seq = r.num()
	e.Transition, e.Owner, e.Op, e.Cause, e.Note = r.str(), r.str(), r.str(), r.str(), r.str()
	e.Phase = r.phase()
	e.Fence, e.Active, e.Next = r.num(), r.num32(), r.num32()
	return e, prev, hash, body, r.end()
}

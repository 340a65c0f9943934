package checker

import (
	"encoding/binary"
	"errors"
	"iter"
)

// A body is what an entry's body says, read without the engine.
type body struct {
	Seq, Fence                         uint64
	Transition, Owner, Op, Cause, Note string
	Phase                              Phase
	Active, Next                       uint32
}

// readBody reads a body that is written as PrefixedFields, all of it.
func readBody(b []byte) (body, error) {
	r := fields{b: b}
	if n := r.num(); n != 1 && r.err == nil {
		return body{}, errors.New("it does not begin with 1")
	}
	x := body{Seq: r.num()}
	for _, s := range [...]*string{&x.Transition, &x.Owner, &x.Op, &x.Cause, &x.Note, &x.Phase} {
		*s = r.text()
	}
	x.Fence, x.Active, x.Next = r.num(), uint32(r.num()), uint32(r.num())
	if r.err == nil && len(r.b) > 0 {
		r.err = errors.New("it goes on after its last field")
	}
	return x, r.err
}

// entries are those written with a view, with what their bodies say; those whose bodies cannot be
// read are left out, and V0 says so.
func (v *View) entries() iter.Seq2[*Entry, body] {
	return func(yield func(*Entry, body) bool) {
		for i := range v.Audit {
			if b, err := readBody(v.Audit[i].Body); err == nil && !yield(&v.Audit[i], b) {
				return
			}
		}
	}
}

// fields are read one after the other; the first error sticks.
type fields struct {
	b   []byte
	err error
}

var errShort = errors.New("it ends early")

func (r *fields) num() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.err, r.b = errShort, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *fields) text() string {
	n := r.num()
	if n > uint64(len(r.b)) {
		r.err, r.b = errShort, nil
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

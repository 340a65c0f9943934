package reference

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// What the store holds is a compact binary form: a format byte, then fields in
// a fixed order, integers as varints, strings with their length. A value is
// read strictly: a wrong format, a short or a long one is an error, never a
// half-filled struct.

const (
	maxString = 4096
	maxList   = 4096
)

var errShort = errors.New("value ends early")

// writer appends fields; its zero value with a capacity is ready.
type writer struct{ b []byte }

func (w *writer) num(v uint64) { w.b = binary.AppendUvarint(w.b, v) }
func (w *writer) str(s string) {
	w.num(uint64(len(s)))
	w.b = append(w.b, s...)
}
func (w *writer) flag(f bool) {
	if f {
		w.b = append(w.b, 1)
	} else {
		w.b = append(w.b, 0)
	}
}
func (w *writer) raw(b []byte) { w.b = append(w.b, b...) }

// reader takes fields off; the first error sticks. The strings it gives are parts
// of one copy of the value.
type reader struct {
	b    []byte
	text string // the value as a string, from the first one that is read on
	err  error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.b = nil
}

func (r *reader) num() uint64 {
	if len(r.b) > 0 && r.b[0] < 0x80 { // most are small
		v := r.b[0]
		r.b = r.b[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.fail(errShort)
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) num32() uint32 {
	v := r.num()
	if v > 1<<32-1 {
		r.fail(errors.New("number above 32 bits"))
		return 0
	}
	return uint32(v)
}

func (r *reader) dur() time.Duration {
	v := r.num()
	if v > 1<<63-1 {
		r.fail(errors.New("duration out of range"))
		return 0
	}
	return time.Duration(v)
}

func (r *reader) str() string {
	n := r.num()
	if n > maxString || n > uint64(len(r.b)) {
		r.fail(errShort)
		return ""
	}
	if n == 0 {
		return ""
	}
	if r.text == "" {
		r.text = string(r.b)
	}
	rest := r.text[len(r.text)-len(r.b):]
	r.b = r.b[n:]
	return rest[:n]
}

func (r *reader) flag() bool {
	if len(r.b) == 0 || r.b[0] > 1 {
		r.fail(errors.New("flag is neither 0 nor 1"))
		return false
	}
	f := r.b[0] == 1
	r.b = r.b[1:]
	return f
}

func (r *reader) digest() (d Digest) {
	if len(r.b) < len(d) {
		r.fail(errShort)
		return d
	}
	copy(d[:], r.b)
	r.b = r.b[len(d):]
	return d
}

func (r *reader) list() int {
	n := r.num()
	if n > maxList || n > uint64(len(r.b)) {
		r.fail(errors.New("list too long"))
		return 0
	}
	return int(n)
}

// enum reads a number below limit.
func (r *reader) enum(limit int) uint8 {
	v := r.num()
	if v >= uint64(limit) {
		r.fail(fmt.Errorf("value %d is not below %d", v, limit))
		return 0
	}
	return uint8(v)
}

func (r *reader) format(want uint64) {
	if got := r.num(); got != want && r.err == nil {
		r.fail(fmt.Errorf("format %d, want %d", got, want))
	}
}

func (r *reader) end() error {
	if r.err == nil && len(r.b) > 0 {
		r.err = fmt.Errorf("%d bytes too many", len(r.b))
	}
	return r.err
}

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

// reader reads fields; the first error sticks. The strings it gives are parts of one
// copy of the value.
type reader struct {
	b    []byte // the value; nil after an error
	at   int    // how much of it is read
	text string // the value again, once a string is read
	err  error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.b, r.at = nil, 0
}

// rest is what has yet to be read.
func (r *reader) rest() []byte { return r.b[r.at:] }

// num reads a number; most are small.
func (r *reader) num() uint64 {
	if r.at < len(r.b) && r.b[r.at] < 0x80 {
		r.at++
		return uint64(r.b[r.at-1])
	}
	return r.large()
}

func (r *reader) large() uint64 {
	v, n := binary.Uvarint(r.rest())
	if n <= 0 {
		r.fail(errShort)
		return 0
	}
	r.at += n
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
	n := r.skip()
	if n == 0 {
		return ""
	}
	if r.text == "" {
		r.text = string(r.b)
	}
	return r.text[r.at-n : r.at]
}

// skip passes over a string and says how long it is.
func (r *reader) skip() int {
	n := r.num()
	if n > maxString || n > uint64(len(r.rest())) {
		r.fail(errShort)
		return 0
	}
	r.at += int(n)
	return int(n)
}

func (r *reader) flag() bool {
	if len(r.rest()) == 0 || r.b[r.at] > 1 {
		r.fail(errors.New("flag is neither 0 nor 1"))
		return false
	}
	f := r.b[r.at] == 1
	r.at++
	return f
}

func (r *reader) digest() (d Digest) {
	if len(r.rest()) < len(d) {
		r.fail(errShort)
		return d
	}
	r.at += copy(d[:], r.rest())
	return d
}

func (r *reader) list() int {
	n := r.num()
	if n > maxList || n > uint64(len(r.rest())) {
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

// formatOf reads a format that is one of several in a row.
func (r *reader) formatOf(first, last uint64) uint64 {
	got := r.num()
	if (got < first || got > last) && r.err == nil {
		r.fail(fmt.Errorf("format %d, want %d to %d", got, first, last))
	}
	return got
}

func (r *reader) end() error {
	if n := len(r.rest()); r.err == nil && n > 0 {
		r.err = fmt.Errorf("%d bytes too many", n)
	}
	if r.err != nil {
		return unreadable{r.err}
	}
	return nil
}

// An unreadable is the error of what is in the store and cannot be read, such as what a
// later release has written. To read it again does not mend it: only another write does.
type unreadable struct{ error }

func isUnreadable(err error) bool {
	if err == nil {
		return false // as it mostly is
	}
	var u unreadable
	return errors.As(err, &u)
}

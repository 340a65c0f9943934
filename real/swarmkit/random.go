package main

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"hash/fnv"
	"io"
	"runtime"
	"strconv"
	"sync"
)

// The key manager draws its keys, and what its clock begins at, from crypto/rand. A run has to
// draw the same ones whenever it is made, whatever runs beside it: so each goroutine that is
// inside of swarmkit has a reader of its own, and the reader of the process finds it by the
// goroutine.

// readers are the goroutines that are inside of swarmkit. The reader of crypto/rand is the
// process's, so who asks can be told by nothing else.
type readers struct {
	real io.Reader
	mu   sync.Mutex
	of   map[int64]io.Reader
}

// install puts the reader in place of the process's, once.
var install = sync.OnceValue(func() *readers {
	s := &readers{real: rand.Reader, of: map[int64]io.Reader{}}
	rand.Reader = s
	return s
})

// within has whatever f draws come from a reader.
func (s *readers) within(of io.Reader, f func()) {
	id := goroutine()
	s.mu.Lock()
	s.of[id] = of
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.of, id)
		s.mu.Unlock()
	}()
	f()
}

func (s *readers) Read(b []byte) (int, error) {
	s.mu.Lock()
	of := s.of[goroutine()]
	s.mu.Unlock()
	if of == nil {
		return s.real.Read(b)
	}
	return of.Read(b)
}

// goroutine is the number of the running goroutine, which its stack begins with.
func goroutine() int64 {
	var b [64]byte
	text, _ := bytes.CutPrefix(b[:runtime.Stack(b[:], false)], []byte("goroutine "))
	number, _, _ := bytes.Cut(text, []byte(" "))
	id, _ := strconv.ParseInt(string(number), 10, 64)
	return id
}

// drawn is what a start of a manager draws: a key is the next of those that the key service has
// made for it, anything else is drawn from its name.
type drawn struct {
	state uint64
	keys  [][]byte
}

func newDrawn(of string) *drawn {
	h := fnv.New64a()
	_, _ = io.WriteString(h, of)
	return &drawn{state: h.Sum64()}
}

func (d *drawn) Read(b []byte) (int, error) {
	if len(b) == keyLength {
		if len(d.keys) == 0 {
			return 0, errNoKey
		}
		copy(b, d.keys[0])
		d.keys = d.keys[1:]
		return len(b), nil
	}
	var word [8]byte
	for n := 0; n < len(b); n += 8 { // splitmix64: nothing here has to be secret
		d.state += 0x9e3779b97f4a7c15
		z := d.state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		binary.LittleEndian.PutUint64(word[:], z^z>>31)
		copy(b[n:], word[:])
	}
	return len(b), nil
}

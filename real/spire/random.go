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

// SPIRE draws serial numbers and key ids from crypto/rand. A run has to draw the same ones
// whenever it is made, whatever runs beside it: so each goroutine that is inside of SPIRE has
// a stream of its own, and the reader of the process finds it by the goroutine.
//
// The deterministic randomness of testing/cryptotest is one stream for a whole process: it
// would make a run depend on those beside it, and there is none outside of tests.

// streams are the goroutines that are inside of SPIRE. The reader of crypto/rand is the
// process's, so who asks can be told by nothing else.
type streams struct {
	real io.Reader
	mu   sync.Mutex
	of   map[int64]*stream
}

// stream is splitmix64: nothing here has to be secret.
type stream struct{ state uint64 }

func (s *stream) Read(b []byte) (int, error) {
	var word [8]byte
	for n := 0; n < len(b); n += 8 {
		s.state += 0x9e3779b97f4a7c15
		z := s.state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		binary.LittleEndian.PutUint64(word[:], z^z>>31)
		copy(b[n:], word[:])
	}
	return len(b), nil
}

func newStream(of string) *stream {
	h := fnv.New64a()
	_, _ = io.WriteString(h, of)
	return &stream{h.Sum64()}
}

// install puts the reader in place of the process's, once.
var install = sync.OnceValue(func() *streams {
	s := &streams{real: rand.Reader, of: map[int64]*stream{}}
	rand.Reader = s
	return s
})

// within has whatever f draws come from a stream.
func (s *streams) within(of *stream, f func()) {
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

func (s *streams) Read(b []byte) (int, error) {
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

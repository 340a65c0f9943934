package main

import (
	"bytes"
	"crypto/rand"
	_ "embed"
	"encoding/binary"
	"encoding/hex"
	"hash/fnv"
	"io"
	"runtime"
	"strconv"
	"sync"
)

// Dex draws its keys, their ids and access tokens from crypto/rand. A run has to draw the same
// ones whenever it is made, whatever runs beside it: so each goroutine that is inside of dex has
// a stream of its own, and the reader of the process finds it by the goroutine. Keys are drawn
// by it too: go.mod says so, by cryptocustomrand.

// streams are the goroutines that are inside of dex. The reader of crypto/rand is the process's,
// so who asks can be told by nothing else.
type streams struct {
	real io.Reader
	mu   sync.Mutex
	of   map[int64]*stream
}

// stream is splitmix64: nothing here has to be secret.
type stream struct {
	state uint64
	drawn uint64 // primes
}

// keyBits is how long dex's keys are.
const keyBits = 2048

//go:embed primes.txt
var primesText []byte

// primes are numbers of half a key's length, of which any two make a key.
var primes = sync.OnceValue(func() (all [][]byte) {
	for line := range bytes.Lines(primesText) {
		p, err := hex.DecodeString(string(bytes.TrimSpace(line)))
		if err != nil || len(p) != keyBits/16 {
			panic("primes.txt: a line that is no number of 1024 bits in hexadecimal: " + string(line))
		}
		all = append(all, p)
	}
	return all
})

// Read gives a prime where one is looked for, which is where as many bytes are asked for as one
// has; one after another, so that the two of a key differ. A single byte is what crypto/rsa reads
// or does not read, by chance, so that nobody relies on what it draws: it takes nothing from the
// stream.
func (s *stream) Read(b []byte) (int, error) {
	switch len(b) {
	case 1:
		b[0] = 0
		return 1, nil
	case keyBits / 16:
		all := primes()
		if s.drawn == 0 {
			s.drawn = s.next() % uint64(len(all))
		}
		s.drawn++
		return copy(b, all[s.drawn%uint64(len(all))]), nil
	}
	var word [8]byte
	for n := 0; n < len(b); n += 8 {
		binary.LittleEndian.PutUint64(word[:], s.next())
		copy(b[n:], word[:])
	}
	return len(b), nil
}

func (s *stream) next() uint64 {
	s.state += 0x9e3779b97f4a7c15
	z := s.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func newStream(of string) *stream {
	h := fnv.New64a()
	_, _ = io.WriteString(h, of)
	return &stream{state: h.Sum64()}
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

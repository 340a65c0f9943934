package main

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"encoding/hex"
	"sync"

	"pawl/sim/foreign"
)

// stream is what dex draws from crypto/rand: its keys, their ids and access tokens. Keys are
// drawn by it too: go.mod says so, by cryptocustomrand.
type stream struct {
	*foreign.Stream
	drawn uint64 // primes
}

func newStream(of string) *stream { return &stream{Stream: foreign.NewStream(of)} }

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
			var word [8]byte
			_, _ = s.Stream.Read(word[:])
			s.drawn = binary.LittleEndian.Uint64(word[:]) % uint64(len(all))
		}
		s.drawn++
		return copy(b, all[s.drawn%uint64(len(all))]), nil
	}
	return s.Stream.Read(b)
}

package foreign

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

// Drawing has all that f draws from crypto/rand on this goroutine come from a reader. A run has
// to draw the same whenever it is made, whatever runs beside it, and the reader of crypto/rand is
// the process's: so that is replaced, once and for good, by one that finds by the goroutine who
// asks. Whoever is not inside of such a call draws as before. What f starts on other goroutines
// does too.
//
// The deterministic randomness of testing/cryptotest is one stream for a whole process: it would
// make a run depend on those beside it, and there is none outside of tests. What draws from the
// operating system or the runtime behind crypto/rand's back, as making a key of crypto/ecdsa does,
// neither of them reaches: such keys have to be made by the adapter.
func Drawing(from io.Reader, f func()) {
	d, id := drawers(), goroutine()
	defer d.set(id, d.set(id, from))
	f()
}

// drawing are the goroutines that draw from readers of their own.
type drawing struct {
	real io.Reader
	mu   sync.Mutex
	from map[int64]io.Reader // by goroutine; looked up only
}

var drawers = sync.OnceValue(func() *drawing {
	d := &drawing{real: rand.Reader, from: map[int64]io.Reader{}}
	rand.Reader = d
	return d
})

// set gives a goroutine a reader, nil for none, and returns the one that it had.
func (d *drawing) set(id int64, from io.Reader) (before io.Reader) {
	d.mu.Lock()
	defer d.mu.Unlock()
	before = d.from[id]
	if d.from[id] = from; from == nil {
		delete(d.from, id)
	}
	return before
}

func (d *drawing) Read(b []byte) (int, error) {
	d.mu.Lock()
	from := d.from[goroutine()]
	d.mu.Unlock()
	if from == nil {
		from = d.real
	}
	return from.Read(b)
}

// goroutine is the number of the running goroutine, which its stack begins with.
func goroutine() int64 {
	var b [64]byte
	text, _ := bytes.CutPrefix(b[:runtime.Stack(b[:], false)], []byte("goroutine "))
	number, _, _ := bytes.Cut(text, []byte(" "))
	id, err := strconv.ParseInt(string(number), 10, 64)
	if err != nil {
		panic("the runtime writes stacks in another way: " + string(b[:])) // and no run would be the same twice
	}
	return id
}

// A Stream is bytes that follow from a name: the splitmix64 sequence. Nothing in a simulator has
// to be secret.
type Stream struct{ state uint64 }

// NewStream begins the stream of a name, such as engine.Env.Self, which no other start has.
func NewStream(name string) *Stream {
	h := fnv.New64a()
	_, _ = io.WriteString(h, name) // a hash does not fail
	return &Stream{h.Sum64()}
}

// Read fills b. It does not fail.
func (s *Stream) Read(b []byte) (int, error) {
	var word [8]byte
	for n := 0; n < len(b); n += len(word) {
		s.state += 0x9e3779b97f4a7c15
		z := s.state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		binary.LittleEndian.PutUint64(word[:], z^z>>31)
		copy(b[n:], word[:])
	}
	return len(b), nil
}

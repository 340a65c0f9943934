package foreign

import (
	"bytes"
	"crypto/rand"
	"errors"
	"math/big"
	"sync"
	"testing"
	"time"

	"pawl/engine"
)

// TestDrawing: what is drawn inside follows from the stream, beside others too and in a call
// within another, and outside of it does not.
func TestDrawing(t *testing.T) {
	draw := func() []byte {
		b := make([]byte, 12)
		_, _ = rand.Read(b)
		n, err := rand.Int(rand.Reader, big.NewInt(1<<40))
		if err != nil {
			t.Error(err)
		}
		return append(b, n.Bytes()...)
	}
	of := func(name string) (drawn []byte) {
		Drawing(NewStream(name), func() { drawn = draw() })
		return drawn
	}
	a, b := of("a"), of("b")
	if bytes.Equal(a, b) {
		t.Error("two streams are one")
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if !bytes.Equal(of("a"), a) || !bytes.Equal(of("b"), b) {
					t.Error("beside others it draws what is theirs")
				}
			}
		})
	}
	wg.Wait()
	Drawing(NewStream("b"), func() {
		if !bytes.Equal(of("a"), a) {
			t.Error("within another it draws something else")
		}
		if !bytes.Equal(draw(), b) {
			t.Error("after a call within it the stream is another")
		}
	})
	if bytes.Equal(draw(), draw()) {
		t.Error("outside it draws the same twice")
	}
}

// clock is a machine's at which others take their turn during a sleep.
type clock struct {
	engine.Clock
	slept  []time.Duration
	during func(times int)
}

func (c *clock) Sleep(d time.Duration) {
	c.slept = append(c.slept, d)
	c.during(len(c.slept))
}

// TestTurnstile: who comes while another is inside waits, less and less eagerly, and goes in when
// that one has left; also one that left by a panic.
func TestTurnstile(t *testing.T) {
	var g Turnstile
	did := ""
	g.inside = true
	c := &clock{during: func(n int) {
		if did += "w"; n == 12 {
			g.inside = false
		}
	}}
	g.Enter(c, func() { did += "in" })
	if did != "wwwwwwwwwwwwin" || c.slept[0] != looksFirst || c.slept[11] != looksLast {
		t.Errorf("%s, slept %v", did, c.slept)
	}
	func() {
		defer func() { _ = recover() }()
		g.Enter(c, func() { panic("out") })
	}()
	if g.inside {
		t.Error("a panic has left it shut")
	}
}

// service has made so many versions.
type service struct {
	engine.KeyService
	made  uint32
	asked int
	err   error
}

func (s *service) Lookup(op string) (engine.Made, bool, error) {
	s.asked++
	for n := uint32(1); n <= s.made; n++ {
		if op == Operation("k", n) {
			return engine.Made{}, true, s.err
		}
	}
	return engine.Made{}, false, s.err
}

// TestNext: the number that is free is found from any that is known, in few questions.
func TestNext(t *testing.T) {
	for made := range uint32(70) {
		for _, known := range []uint32{0, made / 2, made} {
			s := &service{made: made}
			if n, err := Next(s, "k", known); err != nil || n != made+1 || s.asked > 14 {
				t.Errorf("%d made, %d known: %d, %v, in %d questions", made, known, n, err, s.asked)
			}
		}
	}
	if _, err := Next(&service{err: engine.ErrUnavailable}, "k", 3); !errors.Is(err, engine.ErrUnavailable) {
		t.Error(err)
	}
}

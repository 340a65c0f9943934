package people

import (
	"encoding/binary"
	"slices"

	"pawl/engine"
)

// Texts are what a client has nodes seal, one after the other. Each is its own, but for those that
// are empty: one that comes back in place of another is seen. Most are short. Some are of bytes that
// are no letters, some are empty, some have some hundreds of bytes, and one in many has more than two
// bytes can count.
type Texts struct {
	client string
	turn   int // of the round of shapes, at which it begins
	n      int // of the last one
	opened int // how many it has asked for
}

// Turns are how many turns the round of shapes has: a run comes to a few of them.
const Turns = 2048

// TextsOf are those of a client.
func TextsOf(client string, turn int) Texts { return Texts{client: client, turn: turn} }

// A shape is what sort of text one is.
type shape uint8

const (
	plain shape = iota
	anyBytes
	long
	longest
	empty
)

// shape is that of the next text.
func (t *Texts) shape() shape {
	switch n := (t.turn + t.n) % Turns; {
	case n == 0:
		return longest
	case n%32 == 4:
		return long
	case n%16 == 12:
		return empty
	case n%4 == 1:
		return anyBytes
	}
	return plain
}

// Next is another text to seal.
func (t *Texts) Next() []byte {
	s := t.shape()
	t.n++
	return t.text(s, engine.MaxKept+1+t.n)
}

// Kept is another text to keep. What is kept is known by what it says, so that none is empty; and
// none is longer than what can be kept.
func (t *Texts) Kept() []byte {
	s := t.shape()
	if s == empty {
		s = plain
	}
	t.n++
	return t.text(s, engine.MaxKept)
}

// text is one of a shape; most is how long the longest is.
func (t *Texts) text(s shape, most int) []byte {
	all := binary.BigEndian.AppendUint64([]byte(t.client), uint64(t.n))
	switch s {
	case empty:
		return nil
	case anyBytes:
		return filled(all, len(all)+16+t.n*7%48)
	case long:
		return filled(all, 250+t.n*577%1500)
	case longest:
		return filled(all, most)
	}
	return all
}

// filled goes on with all bytes that there are, in no order that letters have.
func filled(text []byte, size int) []byte {
	text = slices.Grow(text, size-len(text))
	for b := text[len(text)-1]; len(text) < size; {
		b = b*141 + 59 // comes to each of 256
		text = append(text, b)
	}
	return text
}

// forgeEvery: a client asks for a forged text once in so many texts that it asks for.
const forgeEvery = 12

// Forged is, now and then, a text that nobody has sealed, made of the one that the client has just
// asked for, and what was done to it; else nothing was. Others are texts of other keys.
func (t *Texts) Forged(s engine.Sealed, others ...engine.Sealed) (forged engine.Sealed, how string) {
	n := t.turn + t.opened
	t.opened++
	if n%forgeEvery > 0 || len(s.Text) == 0 {
		return s, ""
	}
	n /= forgeEvery
	switch way := n % 7; {
	case way == 0 && s.Version > 1:
		s.Version--
		return s, "under the version before"
	case way == 1:
		s.Version++
		return s, "under the next version"
	case way == 2:
		s.Text = nil
		return s, "emptied"
	case way == 3:
		s.Text = s.Text[:len(s.Text)-1]
		return s, "cut short"
	case way == 4:
		s.Text = append(slices.Clone(s.Text), 0)
		return s, "with a byte more"
	case way == 5 && len(others) > 0:
		return others[0], "of another key"
	}
	s.Text = slices.Clone(s.Text)
	s.Text[n*31%len(s.Text)] ^= 1 << (n / 7 % 8)
	return s, "with another bit"
}

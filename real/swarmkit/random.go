package main

import "pawl/sim/foreign"

// drawn is what a start of a manager draws: a key is the next of those that the key service has
// made for it, anything else is drawn from its name.
type drawn struct {
	*foreign.Stream
	keys [][]byte
}

func newDrawn(of string) *drawn { return &drawn{Stream: foreign.NewStream(of)} }

func (d *drawn) Read(b []byte) (int, error) {
	if len(b) != keyLength {
		return d.Stream.Read(b)
	}
	if len(d.keys) == 0 {
		return 0, errNoKey
	}
	copy(b, d.keys[0])
	d.keys = d.keys[1:]
	return len(b), nil
}

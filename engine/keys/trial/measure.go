package trial

import (
	"strconv"
	"testing"

	"pawl/engine"
	"pawl/engine/keys"
)

// Measure is how long a key service takes with a back end, its ledger on a real disk.
func Measure(b *testing.B, backend func() (keys.Backend, error)) {
	s := OnFile(b, backend)
	n := uint32(0)
	create := func(b *testing.B) {
		n++
		if _, err := s.Create(engine.Create{Op: strconv.Itoa(int(n)), Key: "k", Version: n, Fence: 1}); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("create", func(b *testing.B) {
		for b.Loop() {
			create(b)
		}
	})
	b.Run("fetch", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Fetch("k", n); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("create and destroy", func(b *testing.B) {
		for b.Loop() {
			create(b)
			if err := s.Destroy(strconv.Itoa(int(n)), "k", n, 1); err != nil {
				b.Fatal(err)
			}
		}
	})
}

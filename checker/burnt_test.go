package checker

import "testing"

// TestBurntIsNotReady: what an abort has burnt lies ready for no other rotation.
func TestBurntIsNotReady(t *testing.T) {
	for _, c := range []struct {
		name  string
		ready func(burnt uint32) uint32
		fires bool
	}{
		{"none", func(uint32) uint32 { return 0 }, false},
		{"what is burnt", func(burnt uint32) uint32 { return burnt }, true},
		{"another one", func(burnt uint32) uint32 { return burnt + 1 }, false},
	} {
		b := ready()
		b.admit("w1#1", "d2", 1)
		b.acquire("w1#1")
		burnt := b.h.Views[len(b.h.Views)-1].Next
		b.abort("w1#1", b.cause())
		b.h.Views[len(b.h.Views)-1].Spare = c.ready(burnt)
		if got := clauseFired(b.done(), "S15", "burnt"); got != c.fires {
			t.Errorf("%s lies ready: fired %t, want %t", c.name, got, c.fires)
		}
	}
}

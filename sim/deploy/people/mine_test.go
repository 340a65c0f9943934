package people

import (
	"testing"
	"time"

	"pawl/engine"
)

// always chooses the same number, or the highest that it may.
type always int

func (a always) Choose(n int) int { return min(int(a), n-1) }

func TestMines(t *testing.T) {
	var m Mines
	if _, is := m.Since(0, always(0)); is || !m.Empty() || m.OfAnother("a") != nil {
		t.Fatal("who has sealed nothing remembers something")
	}
	for i := range 30 {
		key := "a"
		if i == 3 || i == 5 {
			key = "b"
		}
		m.Add(Mine{ID: i, Key: key, Sealed: engine.Sealed{Version: uint32(i)}, At: time.Duration(i) * time.Second})
	}
	for below, want := range map[always]int{0: 29, 20: 29, 21: 28, 39: 10} { // half of 40 are the newest, the others go twenty back
		if got := m.Recent(below); got.ID != want {
			t.Errorf("%d of 40: text %d, want %d", below, got.ID, want)
		}
	}
	for below, want := range map[always]int{0: 20, 9: 29} {
		if got, is := m.Since(20*time.Second, below); !is || got.ID != want {
			t.Errorf("%d of those since 20s: text %d, %t; want %d", below, got.ID, is, want)
		}
	}
	if _, is := m.Since(30*time.Second, always(0)); is {
		t.Error("there is one that is younger than all")
	}
	if got := m.OfAnother("b"); len(got) != 1 || got[0].Version != 29 {
		t.Errorf("of another key: %v, want the newest one, 29", got)
	}
	if got := m.OfAnother("a"); len(got) != 1 || got[0].Version != 5 {
		t.Errorf("of another key: %v, want the newest one, 5", got)
	}
}

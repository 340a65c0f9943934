package keymaker

import (
	"testing"

	"pawl/engine"
)

// TestKeysCopy: a copy of the key service has what was made and destroyed until then, and
// nothing that comes later; what is made again is other material.
func TestKeysCopy(t *testing.T) {
	k := New(func(turn int) [32]byte { return [32]byte{byte(turn)} })
	make := func(k *Keymaker, op string) engine.Made {
		m, _, err := k.Create(engine.Create{Op: op, Key: "k", Version: 1}, 0)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	first := make(k, "a")
	if _, err := k.Destroy("never-made", "k", 9, 0); err != nil {
		t.Fatal(err)
	}
	old := k.Copy()
	second := make(k, "b")
	if _, err := k.Destroy("a", "k", 1, 0); err != nil {
		t.Fatal(err)
	}
	if m, found := old.Lookup("a"); !found || m.Destroyed || m.Print != first.Print {
		t.Errorf("the copy has %+v of what was destroyed later", m)
	}
	if m, found := old.Lookup("never-made"); !found || !m.Destroyed {
		t.Error("the copy has lost a tombstone")
	}
	if _, found := old.Lookup("b"); found {
		t.Error("the copy has what was made later")
	}
	old.Turns = k.Turns
	if again := make(old, "b"); again.Print == second.Print {
		t.Error("what is made again is the same material")
	}
}

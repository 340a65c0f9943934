package cluster

import (
	"testing"

	"pawl/engine"
)

// TestKeysCopy: a copy of the key service has what was made and destroyed until then, and
// nothing that comes later; what is made again is other material.
func TestKeysCopy(t *testing.T) {
	k := newKeyService(1)
	make := func(k *keyService, op string) engine.Made {
		m, _, err := k.create(engine.Create{Op: op, Key: "k", Version: 1}, 0)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	first := make(k, "a")
	if _, err := k.destroy("never-made", "k", 9, 0); err != nil {
		t.Fatal(err)
	}
	old := k.copy()
	second := make(k, "b")
	if _, err := k.destroy("a", "k", 1, 0); err != nil {
		t.Fatal(err)
	}
	if m, found := old.lookup("a"); !found || m.Destroyed || m.Print != first.Print {
		t.Errorf("the copy has %+v of what was destroyed later", m)
	}
	if m, found := old.lookup("never-made"); !found || !m.Destroyed {
		t.Error("the copy has lost a tombstone")
	}
	if _, found := old.lookup("b"); found {
		t.Error("the copy has what was made later")
	}
	old.turns = k.turns
	if again := make(old, "b"); again.Print == second.Print {
		t.Error("what is made again is the same material")
	}
}

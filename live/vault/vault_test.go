package vault_test

import (
	"errors"
	"testing"
	"time"

	"pawl/engine"
	"pawl/live/vault"
)

// TestVault: one operation makes one thing, however often it is asked for; what is destroyed is
// not made again, also if it never was; and an older fence is turned away.
func TestVault(t *testing.T) {
	wall := time.Hour
	v := vault.New(func() time.Duration { return wall })
	make1 := engine.Create{Op: "o1", Key: "k", Version: 1, Fence: 2, Life: time.Minute}
	first, err := v.Do(make1)
	if err != nil || !first.New || len(first.Secret) != 32 {
		t.Fatal(first, err)
	}
	if again, err := v.Do(make1); err != nil || again.New || again.Made.Print != first.Made.Print || again.Secret != nil {
		t.Errorf("made again: %+v, %v", again, err)
	}
	if _, err := v.Do(engine.Create{Op: "o2", Key: "k", Version: 2, Fence: 1}); !errors.Is(err, engine.ErrStaleFence) {
		t.Errorf("an older fence: %v", err)
	}
	if d, err := v.Do(engine.Fetch{Key: "k", Version: 1}); err != nil || d.Fetch.Print != first.Made.Print {
		t.Errorf("fetched %+v, %v", d, err)
	}
	wall += 2 * time.Minute
	if _, err := v.Do(engine.Fetch{Key: "k", Version: 1}); !errors.Is(err, engine.ErrEnded) {
		t.Errorf("what has ended: %v", err)
	}
	if d, err := v.Do(engine.Destroy{Op: "o3", Key: "k", Version: 3, Fence: 2}); err != nil || !d.New {
		t.Errorf("destroyed %+v, %v", d, err)
	}
	if d, err := v.Do(engine.Create{Op: "o3", Key: "k", Version: 3, Fence: 2}); err != nil || d.New || !d.Made.Destroyed {
		t.Errorf("made after it was destroyed: %+v, %v", d, err)
	}
	if d, _ := v.Do(vault.Lose{Key: "k", Version: 1}); len(d.Ops) != 1 || d.Ops[0] != "o1" {
		t.Errorf("lost %v", d.Ops)
	}
}

// TestForget: what is put back to an older copy knows nothing of what was made since, and has again
// what was destroyed since; what is made then is other material.
func TestForget(t *testing.T) {
	v := vault.New(func() time.Duration { return time.Hour })
	kept, err := v.Do(engine.Create{Op: "o1", Key: "k", Version: 1, Fence: 1})
	if err != nil {
		t.Fatal(err)
	}
	v.KeepCopies()
	since := engine.Create{Op: "o2", Key: "k", Version: 2, Fence: 1}
	first, err := v.Do(since)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Do(engine.Destroy{Op: "o1", Key: "k", Version: 1, Fence: 1}); err != nil {
		t.Fatal(err)
	}
	v.Forget(time.Hour)
	if d, _ := v.Do(engine.Lookup{Op: "o2"}); d.Found {
		t.Errorf("it still knows %+v", d.Made)
	}
	if d, err := v.Do(engine.Fetch{Key: "k", Version: 1}); err != nil || d.Fetch.Print != kept.Made.Print {
		t.Errorf("what was destroyed since: %+v, %v", d, err)
	}
	if again, err := v.Do(since); err != nil || !again.New || again.Made.Print == first.Made.Print {
		t.Errorf("made once more: %+v, %v", again, err)
	}
	v.Forget(0)
	if d, _ := v.Do(engine.Lookup{Op: "o2"}); !d.Found {
		t.Error("the newest copy is not of the newest")
	}
}

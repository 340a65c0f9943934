package keys_test

import (
	"context"
	"testing"

	"pawl/engine"
	"pawl/engine/keys/trial"
)

// TestSharedBackEnd: two ledgers that have one back end destroy nothing of each other, though they
// have the same operations.
func TestSharedBackEnd(t *testing.T) {
	b := trial.NewMemory()
	first, second := written(t, b), written(t, b)
	for _, text := range [][]byte{first, second} {
		s, _, err := open(text, b)
		if err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		if _, err := s.Fetch(ctx, engine.Fetch{Key: "k", Version: 1}); err != nil {
			t.Fatal(err)
		}
		if err := s.Destroy(ctx, engine.Destroy{Op: "a", Key: "k", Version: 1, Fence: 9}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWrapsNonsense: what cannot be had unwrapped again was not made.
func TestWrapsNonsense(t *testing.T) {
	s, _, err := open(nil, nonsense{trial.NewMemory()})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if made, err := s.Create(ctx, engine.Create{Op: "a", Key: "k", Version: 1, Fence: 1}); err == nil {
		t.Errorf("made %+v", made)
	}
	if f, err := s.Lookup(ctx, engine.Lookup{Op: "a"}); err != nil || f.Found {
		t.Errorf("%+v, %v", f, err)
	}
}

// nonsense is a back end that wraps something else than it is given.
type nonsense struct{ *trial.Memory }

func (n nonsense) Wrap(ctx context.Context, id string, secret []byte) ([]byte, error) {
	return n.Memory.Wrap(ctx, id, secret[1:])
}

package keys

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	"pawl/engine"
)

// Service is a key service: a ledger in front of a back end.
type Service struct {
	backend Backend
	wall    func() time.Duration
	turn    chan struct{} // full while somebody changes something
	ledger  *ledger       // of whoever has the turn

	mu sync.RWMutex // of state, which only whoever has the turn changes
	*state
}

// Open goes on from what a ledger says; one that is empty is begun. The wall clock is what
// material ends by. The medium is the service's, until [Service.Close].
func Open(on Medium, backend Backend, wall func() time.Duration) (*Service, error) {
	s := &Service{backend: backend, wall: wall, turn: make(chan struct{}, 1), state: newState()}
	var err error
	if s.ledger, err = readLedger(on, s.state); err != nil {
		return nil, fmt.Errorf("ledger of the key service: %w", err)
	}
	if s.state.ledger == "" {
		if err := s.write(entry{Is: isOpened, Form: theForm, Ledger: newID()}); err != nil {
			return nil, fmt.Errorf("ledger of the key service: %w", err)
		}
	}
	return s, nil
}

// Close waits for the change that is under way, and lets go of the medium. Nothing can be
// changed afterwards.
func (s *Service) Close() error {
	s.turn <- struct{}{}
	defer s.giveTurn()
	s.ledger.broken = errors.New("it was closed")
	return s.ledger.on.Close()
}

// takeTurn waits for the turn to change something.
func (s *Service) takeTurn(ctx context.Context) error {
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%w: waited for another call: %w", engine.ErrUnavailable, ctx.Err())
	}
}

func (s *Service) giveTurn() { <-s.turn }

// write makes entries durable, and then true.
func (s *Service) write(entries ...entry) error {
	if len(entries) == 0 {
		return nil
	}
	if err := s.ledger.write(entries); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range entries {
		if err := s.apply(&entries[i]); err != nil {
			panic("keys: what was written could not follow: " + err.Error()) // and will not be read again
		}
	}
	return nil
}

// admit refuses a fence below one that was seen, and gives what is to be written of it.
func (s *Service) admit(key string, fence uint64) ([]entry, error) {
	switch seen := s.fences[key]; {
	case fence < seen:
		return nil, engine.ErrStaleFence
	case fence == seen:
		return nil, nil
	}
	return []entry{{Is: isFenced, Key: key, Fence: fence}}, nil
}

// named refuses what cannot be kept, and an operation that is known as another one.
func (s *Service) named(op, key string, version uint32) (*operation, error) {
	if op == "" || key == "" || !validText(op) || !validText(key) {
		return nil, fmt.Errorf("%w: an operation and a key have names of 1 to %d bytes, in UTF-8", engine.ErrRejected, engine.MaxText)
	}
	o := s.ops[op]
	if o != nil && (o.Key != key || o.Version != version) {
		return nil, fmt.Errorf("%w: operation %q is known for version %d of %q", engine.ErrRejected, op, o.Version, o.Key)
	}
	return o, nil
}

// id is that of an operation's wrapping key. Ledgers that share a back end have no id in common.
func (s *Service) id(op string) string {
	digest := sha256.Sum256([]byte(s.state.ledger + " " + op))
	return hex.EncodeToString(digest[:])[:idDigits]
}

// Lookup says what became of an operation. What has been begun only has not become anything.
func (s *Service) Lookup(_ context.Context, l engine.Lookup) (engine.Found, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if o := s.ops[l.Op]; o != nil && (o.has || o.doomed) {
		return engine.Found{Made: o.Made, Found: true}, nil
	}
	return engine.Found{}, nil
}

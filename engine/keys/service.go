package keys

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
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

// Create makes material, once for each operation; see [engine.KeyService].
func (s *Service) Create(ctx context.Context, c engine.Create) (engine.Made, error) {
	if err := s.takeTurn(ctx); err != nil {
		return engine.Made{}, err
	}
	defer s.giveTurn()
	o, err := s.named(c.Op, c.Key, c.Version)
	if err != nil {
		return engine.Made{}, err
	}
	fence, err := s.admit(c.Key, c.Fence)
	if err != nil {
		return engine.Made{}, err
	}
	refused := s.issuable(c)
	if o == nil && refused == nil {
		fence = append(fence, entry{Is: isBegun, Op: c.Op, Key: c.Key, Version: c.Version})
	}
	// Of a line that may have been written or not, nothing is to be seen but a fence.
	if err := s.write(fence...); err != nil {
		return engine.Made{}, fmt.Errorf("%w: %w", engine.ErrUnavailable, err)
	}
	switch o := s.ops[c.Op]; {
	case o != nil && o.doomed:
		return s.late(ctx, o)
	case o != nil && o.has:
		return o.Made, nil
	case refused != nil:
		return engine.Made{}, refused
	default:
		return s.make(ctx, o, c)
	}
}

// late is what a create comes to after the destroy. It makes nothing, and says so once there
// is nothing.
func (s *Service) late(ctx context.Context, o *operation) (engine.Made, error) {
	if err := s.erase(ctx, o); err != nil {
		return engine.Made{}, fmt.Errorf("%w: what is to be destroyed is not yet: %v", engine.ErrUnavailable, err)
	}
	return o.Made, nil
}

// issuable refuses what can never be made as it is asked for.
func (s *Service) issuable(c engine.Create) error {
	switch {
	case !s.there(c.Under):
		return fmt.Errorf("%w: what it is to be issued under is not there", engine.ErrRejected)
	case !validText(c.Under.Key) || c.Under.Key == "" && c.Under.Version != 0:
		return fmt.Errorf("%w: what it is to be issued under has no name", engine.ErrRejected)
	case c.Life < 0 || s.wall()+c.Life < 0:
		return fmt.Errorf("%w: a life of %s", engine.ErrRejected, c.Life)
	}
	return nil
}

// make makes the material of an operation that has been begun.
func (s *Service) make(ctx context.Context, o *operation, c engine.Create) (engine.Made, error) {
	made := entry{Is: isMade, Op: c.Op}
	if err := s.wrapNew(ctx, &made); errors.Is(err, engine.ErrRejected) {
		return engine.Made{}, err
	} else if err != nil {
		// Whatever the back end has done: there is material only once the ledger says so.
		return engine.Made{}, fmt.Errorf("%w: %v", engine.ErrUnavailable, err)
	}
	made.End = s.endOf(c)
	if c.Under != (engine.Issuer{}) {
		u := under(c.Under)
		made.Under = &u
	}
	if err := s.write(made); errors.Is(err, errClean) {
		return engine.Made{}, fmt.Errorf("%w: %w", engine.ErrUnavailable, err)
	} else if err != nil {
		return engine.Made{}, fmt.Errorf("%w: %w", engine.ErrUnknown, err)
	}
	return o.Made, nil
}

// endOf is when material ends that is made now: no later than what it is under.
func (s *Service) endOf(c engine.Create) (end time.Duration) {
	if c.Life != 0 {
		end = s.wall() + c.Life
	}
	if p := s.newest(c.Under.Key, c.Under.Version); p != nil && p.End != 0 && (end == 0 || p.End < end) {
		end = p.End
	}
	return end
}

// wrapNew draws a secret and has it wrapped, and says of it what may be kept. It is had
// unwrapped again before it counts: some back ends make a key of their own where one is missing.
func (s *Service) wrapNew(ctx context.Context, made *entry) error {
	var secret [32]byte
	defer clear(secret[:])
	_, _ = rand.Read(secret[:]) // it does not fail: the program would end
	id := s.id(made.Op)
	err := s.backend.Make(ctx, id)
	if err == nil {
		made.By, err = s.backend.Print(ctx, id)
	}
	if err == nil {
		made.Wrapped, err = s.backend.Wrap(ctx, id, secret[:])
	}
	if err != nil {
		return err
	}
	made.Print = engine.Fingerprint(secret[:])
	again, err := s.backend.Unwrap(ctx, id, made.Wrapped)
	defer clear(again)
	if err == nil && subtle.ConstantTimeCompare(again, secret[:]) != 1 {
		err = errors.New("the back end unwraps something else than it wrapped")
	}
	return err
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

// Destroy leaves a tombstone, and then destroys what there is; see [engine.KeyService].
// Rejected means that the back end will never destroy it: it is not to be had any more
// all the same.
func (s *Service) Destroy(ctx context.Context, d engine.Destroy) error {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer s.giveTurn()
	o, err := s.named(d.Op, d.Key, d.Version)
	if err != nil {
		return err
	}
	lines, err := s.admit(d.Key, d.Fence)
	if err != nil {
		return err
	}
	if o == nil || !o.doomed {
		lines = append(lines, entry{Is: isDoomed, Op: d.Op, Key: d.Key, Version: d.Version})
	}
	if o == nil { // then the back end has never heard of it
		lines = append(lines, entry{Is: isGone, Op: d.Op})
	}
	if err := s.write(lines...); errors.Is(err, errClean) {
		return fmt.Errorf("%w: %w", engine.ErrUnavailable, err)
	} else if err != nil {
		return fmt.Errorf("%w: %w", engine.ErrUnknown, err)
	}
	return s.erase(ctx, s.ops[d.Op])
}

// erase destroys the wrapping key of what is doomed, unless that is done.
func (s *Service) erase(ctx context.Context, o *operation) error {
	if o.Destroyed {
		return nil
	}
	if err := s.backend.Destroy(ctx, s.id(o.op)); errors.Is(err, engine.ErrRejected) {
		return err
	} else if err != nil {
		return fmt.Errorf("%w: its tombstone is written: %v", engine.ErrUnknown, err)
	}
	if err := s.write(entry{Is: isGone, Op: o.op}); err != nil {
		return fmt.Errorf("%w: %w", engine.ErrUnknown, err)
	}
	return nil
}

// Finish destroys what was doomed before a crash, or while the back end was away. What it
// could not do, it or another destroy can do later.
func (s *Service) Finish(ctx context.Context) error {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer s.giveTurn()
	var failed []error
	for _, o := range s.doomed {
		if err := s.erase(ctx, o); err != nil {
			failed = append(failed, fmt.Errorf("operation %q: %w", o.op, err))
		}
	}
	return errors.Join(failed...)
}

// Fetch hands out the newest material of a version that is not destroyed, and of which what
// it is issued under is not, until it ends.
func (s *Service) Fetch(ctx context.Context, f engine.Fetch) (engine.Material, error) {
	o, err := s.fetchable(f)
	if err != nil {
		return engine.Material{}, err
	}
	m := engine.Material{Print: o.Print}
	if err := s.unwrap(ctx, &o, &m.Secret); err != nil {
		return engine.Material{}, err
	}
	// It may have ended while the back end took its time.
	if _, err := s.fetchable(f); err != nil {
		clear(m.Secret[:])
		return engine.Material{}, err
	}
	return m, nil
}

// fetchable is the operation whose material is to be had of a version now, as it stands.
func (s *Service) fetchable(f engine.Fetch) (operation, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	o := s.newest(f.Key, f.Version)
	if o == nil || !s.there(o.Under) {
		return operation{}, fmt.Errorf("%w: there is no material of version %d of %.64q, or none of what it is issued under", engine.ErrRejected, f.Version, f.Key)
	}
	if o.End != 0 && s.wall() >= o.End {
		return operation{}, engine.ErrEnded
	}
	return *o, nil
}

// unwrap has a secret unwrapped into its place.
func (s *Service) unwrap(ctx context.Context, o *operation, into *[32]byte) error {
	secret, err := s.backend.Unwrap(ctx, s.id(o.op), o.wrapped)
	defer clear(secret)
	switch {
	case errors.Is(err, engine.ErrRejected):
		return s.unlike(ctx, o, err)
	case err != nil:
		return fmt.Errorf("%w: %v", engine.ErrUnavailable, err)
	case len(secret) != len(into) || engine.Fingerprint(secret) != o.Print:
		return fmt.Errorf("%w: the back end unwraps something else than was wrapped", engine.ErrRejected)
	}
	copy(into[:], secret)
	return nil
}

// unlike says more of a secret that cannot be unwrapped: whether its key is another one now.
func (s *Service) unlike(ctx context.Context, o *operation, why error) error {
	if by, err := s.backend.Print(ctx, s.id(o.op)); err == nil && by != o.by {
		return fmt.Errorf("%w: the back end's key of operation %q is of print %.64q, and was %q when this was made: was it made anew, or put back?",
			engine.ErrRejected, o.op, by, o.by)
	}
	return why
}

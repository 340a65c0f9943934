package keys

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"pawl/engine"
)

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
		made.Wrapped, err = s.backend.Wrap(ctx, id, secret[:])
	}
	if err == nil {
		err = s.provesSame(ctx, id, made.Wrapped, secret[:])
	}
	if err == nil {
		made.Print = engine.Fingerprint(secret[:])
		made.By, err = s.backend.Print(ctx, id)
	}
	return err
}

// provesSame wants a secret back.
func (s *Service) provesSame(ctx context.Context, id string, wrapped, secret []byte) error {
	again, err := s.backend.Unwrap(ctx, id, wrapped)
	defer clear(again)
	if err == nil && subtle.ConstantTimeCompare(again, secret) != 1 {
		err = errors.New("the back end unwraps something else than it wrapped")
	}
	return err
}

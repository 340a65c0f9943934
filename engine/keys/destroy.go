package keys

import (
	"context"
	"errors"
	"fmt"

	"pawl/engine"
)

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

package keys

import (
	"context"
	"errors"
	"fmt"

	"pawl/engine"
)

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

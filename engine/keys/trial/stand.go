package trial

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/conform/keyservice"
	"pawl/engine/keys"
)

// A Stand is a key service with a clock that its user turns.
type Stand struct {
	open func() (*keys.Service, error)
	*keys.Service
	wall time.Duration
}

// began is when it is, on a stand, when a test begins.
const began = 1000 * time.Hour

// OnFile is a key service whose ledger is a file of the test's, in front of a back end that is
// opened with it, each time that it starts.
func OnFile(t *testing.T, backend func() (keys.Backend, error)) *Stand {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ledger")
	s := &Stand{wall: began}
	s.open = func() (*keys.Service, error) {
		file, err := keys.OpenFile(path)
		if err != nil {
			return nil, err
		}
		under, err := backend()
		if err != nil {
			return nil, errors.Join(err, file.Close())
		}
		return keys.Open(file, under, s.Wall)
	}
	if err := s.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func (s *Stand) start() (err error) {
	s.Service, err = s.open()
	return err
}

// Wall, Pass and Restart are those of [keyservice.Backend].
func (s *Stand) Wall() time.Duration  { return s.wall }
func (s *Stand) Pass(d time.Duration) { s.wall += d }
func (s *Stand) Restart() error       { return errors.Join(s.Close(), s.start()) }

func (s *Stand) Create(c engine.Create) (engine.Made, error) {
	return s.Service.Create(context.Background(), c)
}

func (s *Stand) Lookup(op string) (engine.Made, bool, error) {
	f, err := s.Service.Lookup(context.Background(), engine.Lookup{Op: op})
	return f.Made, f.Found, err
}

func (s *Stand) Destroy(op, key string, version uint32, fence uint64) error {
	return s.Service.Destroy(context.Background(), engine.Destroy{Op: op, Key: key, Version: version, Fence: fence})
}

func (s *Stand) Fetch(key string, version uint32) (engine.Material, error) {
	return s.Service.Fetch(context.Background(), engine.Fetch{Key: key, Version: version})
}

var _ keyservice.Backend = (*Stand)(nil)

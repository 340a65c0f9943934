package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"pawl/reports/strict"
)

// MostBytes is how long a ledger may be: some ten thousand campaigns, each with the names of its scenarios.
const MostBytes = 64 << 20

// errBusy says that somebody else has the ledger.
var errBusy = errors.New("somebody else is writing it; try again when they are done")

// Append adds a line to the ledger in a file, which it makes if need be. The ledger must be
// whole: who writes after a broken chain would hide where it broke.
func Append(path string, l Line) error {
	return locked(path, func(f *os.File, data []byte) error {
		line, err := Next(data, l)
		if err != nil {
			return err
		}
		if len(data)+len(line) > MostBytes {
			return fmt.Errorf("it would be longer than %d bytes, the most that is read; begin another, and keep its head", MostBytes)
		}
		if _, err := f.WriteAt(line, int64(len(data))); err != nil {
			return err
		}
		return f.Sync()
	})
}

// Repair takes away a torn last line, and gives what it took. Of a ledger that is whole, or
// broken otherwise, it takes nothing; nor where no line comes before that would show that it is one.
func Repair(path string) (taken []byte, err error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err // a ledger that is made by this would hide that there was none
	}
	err = locked(path, func(f *os.File, data []byte) error {
		_, err := Read(data)
		var torn *Torn
		if !errors.As(err, &torn) || torn.After == 0 {
			return err
		}
		whole := len(data) - torn.Bytes
		taken = bytes.Clone(data[whole:])
		return errors.Join(f.Truncate(int64(whole)), f.Sync())
	})
	return taken, err
}

// locked works on a ledger that nobody else is writing.
func locked(path string, work func(f *os.File, data []byte) error) (err error) {
	_, missing := os.Stat(path)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	unlock, err := lock(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	defer unlock()
	data, err := strict.ReadAll(io.NewSectionReader(f, 0, MostBytes+1), MostBytes)
	if err == nil {
		err = work(f, data)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if missing != nil {
		return synced(filepath.Dir(path)) // a name can be lost as well
	}
	return nil
}

func synced(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

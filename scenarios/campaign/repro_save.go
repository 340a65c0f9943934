package campaign

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"pawl/engine/wrong"
	"pawl/scenarios"
)

// Save writes a repro into a directory, which it makes if need be, and returns
// its path. A file that is there is never overwritten: if it has the same
// content it is the one; if somebody has edited it, this one gets a longer name.
func (r *Repro) Save(dir string) (path string, err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	content := r.Bytes()
	var unread *fs.PathError
	for _, digits := range []int{12, 24, 64} {
		path = filepath.Join(dir, r.name(digits))
		switch there, err := scenarios.ReadFile(path, largestRepro); {
		case err == nil && bytes.Equal(there, content):
			return path, nil
		case errors.As(err, &unread) && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.EISDIR):
			return "", err
		case !errors.Is(err, fs.ErrNotExist):
			continue // somebody has put something else there
		}
		if err := create(dir, path, content); !errors.Is(err, fs.ErrExist) {
			return path, err
		}
	}
	return "", fmt.Errorf("%s: there is another file of this name", path)
}

// create makes a file appear with all of its content or not at all, even if the
// machine fails. It links instead of renaming, since a rename would replace a
// file that appeared meanwhile.
func create(dir, path string, content []byte) error {
	temp, err := os.CreateTemp(dir, ".repro-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp.Name()) }() // the link, if made, stays
	_, err = temp.Write(content)
	err = errors.Join(err, temp.Chmod(0o644), temp.Sync(), temp.Close())
	if err != nil {
		return err
	}
	if err := os.Link(temp.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// LoadRepro reads a repro file, as [ParseRepro] does.
func LoadRepro(path string, own ...wrong.Engine) (*Repro, error) {
	data, err := scenarios.ReadFile(path, largestRepro)
	if err != nil {
		return nil, err
	}
	r, err := ParseRepro(data, own...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

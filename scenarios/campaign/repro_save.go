package campaign

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"pawl/engine/wrong"
	"pawl/reports/whole"
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
	written := func(w io.Writer) error { _, err := w.Write(content); return err }
	var unread *fs.PathError
	for _, name := range r.names() {
		path = filepath.Join(dir, name)
		switch there, err := scenarios.ReadFile(path, MostOfARepro); {
		case err == nil && bytes.Equal(there, content):
			return path, nil
		case errors.As(err, &unread) && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.EISDIR):
			return "", err
		case !errors.Is(err, fs.ErrNotExist):
			continue // somebody has put something else there
		}
		if err := whole.Create(path, written); !errors.Is(err, fs.ErrExist) {
			return path, err
		}
	}
	return "", fmt.Errorf("%s: there is another file of this name", path)
}

// LoadRepro reads a repro file, as [ParseRepro] does.
func LoadRepro(path string, own ...wrong.Engine) (*Repro, error) {
	_, r, err := ReadRepro(path, own...)
	return r, err
}

// ReadRepro does so for whoever needs its text, too: standard input is not there twice.
func ReadRepro(path string, own ...wrong.Engine) (text []byte, r *Repro, err error) {
	if text, err = scenarios.ReadFile(path, MostOfARepro); err != nil {
		return nil, nil, err
	}
	if r, err = ParseRepro(text, own...); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return text, r, nil
}

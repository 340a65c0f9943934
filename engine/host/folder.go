package host

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"pawl/engine"
)

// Folder is a machine's disk, encrypted under a key of the node: what an engine writes there
// is material. A file is bound to its name, so that none can be put in another's place. That
// an older one of the same name is put back shows here no more than anywhere.
type Folder struct {
	dir    string
	aead   cipher.AEAD
	failed atomic.Bool // what was renamed may not last
}

const (
	sealedEnd = ".sealed" // of a file's name
	newBegin  = ".new-"   // of one that is not whole yet; without that end
	form      = 1         // of what is in a file: this byte, nonce, ciphertext and tag
)

// OpenFolder opens a folder that is there and nobody else uses, under a key of 32 bytes. What
// a crash left half written is removed.
func OpenFolder(dir string, key []byte) (*Folder, error) {
	if len(key) != 32 {
		return nil, fmt.Errorf("folder %s: a node key of %d bytes; want 32 random ones", dir, len(key))
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("folder %s: %w", dir, err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("folder %s: %w", dir, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("folder %s cannot be read; make it, for this user alone: %w", dir, err)
	}
	for _, e := range entries {
		if name := e.Name(); strings.HasPrefix(name, newBegin) && !strings.HasSuffix(name, sealedEnd) {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				return nil, fmt.Errorf("folder %s: what a crash left cannot be removed: %w", dir, err)
			}
		}
	}
	return &Folder{dir: dir, aead: aead}, nil
}

func (f *Folder) path(name string) string {
	return filepath.Join(f.dir, url.PathEscape(name)+sealedEnd)
}

// bound is what a file is tied to.
func bound(name string) []byte { return append([]byte{form}, name...) }

// Read gives a file. One that was not written under this key and name is an error.
func (f *Folder) Read(name string) (engine.File, error) {
	data, err := os.ReadFile(f.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return engine.File{}, nil
	}
	if err != nil {
		return engine.File{}, fmt.Errorf("%w: %w", engine.ErrDisk, err)
	}
	if len(data) == 0 || data[0] != form {
		return engine.File{}, fmt.Errorf("%w: %s is not of a form that is known here; was it written by a newer release?", engine.ErrDisk, f.path(name))
	}
	plain, err := f.aead.Open(nil, nil, data[1:], bound(name))
	if err != nil {
		return engine.File{}, fmt.Errorf("%w: %s was changed, or is of another node key; give the node its own key, or an empty folder", engine.ErrDisk, f.path(name))
	}
	return engine.File{Data: plain, Found: true}, nil
}

// Write puts a whole file in place of what is there, or leaves that as it is.
func (f *Folder) Write(name string, data []byte) error {
	sealed := f.aead.Seal([]byte{form}, nil, data, bound(name))
	if err := f.replace(f.path(name), sealed); err != nil {
		return fmt.Errorf("%w: %s stays as it was: %w", engine.ErrDisk, f.path(name), err)
	}
	return nil
}

// replace writes a new file beside the old one, makes it durable, and gives it its name.
func (f *Folder) replace(path string, data []byte) (err error) {
	file, err := os.CreateTemp(f.dir, newBegin+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	return err
}

// Remove removes a file, if it is there.
func (f *Folder) Remove(name string) error {
	if err := os.Remove(f.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %w", engine.ErrDisk, err)
	}
	return nil
}

// Sync makes names durable that were given and taken. Once that has failed it is not tried
// again: a system may then say yes, and have thrown away what it could not write.
func (f *Folder) Sync() error {
	if f.failed.Load() {
		return fmt.Errorf("%w: %s could not be made durable before; look at the disk, then start again", engine.ErrDisk, f.dir)
	}
	if err := f.sync(); err != nil {
		f.failed.Store(true)
		return fmt.Errorf("%w: %s: %w", engine.ErrDisk, f.dir, err)
	}
	return nil
}

func (f *Folder) sync() error {
	dir, err := os.Open(f.dir)
	if err != nil {
		return err
	}
	err = dir.Sync()
	if closed := dir.Close(); err == nil {
		err = closed
	}
	return err
}

// Names are those of the files that are there, for whoever looks after a disk by hand.
func (f *Folder) Names() (names []string, err error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", engine.ErrDisk, err)
	}
	for _, e := range entries {
		if escaped, is := strings.CutSuffix(e.Name(), sealedEnd); is {
			if name, err := url.PathUnescape(escaped); err == nil {
				names = append(names, name)
			}
		}
	}
	return names, nil
}

package file

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"pawl/engine"
	"pawl/engine/keys"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// Backend is a folder of wrapping keys.
type Backend struct {
	dir    string
	master tink.AEAD
}

const (
	masterName = "master"
	keyEnd     = ".key"
	newBegin   = ".new-"
	maxFile    = 4 << 10
)

// Open opens a folder that is there. In an empty one a master is made.
func Open(dir string) (*Backend, error) {
	if err := sweep(dir); err != nil {
		return nil, fmt.Errorf("key folder: %w", err)
	}
	master, err := openMaster(dir)
	if err != nil {
		return nil, fmt.Errorf("key folder %s: %w", dir, err)
	}
	return &Backend{dir, master}, nil
}

// sweep removes what a crash left half written.
func sweep(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("cannot be read; make it, for this user alone: %w", err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), newBegin) {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *Backend) path(id string) string { return filepath.Join(b.dir, id+keyEnd) }

// valid refuses what would be another place than a file of the folder.
func valid(id string) error {
	if len(id) != 32 || strings.Trim(id, "0123456789abcdef") != "" {
		return fmt.Errorf("%w: %.40q is no id of a key", engine.ErrRejected, id)
	}
	return nil
}

// Make draws a key, and stores it whole or not at all.
func (b *Backend) Make(_ context.Context, id string) error {
	if _, err := b.read(id); err == nil {
		return keys.SyncFolder(b.dir) // its name may not have been made durable
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return fmt.Errorf("a key cannot be drawn: %w", err)
	}
	var sealed bytes.Buffer
	if err := handle.WriteWithAssociatedData(keyset.NewBinaryWriter(&sealed), b.master, []byte(id)); err != nil {
		return fmt.Errorf("a key cannot be encrypted: %w", err)
	}
	return store(b.path(id), sealed.Bytes())
}

// read reads a key as it lies there. That there is none is rejected too.
func (b *Backend) read(id string) ([]byte, error) {
	if err := valid(id); err != nil {
		return nil, err
	}
	data, err := readSmall(b.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: there is no key %s: %w", engine.ErrRejected, id, err)
	}
	return data, err
}

// key is a key, ready for use.
func (b *Backend) key(id string) (tink.AEAD, error) {
	data, err := b.read(id)
	if err != nil {
		return nil, err
	}
	return b.decode(id, data)
}

// decode reads what lies in a key's file. Whatever else lies there will not become one.
func (b *Backend) decode(id string, data []byte) (tink.AEAD, error) {
	handle, err := keyset.ReadWithAssociatedData(keyset.NewBinaryReader(bytes.NewReader(data)), b.master, []byte(id))
	if err != nil {
		return nil, fmt.Errorf("%w: %s is no key under this master, or of another id, or was changed; put back the file as it was", engine.ErrRejected, b.path(id))
	}
	key, err := aead.New(handle)
	if err != nil {
		return nil, fmt.Errorf("%w: %s is a key for something else", engine.ErrRejected, b.path(id))
	}
	return key, nil
}

// Wrap encrypts a secret, bound to the id.
func (b *Backend) Wrap(_ context.Context, id string, secret []byte) ([]byte, error) {
	key, err := b.key(id)
	if err != nil {
		return nil, err
	}
	return key.Encrypt(secret, []byte(id))
}

// Unwrap decrypts it.
func (b *Backend) Unwrap(_ context.Context, id string, wrapped []byte) ([]byte, error) {
	key, err := b.key(id)
	if err != nil {
		return nil, err
	}
	secret, err := key.Decrypt(wrapped, []byte(id))
	if err != nil {
		return nil, fmt.Errorf("%w: it was not wrapped under key %s", engine.ErrRejected, id)
	}
	return secret, nil
}

// Print is that of the file: each key that is made is encrypted anew.
func (b *Backend) Print(_ context.Context, id string) (string, error) {
	data, err := b.read(id)
	if err != nil {
		return "", err
	}
	return engine.Fingerprint(data), nil
}

// Destroy overwrites a key's file, and removes it.
func (b *Backend) Destroy(_ context.Context, id string) error {
	if err := valid(id); err != nil {
		return err
	}
	return shred(b.path(id))
}

package file

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// openMaster reads the master, or makes one where there is nothing that it could be missed for.
func openMaster(dir string) (tink.AEAD, error) {
	path := filepath.Join(dir, masterName)
	if err := private(path); errors.Is(err, fs.ErrNotExist) {
		if err := makeMaster(dir, path); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, err
	}
	data, err := readSmall(path)
	if err != nil {
		return nil, err
	}
	defer clear(data)
	return decodeMaster(data)
}

// private refuses a master that others can read.
func private(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if mode := info.Mode(); !mode.IsRegular() || mode.Perm()&0o077 != 0 {
		return fmt.Errorf("%s is %s; want a file of mode 0600. Who else has read it has all keys: rotate them", path, mode)
	}
	return nil
}

func makeMaster(dir, path string) error {
	keys, err := filepath.Glob(filepath.Join(dir, "*"+keyEnd))
	if err != nil || len(keys) > 0 {
		return fmt.Errorf("there are %d keys, and no master; put that back", len(keys))
	}
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return fmt.Errorf("a master cannot be drawn: %w", err)
	}
	var plain bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewBinaryWriter(&plain)); err != nil {
		return fmt.Errorf("a master cannot be written: %w", err)
	}
	defer clear(plain.Bytes())
	return store(path, plain.Bytes())
}

// decodeMaster reads a master. Its errors say nothing of what it read.
func decodeMaster(data []byte) (tink.AEAD, error) {
	handle, err := insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(data)))
	if err != nil {
		return nil, errors.New("the master is no keyset of Tink; put back the file as it was")
	}
	master, err := aead.New(handle)
	if err != nil {
		return nil, errors.New("the master is a keyset for something else than AEAD")
	}
	return master, nil
}

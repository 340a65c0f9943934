package keys

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// OpenFile opens a ledger's file, or makes one, for this process alone, until it is closed.
func OpenFile(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the ledger cannot be opened: %w", err)
	}
	err = lock(file)
	if err == nil {
		err = SyncFolder(filepath.Dir(path))
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("ledger %s: %w", path, err)
	}
	return file, nil
}

// SyncFolder makes durable which files there are in a folder.
func SyncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

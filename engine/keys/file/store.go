package file

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"pawl/engine/keys"
)

// readSmall reads a file, which has to be as small as those that are written here.
func readSmall(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("%s is larger than %d bytes, and so none of ours", path, maxFile)
	}
	return data, err
}

// store writes a new file, of mode 0600, durable before it has its name, and then its name.
func store(path string, data []byte) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), newBegin+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	_, err = file.Write(data)
	if err = errors.Join(err, file.Sync(), file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err == nil {
		err = keys.SyncFolder(filepath.Dir(path))
	}
	return err
}

// shred overwrites a file, durably, and then removes it. One that is not there was shredded.
func shred(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return keys.SyncFolder(filepath.Dir(path)) // its removal may not have been made durable
	}
	if err != nil {
		return err
	}
	if err = errors.Join(overwrite(file), file.Close()); err == nil {
		err = os.Remove(path)
	}
	if err == nil {
		err = keys.SyncFolder(filepath.Dir(path))
	}
	return err
}

func overwrite(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if _, err := file.WriteAt(make([]byte, info.Size()), 0); err != nil {
		return err
	}
	return file.Sync()
}

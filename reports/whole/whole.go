package whole

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Create makes a file appear with all that is written to it or not at all, even if the
// machine fails. It links instead of renaming, since a rename would replace a
// file that appeared meanwhile.
func Create(path string, write func(io.Writer) error) error { return appear(path, write, os.Link) }

// Replace makes a file appear likewise, in place of an earlier one if there is one. What is there
// and is no regular file, such as a device or a link, is left as it is.
func Replace(path string, write func(io.Writer) error) error {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return &os.PathError{Op: "rename", Path: path, Err: errNotRegular}
	}
	return appear(path, write, os.Rename)
}

var errNotRegular = errors.New("it is no regular file, and would be replaced by one; give another name")

// appear writes all of a file elsewhere, and then has it put in its place.
func appear(path string, write func(io.Writer) error, put func(temp, path string) error) error {
	dir := filepath.Dir(path)
	temp, err := os.CreateTemp(dir, ".pawl-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp.Name()) }() // what was put in its place stays
	err = write(temp)
	err = errors.Join(err, temp.Chmod(0o644), temp.Sync(), temp.Close())
	if err != nil {
		return err
	}
	if err := put(temp.Name(), path); err != nil {
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

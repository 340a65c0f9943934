//go:build unix

package daemon

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// lock makes a file, and takes it for as long as it is open: a process that is killed lets go
// of it.
func lock(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	err = unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	switch {
	case errors.Is(err, unix.EWOULDBLOCK):
		err = fmt.Errorf("%s is held by another process, which uses this folder: stop that one, or give this one another folder", path)
	case err != nil:
		err = fmt.Errorf("%s cannot be locked; is it on a local file system? %w", path, err)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

//go:build unix

package keys

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// lock takes the file for as long as it is open: a process that is killed lets go of it.
func lock(file *os.File) error {
	err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return errors.New("another key service has it open; one ledger has one writer, so stop that one first")
	}
	if err != nil {
		return fmt.Errorf("cannot be locked; is it on a local file system? %w", err)
	}
	return nil
}

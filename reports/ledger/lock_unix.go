//go:build unix

package ledger

import (
	"os"

	"golang.org/x/sys/unix"
)

// lock keeps others from writing until it is undone, or the process ends.
func lock(f *os.File) (unlock func(), err error) {
	if unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) != nil {
		return nil, errBusy
	}
	return func() { _ = unix.Flock(int(f.Fd()), unix.LOCK_UN) }, nil
}

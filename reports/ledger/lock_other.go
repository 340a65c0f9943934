//go:build !unix

package ledger

import (
	"fmt"
	"os"
)

// lock keeps others from writing until it is undone. Where files cannot be locked a second
// file stands for that; it stays if the machine fails.
func lock(f *os.File) (unlock func(), err error) {
	name := f.Name() + ".lock"
	l, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, fmt.Errorf("%w; if nobody is, take %s away", errBusy, name)
	}
	_ = l.Close()
	return func() { _ = os.Remove(name) }, nil
}

//go:build !unix

package daemon

import (
	"errors"
	"os"
)

func lock(string) (*os.File, error) {
	return nil, errors.New("a folder cannot be locked on this system: use Linux, macOS or another Unix")
}

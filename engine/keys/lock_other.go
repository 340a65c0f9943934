//go:build !unix

package keys

import (
	"errors"
	"os"
)

func lock(*os.File) error {
	return errors.New("on this system a file cannot be locked for the life of a process; run the key service on Unix")
}

//go:build linux || darwin || freebsd

package doctor

import "golang.org/x/sys/unix"

// free is how much a folder's file system has left for whoever is not its master.
func free(dir string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil
}

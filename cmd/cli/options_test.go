package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Where nothing is violated nothing is written, so that a folder that may only be
// read is no reason to refuse. What can never hold a file is.
func TestReadOnlyFolderIsGoodEnough(t *testing.T) {
	for err, is := range map[error]bool{
		&fs.PathError{Op: "open", Path: "x", Err: syscall.EROFS}:   true,
		&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}:  true,
		&fs.PathError{Op: "open", Path: "x", Err: syscall.ENOTDIR}: false,
	} {
		if onlyRead(err) != is {
			t.Errorf("%v: %t", err, !is)
		}
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	if err := directory(filepath.Join(dir, "pawl-repros")); err != nil {
		t.Error(err)
	}
	if err := directory("options_test.go/below"); err == nil || !strings.Contains(err.Error(), "not a directory") {
		t.Errorf("below a file: error %v", err)
	}
}

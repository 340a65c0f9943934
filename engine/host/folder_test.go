//go:build linux

package host

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"pawl/engine"
)

func openFolder(t *testing.T, dir string, key byte) *Folder {
	t.Helper()
	f, err := OpenFolder(dir, bytes.Repeat([]byte{key}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	f := openFolder(t, dir, 1)
	names := []string{"a", "keys/payments/3", "..", ".", "", ".new-x", "ü %2f"}
	for i, name := range names {
		for range 2 { // the second is put over the first
			if err := f.Write(name, []byte("material "+name)); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.Sync(); err != nil {
			t.Fatal(err)
		}
		if all, _ := os.ReadDir(dir); len(all) != i+1 {
			t.Fatalf("%d files after %d names", len(all), i+1)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, newBegin+"17"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	f = openFolder(t, dir, 1)
	for _, name := range names {
		got, err := f.Read(name)
		if err != nil || !got.Found || string(got.Data) != "material "+name {
			t.Errorf("%q: %+v, %v", name, got, err)
		}
	}
	all, _ := os.ReadDir(dir)
	if len(all) != len(names) {
		t.Errorf("%d files for %d names: what a crash left is still there", len(all), len(names))
	}
	for _, e := range all {
		if raw, _ := os.ReadFile(filepath.Join(dir, e.Name())); bytes.Contains(raw, []byte("material")) {
			t.Errorf("%s can be read without the node key", e.Name())
		}
	}
	if err := f.Remove("a"); err != nil {
		t.Error(err)
	}
	if err := f.Remove("a"); err != nil {
		t.Errorf("to remove what is not there: %v", err)
	}
	if got, err := f.Read("a"); err != nil || got.Found {
		t.Errorf("after it was removed: %+v, %v", got, err)
	}
}

// TestFolderDoubts wants no file to be taken for what it is not.
func TestFolderDoubts(t *testing.T) {
	dir := t.TempDir()
	f := openFolder(t, dir, 1)
	for _, name := range []string{"a", "b"} {
		if err := f.Write(name, []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	a, err := os.ReadFile(f.path("a"))
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Clone(a)
	changed[len(changed)-1] ^= 1
	for name, c := range map[string]struct {
		key  byte
		data []byte
		says string
	}{
		"another's file":    {1, a, "was changed"},
		"a changed byte":    {1, changed, "was changed"},
		"of a later form":   {1, append([]byte{form + 1}, a[1:]...), "newer"},
		"nothing":           {1, nil, "newer"},
		"half":              {1, a[:7], "was changed"},
		"of another's node": {2, nil, "another node key"},
	} {
		under, file := openFolder(t, dir, c.key), "b"
		if c.key != 1 {
			file = "a"
		} else if err := os.WriteFile(f.path("b"), c.data, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := under.Read(file); !errors.Is(err, engine.ErrDisk) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if _, err := OpenFolder(dir, []byte("short")); err == nil {
		t.Error("a short node key is taken")
	}
}

// TestFolderFull wants a full disk to be the contract's error, and the old file to stand.
func TestFolderFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no right to mount a small disk here: %v", err)
	}
	defer syscall.Unmount(dir, 0)
	f := openFolder(t, dir, 1)
	if err := f.Write("a", []byte("old")); err != nil {
		t.Fatal(err)
	}
	err := f.Write("a", make([]byte, 2<<20))
	if !errors.Is(err, engine.ErrDisk) || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("on a full disk: %v", err)
	}
	if got, err := f.Read("a"); err != nil || string(got.Data) != "old" {
		t.Errorf("what was there before: %+v, %v", got, err)
	}
	if all, _ := os.ReadDir(dir); len(all) != 1 {
		t.Errorf("%d files: what did not fit is left", len(all))
	}
}

// TestFolderGone wants each write, remove and sync that fails to be the contract's error, and
// a sync not to be believed afterwards.
func TestFolderGone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	f := openFolder(t, dir, 1)
	if err := os.Rename(dir, dir+"2"); err != nil {
		t.Fatal(err)
	}
	if err := f.Write("a", nil); !errors.Is(err, engine.ErrDisk) {
		t.Errorf("write: %v", err)
	}
	if err := f.Sync(); !errors.Is(err, engine.ErrDisk) {
		t.Errorf("sync: %v", err)
	}
	if err := os.Rename(dir+"2", dir); err != nil {
		t.Fatal(err)
	}
	if err := f.Sync(); !errors.Is(err, engine.ErrDisk) {
		t.Errorf("a sync after one that failed: %v", err)
	}
}

// TestNames: whoever looks after a disk finds what is on it, by the names that were given.
func TestNames(t *testing.T) {
	f, err := OpenFolder(t.TempDir(), make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a/b", "c"} {
		if err := f.Write(name, []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Remove("c"); err != nil {
		t.Fatal(err)
	}
	if names, err := f.Names(); err != nil || len(names) != 1 || names[0] != "a/b" {
		t.Errorf("%q, %v", names, err)
	}
}

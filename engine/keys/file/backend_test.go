package file_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pawl/engine"
	"pawl/engine/conform"
	"pawl/engine/conform/keyservice"
	"pawl/engine/keys"
	"pawl/engine/keys/file"
	"pawl/engine/keys/trial"
)

// TestConforms holds a key service that keeps its keys in a folder to what all are held to.
func TestConforms(t *testing.T) {
	conform.Run(t, open, keyservice.All)
}

func open(t *testing.T) keyservice.Backend {
	dir := t.TempDir()
	return trial.OnFile(t, func() (keys.Backend, error) { return file.Open(dir) })
}

func BenchmarkService(b *testing.B) {
	dir := b.TempDir()
	trial.Measure(b, func() (keys.Backend, error) { return file.Open(dir) })
}

const id = "00112233445566778899aabbccddeeff"

// folder is a back end in a new folder, with a key.
func folder(t *testing.T) (b *file.Backend, dir string) {
	t.Helper()
	dir = t.TempDir()
	b, err := file.Open(dir)
	if err == nil {
		err = b.Make(context.Background(), id)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b, dir
}

// TestMaster: one that others can read is refused, and so are one that is missing, another one, and
// what is none. Nothing of it is in an error.
func TestMaster(t *testing.T) {
	b, dir := folder(t)
	path := filepath.Join(dir, "master")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	wrapped, err := b.Wrap(context.Background(), id, []byte("secret"))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := file.Open(dir); err != nil {
		t.Error(err)
	} else if got, err := again.Unwrap(context.Background(), id, wrapped); err != nil || string(got) != "secret" {
		t.Errorf("%q, %v", got, err)
	}
	refused := func(what string) {
		t.Helper()
		if _, err := file.Open(dir); err == nil || bytes.Contains([]byte(err.Error()), whole[len(whole)-20:]) {
			t.Errorf("%s: %v", what, err)
		}
	}
	must(t, os.Chmod(path, 0o640))
	refused("a group can read it")
	must(t, os.Remove(path))
	refused("it is missing")
	must(t, os.WriteFile(path, whole[:len(whole)-1], 0o600))
	refused("it is cut")
	must(t, os.WriteFile(path, make([]byte, 1<<20), 0o600))
	refused("it is large")
	_, elsewhere := folder(t)
	foreign, err := os.ReadFile(filepath.Join(elsewhere, "master"))
	must(t, err)
	must(t, os.WriteFile(path, foreign, 0o600))
	b, err = file.Open(dir)
	must(t, err)
	if _, err := b.Unwrap(context.Background(), id, wrapped); !errors.Is(err, engine.ErrRejected) {
		t.Errorf("under another master: %v", err)
	}
}

// TestKeyFiles: a key that was changed, is another one's, or is none, is refused.
func TestKeyFiles(t *testing.T) {
	b, dir := folder(t)
	ctx := context.Background()
	wrapped, err := b.Wrap(ctx, id, []byte("secret"))
	must(t, err)
	path := filepath.Join(dir, id+".key")
	whole, err := os.ReadFile(path)
	must(t, err)
	refused := func(what, id string) {
		t.Helper()
		if _, err := b.Unwrap(ctx, id, wrapped); !errors.Is(err, engine.ErrRejected) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for i := range whole {
		changed := slices.Clone(whole)
		changed[i] ^= 0x10
		must(t, os.WriteFile(path, changed, 0o600))
		if got, err := b.Unwrap(ctx, id, wrapped); err == nil && string(got) != "secret" {
			t.Errorf("byte %d changed: %q", i, got)
		}
	}
	must(t, os.WriteFile(path, make([]byte, len(whole)), 0o600))
	refused("it is zeros", id)
	const other = "ffeeddccbbaa99887766554433221100"
	must(t, os.WriteFile(filepath.Join(dir, other+".key"), whole, 0o600))
	refused("it is another one's", other)
	must(t, os.Remove(path))
	refused("it is not there", id)
	for _, name := range []string{"", "../" + id, strings.ToUpper(other), other + "0"} {
		if err := b.Make(ctx, name); !errors.Is(err, engine.ErrRejected) {
			t.Errorf("made %q: %v", name, err)
		}
		if err := b.Destroy(ctx, name); !errors.Is(err, engine.ErrRejected) {
			t.Errorf("destroyed %q: %v", name, err)
		}
	}
}

// TestShredded: what is destroyed is overwritten, not only taken out of the folder.
func TestShredded(t *testing.T) {
	b, dir := folder(t)
	path := filepath.Join(dir, id+".key")
	same := filepath.Join(t.TempDir(), "same")
	must(t, os.Link(path, same))
	must(t, b.Destroy(context.Background(), id))
	must(t, b.Destroy(context.Background(), id))
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is in the folder: %v", err)
	}
	left, err := os.ReadFile(same)
	must(t, err)
	if len(left) == 0 || len(bytes.Trim(left, "\x00")) > 0 {
		t.Errorf("%d bytes are left: %q", len(left), left)
	}
}

// TestSweeps: what a crash left half written is gone after the next start.
func TestSweeps(t *testing.T) {
	_, dir := folder(t)
	must(t, os.WriteFile(filepath.Join(dir, ".new-1"), []byte("half"), 0o600))
	if _, err := file.Open(dir); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".new-*")); len(left) > 0 {
		t.Error(left)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

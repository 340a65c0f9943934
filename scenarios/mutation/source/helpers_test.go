package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func sample(t *testing.T) *Package { return loaded(t, "testdata/sample") }

func loaded(t *testing.T, dir string) *Package {
	t.Helper()
	p, err := Load(t.Context(), ".", dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// copied is the sample in a directory of its own.
func copied(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/sample")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// replace replaces a text of the sample, which must be there.
func replace(t *testing.T, dir, old, text string) {
	t.Helper()
	path := filepath.Join(dir, "sample.go")
	b, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(b), old) {
		t.Fatalf("no %q: %v", old, err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(b), old, text, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
}

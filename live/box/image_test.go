package box

import (
	"archive/tar"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// TestTree: an image is a binary and what it needs to start, and nothing that is no binary is
// made one.
func TestTree(t *testing.T) {
	me, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	libraries, err := needed(me)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := treeOf(me)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]bool{}
	for r := tar.NewReader(tree); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		files[h.Name] = true
	}
	for _, want := range append([]string{"/pawl", "/data/", "/tmp/"}, libraries...) {
		if !files[want[1:]] {
			t.Errorf("%s is not in the image: %v", want, files)
		}
	}
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("no binary"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := treeOf(text); err == nil {
		t.Error("a text was made an image")
	}
}

// TestAbandoned: what a process has made that runs is not swept.
func TestAbandoned(t *testing.T) {
	for pid, want := range map[string]bool{"1": false, "": true, "x": true, "999999999": true} {
		if got := abandoned(pid); got != want {
			t.Errorf("made by %q: abandoned is %v", pid, got)
		}
	}
}

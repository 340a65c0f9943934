package campaign

import (
	"os"
	"path/filepath"
	"testing"
)

// What somebody has put where a repro would be stays as it is, whatever it is.
func TestSaveOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	r := smallRepro()
	taken := filepath.Join(dir, r.Name())
	if err := os.Mkdir(taken, 0o755); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second finds the first's, and keeps it
		path, err := r.Save(dir)
		if err != nil || path == taken {
			t.Fatalf("%s, error %v", path, err)
		}
		if again, err := LoadRepro(path); err != nil || again.Name() != r.Name() {
			t.Errorf("error %v", err)
		}
	}
	if all, _ := os.ReadDir(dir); len(all) != 2 {
		t.Errorf("%d files, want the one that was there, and one repro: %v", len(all), all)
	}
}

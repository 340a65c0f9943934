package keys_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pawl/engine/keys"
)

// TestOneWriter: a ledger that somebody has open is refused to everybody else.
func TestOneWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger")
	first, err := keys.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if _, err := keys.OpenFile(path); err == nil || !strings.Contains(err.Error(), "has it open") {
		t.Fatalf("a second writer: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := keys.OpenFile(path)
	if err != nil {
		t.Fatalf("after the first has gone: %v", err)
	}
	second.Close()
}

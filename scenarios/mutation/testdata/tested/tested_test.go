package tested

import (
	"os"
	"testing"
)

func TestUp(t *testing.T) {
	if n := Up(4); n != 10 {
		_ = os.WriteFile("testdata/failed", nil, 0o600) // as some tests do
		t.Errorf("got %d", n)
	}
	if _, err := os.Stat("testdata/golden"); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat("../go.mod"); err == nil {
		t.Error("this is not the root of the module")
	}
}

func TestLoose(*testing.T) { Loose(5) }

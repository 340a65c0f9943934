package outside

import (
	"os"
	"testing"

	"tested"
)

func TestAbroad(t *testing.T) {
	if !tested.Abroad(4) || tested.Abroad(3) {
		t.Error("wrong")
	}
	if _, err := os.Stat("../testdata/golden"); err != nil {
		t.Error(err)
	}
}

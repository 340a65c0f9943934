package main

import (
	"os"
	"testing"

	"pawl/cmd/house/lengthy"
)

// TestMain has more tests run side by side than there are processors: they wait for servers, most
// of the time.
func TestMain(m *testing.M) {
	lengthy.SideBySide(6)
	os.Exit(m.Run())
}

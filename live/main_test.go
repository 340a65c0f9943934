package live_test

import (
	"fmt"
	"os"
	"testing"

	"pawl/cmd/house/lengthy"
	"pawl/live/inmate"
)

// TestMain lets the tests' binary be the image of their containers.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == inmate.Name {
		fmt.Fprintln(os.Stderr, inmate.Run(os.Args[2:]))
		os.Exit(1)
	}
	lengthy.SideBySide(4)
	os.Exit(m.Run())
}

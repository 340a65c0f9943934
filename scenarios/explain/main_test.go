package explain

import (
	"testing"

	"pawl/sim"
)

// Most of the time of these tests is runs.
func TestMain(m *testing.M) {
	sim.CollectSeldom()
	m.Run()
}

package lengthy

import "os"

// A TB is what [Only] needs of a test; *testing.T is one. It is not named here, so that nothing
// links package testing.
type TB interface {
	Helper()
	Skip(args ...any)
}

// Wanted is whether tests that take long are to be made.
func Wanted() bool { return os.Getenv("PAWL_LONG") == "1" }

// Only leaves the test out if it is not [Wanted]; what says what it costs.
func Only(t TB, what string) {
	t.Helper()
	if !Wanted() {
		t.Skip(what + ". PAWL_LONG=1 has it done")
	}
}

package golden

import (
	"os"

	"pawl/reports"
)

// A TB is what [Result] needs of a test; *testing.T is one. It is not named here, so that nothing
// links package testing.
type TB interface {
	Helper()
	Fatal(args ...any)
}

// Result is a golden result, for a test in a folder beside this one.
func Result(t TB, name string) reports.Result {
	t.Helper()
	f, err := os.Open("../testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	r, err := reports.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

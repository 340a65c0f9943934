package golden

import (
	"os"

	"pawl/reports/film"
)

// OfFilm is where the golden film is, from a folder that is two below the module's.
const OfFilm = "../../scenarios/camera/testdata/small.film.json"

// SmallFilm is the film of a small run, for a test in such a folder.
func SmallFilm(t TB) *film.Film {
	t.Helper()
	file, err := os.Open(OfFilm)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // it was only read
	f, err := film.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

package html

import (
	"bytes"
	"os"
	"testing"

	"pawl/reports/paper"
	"pawl/reports/paper/specimen"
)

func written(t testing.TB, d paper.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTry(t *testing.T) {
	os.WriteFile("/tmp/rb/each.html", []byte(written(t, specimen.Each())), 0o644)
	os.WriteFile("/tmp/rb/long.html", []byte(written(t, specimen.Long(5000))), 0o644)
}

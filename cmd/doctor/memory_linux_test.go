package doctor

import (
	"os"
	"path/filepath"
	"testing"
)

func TestMemoryIsRead(t *testing.T) {
	if n, err := available("MemTotal: 9 kB\nMemAvailable:    2048 kB\n"); n != 2<<20 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := available("MemTotal: 9 kB\n"); err == nil {
		t.Error("it is not said, and was read")
	}
	dir := t.TempDir()
	write := func(file, text string) {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("memory.max", "max\n")
	write("memory.current", "5000\n")
	write("memory.stat", "anon 7\ninactive_file 1000\n")
	if _, _, limited := container(dir); limited {
		t.Error("there is no limit")
	}
	write("memory.max", "9000\n")
	if most, used, limited := container(dir); most != 9000 || used != 4000 || !limited {
		t.Errorf("%d, %d, %v", most, used, limited)
	}
}

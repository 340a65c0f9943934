package file

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

const id = "00112233445566778899aabbccddeeff"

// FuzzFiles: whatever lies in the place of a key or of a master, it is refused, or is one.
func FuzzFiles(f *testing.F) {
	dir := f.TempDir()
	b, err := Open(dir)
	if err == nil {
		err = b.Make(context.Background(), id)
	}
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range []string{masterName, id + keyEnd} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if key, err := b.decode(id, data); err == nil {
			if _, err := key.Encrypt([]byte("x"), nil); err != nil {
				t.Error(err)
			}
		}
		if master, err := decodeMaster(data); err == nil {
			if _, err := master.Encrypt([]byte("x"), nil); err != nil {
				t.Error(err)
			}
		}
	})
}

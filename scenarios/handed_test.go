package scenarios

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRegularFilesOnly(t *testing.T) {
	dir := t.TempDir()
	socket := filepath.Join(dir, "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Skip("no sockets here:", err)
	}
	defer func() { _ = l.Close() }()
	for path, want := range map[string]string{
		dir:         "is a directory",
		socket:      "is a socket; want a regular file",
		os.DevNull:  "is a device; want a regular file",
		dir + "/no": "no such file",
	} {
		if _, err := ReadFile(path, 10); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", path, err, want)
		}
		if _, err := Load(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s as a scenario: error %v, want %s", path, err, want)
		}
	}
}

func TestOneByteMoreThanTheMostIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "long")
	if err := os.WriteFile(path, make([]byte, 100), 0o600); err != nil {
		t.Fatal(err)
	}
	if data, err := ReadFile(path, 10); err != nil || len(data) != 11 {
		t.Errorf("%d bytes, error %v", len(data), err)
	}
}

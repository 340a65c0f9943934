package file_test

import (
	"testing"

	"pawl/engine/conform"
	"pawl/engine/conform/keyservice"
	"pawl/engine/keys"
	"pawl/engine/keys/file"
	"pawl/engine/keys/trial"
)

// TestConforms holds a key service that keeps its keys in a folder to what all are held to.
func TestConforms(t *testing.T) {
	conform.Run(t, open, keyservice.All)
}

func open(t *testing.T) keyservice.Backend {
	dir := t.TempDir()
	return trial.OnFile(t, func() (keys.Backend, error) { return file.Open(dir) })
}

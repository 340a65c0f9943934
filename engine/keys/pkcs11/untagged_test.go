//go:build !pkcs11

package pkcs11

import (
	"os"
	"testing"
)

// TestIsBuilt says that without the tag nothing of this is tried.
func TestIsBuilt(t *testing.T) {
	const how = "built without the tag pkcs11, so nothing is tried: go test -tags pkcs11"
	if os.Getenv("PAWL_REQUIRE_PKCS11") == "1" {
		t.Fatal(how)
	}
	t.Skip(how)
}

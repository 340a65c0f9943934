package standin_test

import (
	"errors"
	"testing"

	"pawl/engine/keys/transit/standin"

	"github.com/hashicorp/vault/api"
)

// as is a test that asks a server.
type as struct {
	*testing.T
	server *api.Logical
}

func start(t *testing.T) as {
	s := standin.Start()
	t.Cleanup(s.Close)
	c, err := api.NewClient(&api.Config{Address: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	c.SetToken(standin.Token)
	c.SetMaxRetries(0)
	return as{t, c.Logical()}
}

func (a as) write(path string, what map[string]any) map[string]any {
	a.Helper()
	secret, err := a.server.Write("transit/"+path, what)
	if err != nil {
		a.Fatalf("%s: %v", path, err)
	}
	return secret.Data
}

func (a as) read(name string) map[string]any {
	a.Helper()
	secret, err := a.server.Read("transit/keys/" + name)
	if err != nil {
		a.Fatal(err)
	}
	if secret == nil {
		return nil
	}
	return secret.Data
}

func (a as) refused(err error) {
	a.Helper()
	var said *api.ResponseError
	if !errors.As(err, &said) || said.StatusCode != 400 {
		a.Errorf("%v; want 400", err)
	}
}

// TestCreateAgain: under a name that is taken it says yes and changes nothing, of another type too.
func TestCreateAgain(t *testing.T) {
	a := start(t)
	a.write("keys/k", map[string]any{"type": "aes256-gcm96"})
	sealed := a.write("encrypt/k", map[string]any{"plaintext": "eA=="})
	a.write("keys/k", map[string]any{"type": "aes256-gcm96"})
	a.write("keys/k", map[string]any{"type": "ed25519", "exportable": true})
	if k := a.read("k"); k["type"] != "aes256-gcm96" || k["exportable"] != false {
		t.Error(k)
	}
	if got := a.write("decrypt/k", sealed); got["plaintext"] != "eA==" {
		t.Error(got)
	}
}

// TestRotateAgain: each rotate makes a version, and the old ones stay.
func TestRotateAgain(t *testing.T) {
	a := start(t)
	a.write("keys/k", nil)
	print := a.write("hmac/k/sha2-256", map[string]any{"input": "eA==", "key_version": 1})
	a.write("keys/k/rotate", nil)
	a.write("keys/k/rotate", nil)
	if v, ok := a.read("k")["latest_version"].(interface{ String() string }); !ok || v.String() != "3" {
		t.Error(v)
	}
	if again := a.write("hmac/k/sha2-256", map[string]any{"input": "eA==", "key_version": 1}); again["hmac"] != print["hmac"] {
		t.Error(again, print)
	}
}

// TestDelete: it has to be allowed, a second one is an error, and a create makes another key.
func TestDelete(t *testing.T) {
	a := start(t)
	a.write("keys/k", nil)
	sealed := a.write("encrypt/k", map[string]any{"plaintext": "eA=="})
	_, err := a.server.Delete("transit/keys/k")
	a.refused(err)
	a.write("keys/k/config", map[string]any{"deletion_allowed": true})
	if _, err := a.server.Delete("transit/keys/k"); err != nil {
		t.Fatal(err)
	}
	if a.read("k") != nil {
		t.Error("it is there")
	}
	_, err = a.server.Delete("transit/keys/k")
	a.refused(err)
	a.write("keys/k", nil)
	_, err = a.server.Write("transit/decrypt/k", sealed)
	a.refused(err)
}

// TestEncryptMakes: under a name that is not there it makes a key; nothing else does.
func TestEncryptMakes(t *testing.T) {
	a := start(t)
	for _, path := range []string{"decrypt/k", "hmac/k/sha2-256", "keys/k/config", "keys/k/rotate"} {
		_, err := a.server.Write("transit/"+path, map[string]any{"ciphertext": "vault:v1:AA=="})
		a.refused(err)
	}
	if a.read("k") != nil {
		t.Error("it is there")
	}
	a.write("encrypt/k", map[string]any{"plaintext": "eA=="})
	if a.read("k") == nil {
		t.Error("it is not there")
	}
}

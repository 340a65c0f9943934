package standin

import (
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// key is a key of the engine, with its versions, the first of which is at 0.
type key struct {
	kind       string
	exportable bool
	deletable  bool
	versions   []version
}

type version struct{ seal, hash [32]byte }

const usual = "aes256-gcm96"

func newKey(asked *request) *key {
	k := &key{kind: cmp.Or(asked.Type, usual), exportable: asked.Exportable}
	k.rotate()
	return k
}

func (k *key) rotate() {
	var v version
	_, _ = rand.Read(v.seal[:])
	_, _ = rand.Read(v.hash[:])
	k.versions = append(k.versions, v)
}

func (k *key) tell(name string) map[string]any {
	return map[string]any{"name": name, "type": k.kind, "derived": false, "exportable": k.exportable,
		"allow_plaintext_backup": false, "deletion_allowed": k.deletable, "latest_version": len(k.versions)}
}

// create says yes where a key of that name is, and leaves it as it is.
func (s *Transit) create(name string, asked *request) (said, error) {
	k := s.keys[name]
	if k != nil {
		return said{status: http.StatusOK, data: k.tell(name), warnings: []string{"key " + name + " already existed"}}, nil
	}
	k = newKey(asked)
	s.keys[name] = k
	return said{status: http.StatusOK, data: k.tell(name)}, nil
}

func (s *Transit) read(name string) said {
	if k := s.keys[name]; k != nil {
		return said{status: http.StatusOK, data: k.tell(name)}
	}
	return said{status: http.StatusNotFound}
}

func (s *Transit) configure(name string, asked *request) (said, error) {
	k := s.keys[name]
	if k == nil {
		return said{}, fmt.Errorf("no existing key named %s could be found", name)
	}
	if asked.Deletion != nil {
		k.deletable = *asked.Deletion
	}
	return said{status: http.StatusOK, data: k.tell(name)}, nil
}

// rotate makes a version more each time that it is asked.
func (s *Transit) rotate(name string, _ *request) (said, error) {
	k := s.keys[name]
	if k == nil {
		return said{}, errNoKey
	}
	k.rotate()
	return said{status: http.StatusOK, data: k.tell(name)}, nil
}

// remove refuses what is not allowed to be removed, and what is not there. It leaves nothing.
func (s *Transit) remove(name string) said {
	switch k := s.keys[name]; {
	case k == nil:
		return failed(http.StatusBadRequest, "error deleting policy %s: could not delete key; not found", name)
	case !k.deletable:
		return failed(http.StatusBadRequest, "error deleting policy %s: deletion is not allowed for this key", name)
	}
	delete(s.keys, name)
	return said{status: http.StatusNoContent}
}

func (k *key) aead(n int) (cipher.AEAD, error) {
	if n < 1 || n > len(k.versions) || k.kind != usual {
		return nil, errors.New("invalid ciphertext: version is too new, or the key is of another type")
	}
	block, err := aes.NewCipher(k.versions[n-1].seal[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// encrypt makes a key where there is none.
func (s *Transit) encrypt(name string, asked *request) (said, error) {
	if s.keys[name] == nil {
		s.keys[name] = newKey(&request{})
	}
	n := len(s.keys[name].versions)
	aead, err := s.keys[name].aead(n)
	if err != nil {
		return said{}, err
	}
	text := fmt.Sprintf("vault:v%d:%s", n, base64.StdEncoding.EncodeToString(aead.Seal(nil, nil, asked.Plaintext, nil)))
	return said{status: http.StatusOK, data: map[string]any{"ciphertext": text, "key_version": n}}, nil
}

func (s *Transit) decrypt(name string, asked *request) (said, error) {
	k := s.keys[name]
	if k == nil {
		return said{}, errNoKey
	}
	number, text, found := strings.Cut(strings.TrimPrefix(asked.Ciphertext, "vault:v"), ":")
	n, wrong := strconv.Atoi(number)
	sealed, broken := base64.StdEncoding.DecodeString(text)
	if !found || wrong != nil || broken != nil {
		return said{}, errors.New("invalid ciphertext: no prefix")
	}
	aead, err := k.aead(n)
	if err != nil {
		return said{}, err
	}
	plain, err := aead.Open(nil, nil, sealed, nil)
	if err != nil {
		return said{}, errors.New("invalid ciphertext: unable to decrypt")
	}
	return said{status: http.StatusOK, data: map[string]any{"plaintext": base64.StdEncoding.EncodeToString(plain)}}, nil
}

func (s *Transit) hmac(name string, asked *request) (said, error) {
	k := s.keys[name]
	if k == nil {
		return said{}, errNoKey
	}
	n := cmp.Or(asked.Version, len(k.versions))
	if n < 1 || n > len(k.versions) {
		return said{}, errors.New("invalid key version")
	}
	sum := hmac.New(sha256.New, k.versions[n-1].hash[:])
	_, _ = sum.Write(asked.Input)
	text := fmt.Sprintf("vault:v%d:%s", n, base64.StdEncoding.EncodeToString(sum.Sum(nil)))
	return said{status: http.StatusOK, data: map[string]any{"hmac": text}}, nil
}

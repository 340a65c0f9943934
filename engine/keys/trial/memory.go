package trial

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"fmt"
	"sync"

	"pawl/engine"
)

// Memory is a back end that keeps its keys as long as the test lasts. Like most that there are
// it knows nothing of a key that was destroyed, and makes another one if it is asked to.
type Memory struct {
	mu   sync.Mutex
	keys map[string]cipher.AEAD
	made int
}

// NewMemory has no keys.
func NewMemory() *Memory { return &Memory{keys: map[string]cipher.AEAD{}} }

// Count is how many keys there are, and how many were ever made.
func (m *Memory) Count() (there, made int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.keys), m.made
}

func (m *Memory) Make(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.keys[id] != nil {
		return nil
	}
	var key [32]byte
	_, _ = rand.Read(key[:])
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return err
	}
	m.made++
	m.keys[id], err = cipher.NewGCMWithRandomNonce(block)
	return err
}

func (m *Memory) key(id string) (cipher.AEAD, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.keys[id] == nil {
		return nil, fmt.Errorf("%w: there is no key %s", engine.ErrRejected, id)
	}
	return m.keys[id], nil
}

func (m *Memory) Wrap(_ context.Context, id string, secret []byte) ([]byte, error) {
	key, err := m.key(id)
	if err != nil {
		return nil, err
	}
	return key.Seal(nil, nil, secret, nil), nil
}

func (m *Memory) Unwrap(_ context.Context, id string, wrapped []byte) ([]byte, error) {
	key, err := m.key(id)
	if err != nil {
		return nil, err
	}
	secret, err := key.Open(nil, nil, wrapped, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", engine.ErrRejected, err)
	}
	return secret, nil
}

func (m *Memory) Print(_ context.Context, id string) (string, error) {
	key, err := m.key(id)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%p", key), nil
}

func (m *Memory) Destroy(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.keys, id)
	return nil
}

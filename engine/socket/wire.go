package socket

import (
	"errors"
	"net/http"

	"pawl/engine"
	"pawl/engine/host"
)

// toSeal asks for a plaintext to be sealed.
type toSeal struct {
	Key       string
	Plaintext []byte
}

// toOpen asks for a text to be opened.
type toOpen struct {
	Key     string
	Version uint32
	Nonce   [12]byte
	Text    []byte
}

// sealed and opened are the answers.
type sealed struct {
	Sealed engine.Sealed
	host.Worth
}

type opened struct {
	Plaintext []byte
	host.Worth
}

type refusal struct{ Error string }

// MaxPlaintext bounds, in bytes, what is sealed at a time.
const MaxPlaintext = 1 << 20

// maxBody bounds a request: base64, and room for what is around it.
const maxBody = MaxPlaintext*3/2 + 4096

// meanings are what each status says. What is not here is a refusal for good.
var meanings = []struct {
	status int
	err    error
}{
	{http.StatusServiceUnavailable, engine.ErrNotServing},
	{http.StatusGone, engine.ErrUnknownVersion},
	{http.StatusForbidden, engine.ErrRejected},
}

func statusOf(err error) int {
	for _, m := range meanings {
		if errors.Is(err, m.err) {
			return m.status
		}
	}
	return http.StatusBadRequest
}

// meaningOf is the error of the contract that a status stands for.
func meaningOf(status int) error {
	for _, m := range meanings {
		if status == m.status {
			return m.err
		}
	}
	return nil
}

package transit

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"pawl/engine"

	"github.com/hashicorp/vault/api"
)

// meaning is what a server's error means to whoever asked. It has the server's own words, unless
// they are those of something in between, which may repeat what was sent.
func (b *Backend) meaning(path string, err error) error {
	var said *api.ResponseError
	if !errors.As(err, &said) {
		return fmt.Errorf("%w: %s/%s: %w", engine.ErrUnknown, b.mount, path, err)
	}
	words := http.StatusText(said.StatusCode)
	if !said.RawError {
		words = fmt.Sprintf("%.200s", strings.Join(said.Errors, "; "))
	}
	advice, why := judge(said.StatusCode)
	return fmt.Errorf("%w: %s/%s: the server says %d, %s%s", why, b.mount, path, said.StatusCode, words, advice)
}

// judge sorts a status. Permission is what a token has that is in force: one that has expired, or
// lacks a line of policy, has none now, and is mended by somebody.
func judge(status int) (advice string, why error) {
	switch status {
	case http.StatusBadRequest, http.StatusNotFound:
		return "", engine.ErrRejected
	case http.StatusForbidden:
		return "; has the token expired, or does its policy lack this path?", engine.ErrUnavailable
	case http.StatusServiceUnavailable:
		return "; unseal it, or wait", engine.ErrUnavailable
	case http.StatusTooManyRequests, http.StatusPreconditionFailed:
		return "", engine.ErrUnavailable
	}
	return "", engine.ErrUnknown
}

package socket

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"pawl/engine"
	"pawl/engine/host"
)

// ErrLate: there was an answer, and it took longer than it held. Ask again: nothing is known
// to be wrong with the node. It counts as [engine.ErrNotServing].
var ErrLate = fmt.Errorf("%w: the answer came after it had ceased to hold", engine.ErrNotServing)

// Client is a host's way to the agent beside it. It may be used by several goroutines.
type Client struct {
	http  *http.Client
	clock interface{ Now() time.Duration }
}

// NewClient makes a client of the agent that listens at a socket. It does not look whether
// there is one.
func NewClient(path string) *Client {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", path)
	}
	return &Client{
		http:  &http.Client{Transport: &http.Transport{DialContext: dial, MaxIdleConnsPerHost: 16}, Timeout: 10 * time.Second},
		clock: host.NewBoottime(),
	}
}

// Close ends idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Seal has a plaintext sealed.
func (c *Client) Seal(ctx context.Context, key string, plaintext []byte) (engine.Sealed, error) {
	sent := c.clock.Now()
	var a sealed
	if err := c.ask(ctx, "seal", toSeal{key, plaintext}, &a); err != nil {
		return engine.Sealed{}, err
	}
	if c.late(sent, a.Holds) {
		return engine.Sealed{}, ErrLate
	}
	return a.Sealed, nil
}

// Open has a text opened.
func (c *Client) Open(ctx context.Context, key string, s engine.Sealed) ([]byte, error) {
	sent := c.clock.Now()
	var a opened
	if err := c.ask(ctx, "open", toOpen{Key: key, Version: s.Version, Nonce: s.Nonce, Text: s.Text}, &a); err != nil {
		return nil, err
	}
	if c.late(sent, a.Holds) {
		return nil, ErrLate
	}
	return a.Plaintext, nil
}

// late says that an answer may have ceased to hold by now. The agent made its check after the
// request was sent, so what was checked holds no shorter than that long after sending.
func (c *Client) late(sent, holds time.Duration) bool { return c.clock.Now()-sent >= holds }

func (c *Client) ask(ctx context.Context, what string, question, answer any) error {
	body, err := json.Marshal(question)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://agent/v1/"+what, bytes.NewReader(body))
	if err != nil {
		return err
	}
	got, err := c.http.Do(r)
	if err != nil {
		return fmt.Errorf("%w: %w", engine.ErrNotServing, err) // sealed or not, nobody has it
	}
	defer got.Body.Close()
	if got.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %w", what, errors.Join(meaningOf(got.StatusCode), errors.New(told(got.Body))))
	}
	if err := json.NewDecoder(io.LimitReader(got.Body, 2*maxBody)).Decode(answer); err != nil {
		return fmt.Errorf("%w: the answer cannot be read: %w", engine.ErrNotServing, err)
	}
	return nil
}

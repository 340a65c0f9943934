package httpapi

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"time"

	"pawl/engine"
	"pawl/engine/monitor"
)

// caller asks one server.
type caller struct {
	base string
	http *http.Client
}

func newCaller(address string, c *tls.Config) caller {
	t := &http.Transport{TLSClientConfig: c, MaxIdleConnsPerHost: 8, IdleConnTimeout: 30 * time.Second, TLSHandshakeTimeout: 5 * time.Second}
	return caller{"https://" + address, &http.Client{Transport: t, Timeout: 30 * time.Second}}
}

const maxAnswer = 64 << 20

// ask sends a request. What never had a connection has not happened; what had one, and no
// answer, may have.
func (c caller) ask(ctx context.Context, path string, question, answer any) error {
	body, err := json.Marshal(question)
	if err != nil {
		return err
	}
	connected := false
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected = true }}
	r, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, trace), http.MethodPost, c.base+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	got, err := c.http.Do(r)
	switch {
	case err != nil && connected:
		return fmt.Errorf("%w: %w", engine.ErrUnknown, err)
	case err != nil:
		return fmt.Errorf("%w: %w", engine.ErrUnavailable, err)
	}
	defer got.Body.Close()
	text := json.NewDecoder(io.LimitReader(got.Body, maxAnswer))
	if got.StatusCode == http.StatusOK {
		if err := text.Decode(answer); err != nil {
			return fmt.Errorf("%w: the answer cannot be read: %w", engine.ErrUnknown, err)
		}
		return nil
	}
	return refusedBy(got, text)
}

// refusedBy reads a refusal: the engine's own answer, or the server's.
func refusedBy(got *http.Response, text *json.Decoder) error {
	var f struct {
		refusal
		engine.Answer
	}
	if err := text.Decode(&f); err != nil {
		return fmt.Errorf("%w: %s, and nothing that can be read", engine.ErrUnknown, got.Status)
	}
	if f.Outcome != "" {
		return &Turned{f.Answer}
	}
	return f.refusal.said()
}

// Turned is an answer of the engine's that is not what was asked for.
type Turned struct{ engine.Answer }

func (t *Turned) Error() string { return string(t.Outcome) + ": " + t.Why }

// KeysClient is a key service that is elsewhere.
type KeysClient struct{ caller }

// NewKeysClient makes one. It does not look whether there is any.
func NewKeysClient(address string, c *tls.Config) *KeysClient {
	return &KeysClient{newCaller(address, c)}
}

func (k *KeysClient) Create(ctx context.Context, r engine.Create) (m engine.Made, err error) {
	err = k.ask(ctx, "/v1/keys/create", r, &m)
	return m, err
}

func (k *KeysClient) Lookup(ctx context.Context, r engine.Lookup) (f engine.Found, err error) {
	err = k.ask(ctx, "/v1/keys/lookup", r, &f)
	return f, err
}

func (k *KeysClient) Destroy(ctx context.Context, r engine.Destroy) error {
	return k.ask(ctx, "/v1/keys/destroy", r, &struct{}{})
}

func (k *KeysClient) Fetch(ctx context.Context, r engine.Fetch) (m engine.Material, err error) {
	err = k.ask(ctx, "/v1/keys/fetch", r, &m)
	return m, err
}

// ControlClient asks a worker, for a person or a scheduler.
type ControlClient struct{ caller }

// NewControlClient makes one.
func NewControlClient(address string, c *tls.Config) *ControlClient {
	return &ControlClient{newCaller(address, c)}
}

// Ticket asks for a ticket, which one request needs.
func (c *ControlClient) Ticket(ctx context.Context) (string, error) {
	var t TicketReply
	err := c.ask(ctx, "/v1/ticket", struct{}{}, &t)
	return t.Ticket, err
}

// Trigger asks for a rotation.
func (c *ControlClient) Trigger(ctx context.Context, q TriggerRequest) (a engine.Answer, err error) {
	if q.Ticket, err = c.Ticket(ctx); err != nil {
		return a, err
	}
	err = c.ask(ctx, "/v1/trigger", q, &a)
	return a, err
}

// Act asks for an operator's act, and says under which id.
func (c *ControlClient) Act(ctx context.Context, q ActRequest) (id string, a engine.Answer, err error) {
	if q.Ticket, err = c.Ticket(ctx); err != nil {
		return "", a, err
	}
	err = c.ask(ctx, "/v1/act", q, &a)
	return q.Ticket, a, err
}

// Status asks what is so of a key; without entries.
func (c *ControlClient) Status(ctx context.Context, key string) (t monitor.Trail, err error) {
	err = c.ask(ctx, "/v1/status", StatusRequest{key}, &t)
	return t, err
}

// Entries asks for a key's whole trail.
func (c *ControlClient) Entries(ctx context.Context, key string) (t monitor.Trail, err error) {
	err = c.ask(ctx, "/v1/entries", StatusRequest{key}, &t)
	return t, err
}

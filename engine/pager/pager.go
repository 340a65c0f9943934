package pager

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"pawl/engine"
)

// Webhook posts to one address. It serves several calls at once.
type Webhook struct {
	to     *url.URL
	token  string
	client *http.Client
}

// within is how long the address may take to answer: an engine waits for it.
const within = 5 * time.Second

// New is a pager for an address, http or https. A token is shown as a bearer's; "": none.
func New(address, token string) (*Webhook, error) {
	to, err := url.Parse(address)
	if err != nil || to.Host == "" || to.Scheme != "https" && to.Scheme != "http" {
		return nil, errors.New("the pager's address is none; want https://HOST/PATH") // which may be a secret
	}
	if strings.ContainsAny(token, "\r\n") {
		return nil, errors.New("the pager's token has more than one line")
	}
	return &Webhook{to, token, &http.Client{Timeout: within, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}, nil
}

// Post tells one thing. The id is the same when it is told again. An error is one of the
// contract's: unavailable or unknown, and another try may do better, or rejected, and none will.
func (p *Webhook) Post(ctx context.Context, id string, what any) error {
	body, err := json.Marshal(what)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.to.String(), bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("pager at %s: no request can be made for it", p.to.Host)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", id)
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	answer, err := p.client.Do(r)
	if err != nil {
		var failed *url.Error // says the whole address
		if errors.As(err, &failed) {
			err = failed.Err
		}
		return fmt.Errorf("%w: pager at %s: %w", engine.ErrUnknown, p.to.Host, err)
	}
	defer answer.Body.Close()
	io.Copy(io.Discard, io.LimitReader(answer.Body, 64<<10)) // so that the connection can be used again
	switch code := answer.StatusCode; {
	case code/100 == 2:
		return nil
	case code >= 500, code == http.StatusTooManyRequests, code == http.StatusRequestTimeout:
		return fmt.Errorf("%w: pager at %s answers %s", engine.ErrUnavailable, p.to.Host, answer.Status)
	}
	return fmt.Errorf("%w: pager at %s answers %s, as it will the next time", engine.ErrRejected, p.to.Host, answer.Status)
}

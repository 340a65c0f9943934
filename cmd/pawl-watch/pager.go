package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// An alert is what people are told.
type alert struct {
	Event     string   `json:"event"`
	Time      string   `json:"time,omitempty"`
	Invariant string   `json:"invariant,omitempty"`
	Sentence  string   `json:"sentence,omitempty"`
	Clause    string   `json:"clause,omitempty"`
	Key       string   `json:"key,omitempty"`
	Detail    string   `json:"detail,omitempty"`
	Why       string   `json:"why,omitempty"`
	Store     []string `json:"store,omitempty"`
	Prefix    string   `json:"prefix,omitempty"`
	History   string   `json:"history,omitempty"`
}

// Bounds of paging.
const (
	waiting   = 256              // alerts that may wait for the pager; what comes then is counted as not delivered
	posting   = 10 * time.Second // for one attempt
	firstWait = 500 * time.Millisecond
	mostWait  = time.Minute
	closing   = 5 * time.Second // for what is left when all is over
)

// A pager posts alerts to a webhook, in their order, and never has anybody wait for it.
type pager struct {
	url    string
	errs   io.Writer
	client http.Client
	first  time.Duration

	queue  chan alert
	ctx    context.Context
	end    context.CancelFunc
	done   sync.WaitGroup
	mu     sync.Mutex
	failed int // alerts that were not delivered, or wait to be
}

// newPager is a pager for a URL; none: it pages nobody.
func newPager(url string, errs io.Writer) *pager {
	p := &pager{url: url, errs: errs, client: http.Client{Timeout: posting}, first: firstWait, queue: make(chan alert, waiting)}
	p.ctx, p.end = context.WithCancel(context.Background())
	p.done.Go(p.run)
	return p
}

// page has an alert be sent.
func (p *pager) page(a alert) {
	if p.url == "" {
		return
	}
	p.count(1)
	select {
	case p.queue <- a:
	default: // it is counted
	}
}

func (p *pager) count(n int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failed += n
	return p.failed
}

func (p *pager) run() {
	for a := range p.queue {
		if p.deliver(a) {
			p.count(-1)
		}
	}
}

// deliver sends an alert until it is taken, or refused for good, or all is over.
func (p *pager) deliver(a alert) bool {
	body, _ := json.Marshal(a) // of texts only
	for wait := p.first; ; wait = min(2*wait, mostWait) {
		again, err := p.post(body)
		if err == nil {
			return true
		}
		_, _ = fmt.Fprintf(p.errs, "pawl-watch: the pager did not take an alert: %v\n", err)
		if !again {
			return false
		}
		select {
		case <-p.ctx.Done():
			return false
		case <-time.After(wait):
		}
	}
}

// post makes one attempt, and says whether another may do better.
func (p *pager) post(body []byte) (again bool, err error) {
	r, err := http.NewRequestWithContext(p.ctx, http.MethodPost, p.url, bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := p.client.Do(r)
	if err != nil {
		return true, err
	}
	_ = answer.Body.Close()
	switch {
	case answer.StatusCode < 300:
		return false, nil
	case answer.StatusCode >= 500, answer.StatusCode == http.StatusTooManyRequests, answer.StatusCode == http.StatusRequestTimeout:
		return true, fmt.Errorf("it answers %s", answer.Status)
	}
	return false, fmt.Errorf("it answers %s, and will not take it the next time", answer.Status)
}

// close gives what is left a while, and says how many alerts were not delivered.
func (p *pager) close() int {
	close(p.queue)
	over := time.AfterFunc(closing, p.end)
	p.done.Wait()
	over.Stop()
	p.end()
	return p.count(0)
}

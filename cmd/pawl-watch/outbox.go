package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"pawl/engine"
	"pawl/engine/pager"
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

	unfit string // why pawl judge does not take the history; empty: it does
}

// Bounds of paging.
const (
	waiting   = 256 // alerts that may wait for the pager; what comes then is counted as not delivered
	firstWait = 500 * time.Millisecond
	mostWait  = time.Minute
	closing   = 5 * time.Second // for what is left when all is over
)

// An outbox posts alerts to a webhook, in their order, and never has anybody wait for it.
type outbox struct {
	to    *pager.Webhook // nil: nobody is paged
	errs  io.Writer
	first time.Duration
	start string // which outbox it is, in ids of alerts
	nth   int    // alerts taken out

	queue  chan alert
	ctx    context.Context
	end    context.CancelFunc
	done   sync.WaitGroup
	mu     sync.Mutex
	failed int // alerts that were not delivered, or wait to be
}

// newOutbox is one for a pager; nil: it pages nobody.
func newOutbox(to *pager.Webhook, errs io.Writer) *outbox {
	p := &outbox{to: to, errs: errs, first: firstWait, queue: make(chan alert, waiting), start: rand.Text()}
	p.ctx, p.end = context.WithCancel(context.Background())
	p.done.Go(p.run)
	return p
}

// page has an alert be sent.
func (p *outbox) page(a alert) {
	if p.to == nil {
		return
	}
	p.count(1)
	select {
	case p.queue <- a:
	default: // it is counted
	}
}

func (p *outbox) count(n int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failed += n
	return p.failed
}

func (p *outbox) run() {
	for a := range p.queue {
		if p.deliver(a) {
			p.count(-1)
		}
	}
}

// deliver sends an alert until it is taken, or refused for good, or all is over.
func (p *outbox) deliver(a alert) bool {
	p.nth++
	id := fmt.Sprintf("%s-%d", p.start, p.nth)
	for wait := p.first; ; wait = min(2*wait, mostWait) {
		err := p.to.Post(p.ctx, id, a)
		if err == nil {
			return true
		}
		_, _ = fmt.Fprintf(p.errs, "pawl-watch: the pager did not take an alert: %v\n", err)
		if errors.Is(err, engine.ErrRejected) {
			return false
		}
		select {
		case <-p.ctx.Done():
			return false
		case <-time.After(wait):
		}
	}
}

// close gives what is left a while, and says how many alerts were not delivered.
func (p *outbox) close() int {
	close(p.queue)
	over := time.AfterFunc(closing, p.end)
	p.done.Wait()
	over.Stop()
	p.end()
	return p.count(0)
}

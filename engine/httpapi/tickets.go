package httpapi

import (
	"crypto/rand"
	"errors"
	"sync"
	"time"
)

const (
	ticketLife = 30 * time.Second
	ticketsOf  = 32   // of one identity at a time
	ticketsAll = 4096 // at a time
)

// tickets are those that were given and not used yet. They are of this start of the server.
type tickets struct {
	mu   sync.Mutex
	open map[string]ticket
}

type ticket struct {
	of    Holder
	until time.Time
}

var (
	errTickets = errors.New("too many tickets that were not used; use them, or wait half a minute")
	errReplay  = errors.New("the ticket is not of this server, was used, is another's or is too old: ask for a new one with each request")
)

// give makes a ticket for one request of somebody.
func (t *tickets) give(i Holder, now time.Time) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	own := 0
	for id, k := range t.open {
		if now.After(k.until) {
			delete(t.open, id)
		} else if k.of == i {
			own++
		}
	}
	if own >= ticketsOf || len(t.open) >= ticketsAll {
		return "", errTickets
	}
	if t.open == nil {
		t.open = map[string]ticket{}
	}
	id := rand.Text()
	t.open[id] = ticket{i, now.Add(ticketLife)}
	return id, nil
}

// take uses a ticket up.
func (t *tickets) take(id string, i Holder, now time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	k, is := t.open[id]
	if !is || k.of != i || now.After(k.until) {
		return errReplay
	}
	delete(t.open, id)
	return nil
}

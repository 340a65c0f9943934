package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"pawl/engine"
)

// TriggerRequest asks for a rotation. Its ticket is its id.
type TriggerRequest struct {
	Ticket, Key, Window string
	Attempt             int
}

// ActRequest asks for an operator's act. Its ticket is its id.
type ActRequest struct {
	Ticket, Verb, Key, Rotation, Reason, Of string
	Version                                 uint32
}

// TicketReply is a ticket.
type TicketReply struct{ Ticket string }

// StatusRequest asks what is so of a key; it asks for the entries of its audit, too.
type StatusRequest struct{ Key string }

// refusal is the answer to what is not done.
type refusal struct {
	Error string // for people
	Kind  string `json:",omitempty"` // the error of the contract that it is, if it is one
}

// kinds are the errors of the contract, and the status that goes with each.
var kinds = []struct {
	name   string
	err    error
	status int
}{
	{"unknown", engine.ErrUnknown, http.StatusGatewayTimeout},
	{"unavailable", engine.ErrUnavailable, http.StatusServiceUnavailable},
	{"stale-fence", engine.ErrStaleFence, http.StatusConflict},
	{"ended", engine.ErrEnded, http.StatusGone},
	{"rejected", engine.ErrRejected, http.StatusForbidden},
}

func kindOf(err error) (name string, status int) {
	for _, k := range kinds {
		if errors.Is(err, k.err) {
			return k.name, k.status
		}
	}
	return "", http.StatusBadRequest
}

// said is the error that a refusal stands for.
func (r refusal) said() error {
	for _, k := range kinds {
		if k.name == r.Kind {
			return fmt.Errorf("%w: %s", k.err, r.Error)
		}
	}
	return errors.New(r.Error)
}

// maxRequest bounds a request's body, in bytes.
const maxRequest = 16 << 10

// read takes in a request's body, strictly.
func read[Q any](w http.ResponseWriter, r *http.Request) (Q, error) {
	var q Q
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest))
	d.DisallowUnknownFields()
	if err := d.Decode(&q); err != nil {
		return q, fmt.Errorf("the request cannot be read: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return q, errors.New("something follows the request; send one at a time")
	}
	return q, nil
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // who has gone away hears nothing
}

func refuse(w http.ResponseWriter, status int, why string) { write(w, status, refusal{Error: why}) }

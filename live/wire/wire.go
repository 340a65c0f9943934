package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"pawl/engine"
)

// Most is how long a message may be.
const Most = 4 << 20

// reply is what comes back.
type reply struct {
	Value json.RawMessage
	Fault Reason
}

// A Reason is an error that crosses.
type Reason struct {
	Error string // the name of one of the contract's; "other"; "": none
	Why   string
}

// known are the errors of the contract, by the names that they cross under.
var known = []struct {
	name string
	err  error
}{
	{"unknown", engine.ErrUnknown}, {"unavailable", engine.ErrUnavailable}, {"lease-gone", engine.ErrLeaseGone},
	{"compacted", engine.ErrCompacted}, {"rejected", engine.ErrRejected}, {"ended", engine.ErrEnded},
	{"stale-fence", engine.ErrStaleFence}, {"disk", engine.ErrDisk}, {"not-serving", engine.ErrNotServing},
	{"unknown-version", engine.ErrUnknownVersion}, {"nothing-kept", engine.ErrNothingKept},
}

// ErrNoAnswer is that nobody answered: what was asked for may have been done.
var ErrNoAnswer = errors.New("no answer")

// Handler answers what is asked, by name.
func Handler(serve func(ctx context.Context, name string, body []byte) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, Most))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		value, err := serve(r.Context(), strings.TrimPrefix(r.URL.Path, "/"), body)
		if errors.Is(err, ErrNoAnswer) {
			panic(http.ErrAbortHandler) // the connection ends, and nothing is said
		}
		out, err := json.Marshal(told(value, err))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = w.Write(out) // whoever asked may be gone
	})
}

func told(value any, err error) reply {
	if err == nil {
		var raw []byte
		if raw, err = json.Marshal(value); err == nil {
			return reply{Value: raw}
		}
	}
	return reply{Fault: ReasonOf(err)}
}

// ReasonOf is an error as it crosses.
func ReasonOf(err error) Reason {
	for _, k := range known {
		if errors.Is(err, k.err) {
			return Reason{k.name, err.Error()}
		}
	}
	return Reason{"other", err.Error()}
}

// Ask asks for something at an address, host:port, and reads what comes back.
func Ask[R any](ctx context.Context, c *http.Client, address, name string, request any) (r R, err error) {
	body, err := json.Marshal(request)
	if err != nil {
		return r, err
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address+"/"+name, bytes.NewReader(body))
	if err != nil {
		return r, err
	}
	q.GetBody = nil // it is not sent twice
	res, err := c.Do(q)
	if err != nil {
		return r, fmt.Errorf("%w: %w", ErrNoAnswer, err)
	}
	defer func() { _ = res.Body.Close() }() // it was only read
	var back reply
	if err := json.NewDecoder(io.LimitReader(res.Body, Most)).Decode(&back); err != nil || res.StatusCode != http.StatusOK {
		return r, fmt.Errorf("%w: %s", ErrNoAnswer, res.Status)
	}
	if back.Fault.Error != "" {
		return r, back.Fault.Err()
	}
	return r, json.Unmarshal(back.Value, &r)
}

// Err is the error that has crossed.
func (f *Reason) Err() error {
	for _, k := range known {
		switch {
		case k.name != f.Error:
		case f.Why == k.err.Error():
			return k.err
		default:
			return fmt.Errorf("%w (%s)", k.err, f.Why)
		}
	}
	return errors.New(f.Why)
}

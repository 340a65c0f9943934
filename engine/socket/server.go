package socket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"pawl/engine"
	"pawl/engine/host"
)

// Node seals and opens, and says how long that holds.
type Node interface {
	SealFor(ctx context.Context, key string, plaintext []byte) (engine.Sealed, host.Worth, error)
	OpenFor(ctx context.Context, key string, s engine.Sealed) ([]byte, host.Worth, error)
}

// Listen makes the socket, for this user alone. One that a killed process left is replaced;
// one that somebody answers is an error.
func Listen(path string) (net.Listener, error) {
	if conn, err := net.Dial("unix", path); err == nil {
		conn.Close()
		return nil, fmt.Errorf("socket %s: another process answers there; stop it, or give this one another socket", path)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("socket %s: what is there cannot be removed: %w", path, err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("socket %s: %w", path, err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return nil, fmt.Errorf("socket %s: %w", path, err)
	}
	return l, nil
}

// Server answers hosts for a node.
func Server(n Node, log *slog.Logger) *http.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/seal", func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, func(q toSeal) (sealed, error) {
			if len(q.Plaintext) > MaxPlaintext {
				return sealed{}, fmt.Errorf("a plaintext of more than %d bytes; seal it in parts", MaxPlaintext)
			}
			s, worth, err := n.SealFor(r.Context(), q.Key, q.Plaintext)
			return sealed{s, worth}, err
		})
	})
	mux.HandleFunc("POST /v1/open", func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, func(q toOpen) (opened, error) {
			plaintext, worth, err := n.OpenFor(r.Context(), q.Key, engine.Sealed{Version: q.Version, Nonce: q.Nonce, Text: q.Text})
			return opened{plaintext, worth}, err
		})
	})
	return &http.Server{
		Handler: mux, MaxHeaderBytes: 8 << 10,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// answer reads a question strictly, and writes what it came to.
func answer[Q, A any](w http.ResponseWriter, r *http.Request, ask func(Q) (A, error)) {
	w.Header().Set("Content-Type", "application/json")
	var q Q
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	d.DisallowUnknownFields()
	err := d.Decode(&q)
	if err == nil && d.More() {
		err = errors.New("something follows the question")
	}
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(refusal{"the question cannot be read: " + err.Error()})
		return
	}
	a, err := ask(q)
	if err != nil {
		w.WriteHeader(statusOf(err))
		_ = json.NewEncoder(w).Encode(refusal{err.Error()})
		return
	}
	_ = json.NewEncoder(w).Encode(a) // who has gone away hears nothing
}

// told reads a refusal for people.
func told(r io.Reader) string {
	var f refusal
	if err := json.NewDecoder(io.LimitReader(r, 8<<10)).Decode(&f); err != nil || f.Error == "" {
		return "it says nothing that can be read"
	}
	return f.Error
}

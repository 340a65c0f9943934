package standin

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
)

// Token is whom the server lets in.
const Token = "let-me-in"

// Transit is a server with a transit engine, mounted at transit.
type Transit struct {
	*httptest.Server
	mu    sync.Mutex
	keys  map[string]*key
	fates func() Mishap
}

// Mishap is what comes of a request.
type Mishap string

// What can come of one, besides an answer.
const (
	Served    Mishap = ""
	Sealed    Mishap = "sealed"
	Forbidden Mishap = "forbidden"
	Lost      Mishap = "lost before" // without effect, and without an answer
	Unheard   Mishap = "lost after"  // with its effect, and without an answer
	Slow      Mishap = "slow answer" // with its effect, and no answer for as long as anybody waits
	Failed    Mishap = "failed"      // somewhere in the middle
)

// Start starts one that serves everything, until fates are given.
func Start() *Transit {
	s := &Transit{keys: map[string]*key{}, fates: func() Mishap { return Served }}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	return s
}

// Give gives each request a fate from now on.
func (s *Transit) Give(fates func() Mishap) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fates = fates
}

// Names is which keys there are.
func (s *Transit) Names() (names []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name := range s.keys {
		names = append(names, name)
	}
	return names
}

// said is an answer.
type said struct {
	status   int
	data     map[string]any
	warnings []string
	errors   []string
}

func failed(status int, form string, args ...any) said {
	return said{status: status, errors: []string{fmt.Sprintf(form, args...)}}
}

func (s *Transit) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	switch fate := s.fate(r); fate {
	case Sealed:
		failed(http.StatusServiceUnavailable, "Vault is sealed").write(w)
	case Forbidden:
		failed(http.StatusForbidden, "1 error occurred:\n\t* permission denied\n\n").write(w)
	case Lost:
		panic(http.ErrAbortHandler) // ends the connection
	default:
		answer := s.do(r, body)
		s.tell(w, r, fate, answer)
	}
}

// fate is what comes of a request.
func (s *Transit) fate(r *http.Request) Mishap {
	s.mu.Lock()
	defer s.mu.Unlock()
	if fate := s.fates(); fate != Served {
		return fate
	}
	if r.Header.Get("X-Vault-Token") != Token {
		return Forbidden
	}
	return Served
}

// tell answers, or does not, what has been done.
func (s *Transit) tell(w http.ResponseWriter, r *http.Request, fate Mishap, answer said) {
	switch fate {
	case Unheard:
		panic(http.ErrAbortHandler)
	case Slow:
		<-r.Context().Done()
	case Failed:
		failed(http.StatusInternalServerError, "internal error").write(w)
	default:
		answer.write(w)
	}
}

func (a said) write(w http.ResponseWriter) {
	var body any
	switch {
	case a.errors != nil || a.status == http.StatusNotFound:
		body = map[string]any{"errors": append([]string{}, a.errors...)}
	case a.data != nil:
		body = map[string]any{"data": a.data, "warnings": a.warnings}
	default:
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	_ = json.NewEncoder(w).Encode(body) // nobody may be there any more
}

// do does what a request asks for.
func (s *Transit) do(r *http.Request, body []byte) said {
	rest, is := strings.CutPrefix(r.URL.Path, "/v1/transit/")
	parts := strings.Split(rest, "/")
	asked := request{}
	if len(body) > 0 && json.Unmarshal(body, &asked) != nil {
		return failed(http.StatusBadRequest, "error parsing JSON")
	}
	if !is || len(parts) < 2 {
		return failed(http.StatusNotFound, "no handler for route %q", r.URL.Path)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	written := r.Method == http.MethodPut || r.Method == http.MethodPost
	switch what := strings.Join(append(parts[:1:1], parts[2:]...), "/"); {
	case what == "keys" && r.Method == http.MethodGet:
		return s.read(parts[1])
	case what == "keys" && r.Method == http.MethodDelete:
		return s.remove(parts[1])
	case written && verbs[what] != nil:
		answer, err := verbs[what](s, parts[1], &asked)
		if err != nil {
			return failed(http.StatusBadRequest, "%s", err)
		}
		return answer
	}
	return failed(http.StatusNotFound, "unsupported operation")
}

// request is what can be asked for.
type request struct {
	Type       string `json:"type"`
	Exportable bool   `json:"exportable"`
	Deletion   *bool  `json:"deletion_allowed"`
	Plaintext  []byte `json:"plaintext"`
	Ciphertext string `json:"ciphertext"`
	Input      []byte `json:"input"`
	Version    int    `json:"key_version"`
}

var verbs = map[string]func(*Transit, string, *request) (said, error){
	"keys":          (*Transit).create,
	"keys/config":   (*Transit).configure,
	"keys/rotate":   (*Transit).rotate,
	"encrypt":       (*Transit).encrypt,
	"decrypt":       (*Transit).decrypt,
	"hmac/sha2-256": (*Transit).hmac,
}

var errNoKey = errors.New("encryption key not found")

package pager

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pawl/engine"
)

// TestPage has an address take an alert at the third try. It is the same alert each time.
func TestPage(t *testing.T) {
	type post struct{ id, token, body string }
	var posts []post
	answers := []int{http.StatusInternalServerError, http.StatusFound, http.StatusNoContent}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		posts = append(posts, post{r.Header.Get("Idempotency-Key"), r.Header.Get("Authorization"), string(body)})
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(answers[0])
		answers = answers[1:]
	}))
	t.Cleanup(s.Close)
	p, err := New(s.URL+"/hush", "t0ken")
	if err != nil {
		t.Fatal(err)
	}
	page := engine.Page{Alert: engine.Alert{Key: "payments", Version: 2, Nodes: []string{"n1"},
		Halt: engine.Halt{Reason: "lost", Class: engine.Recoverable, Playbook: "a-book", DecryptionValid: true}}}
	for _, want := range []error{engine.ErrUnavailable, engine.ErrRejected} {
		if err := p.Page(t.Context(), page); !errors.Is(err, want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("not taken: %v", err)
		}
	}
	if err := p.Page(t.Context(), page); err != nil {
		t.Error(err)
	}
	if len(posts) != 3 || posts[0] != posts[1] || posts[1] != posts[2] || posts[0].token != "Bearer t0ken" {
		t.Fatalf("posted %q", posts)
	}
	var got alert
	if err := json.Unmarshal([]byte(posts[0].body), &got); err != nil || got.ID != posts[0].id || got.Key != "payments" || !got.Halted ||
		got.Reason != "lost" || got.Playbook != "a-book" || got.Version != 2 || !got.DecryptionValid || got.EncryptionAffected {
		t.Errorf("%v: %s", err, posts[0].body)
	}
	page.Alert.Version = 3
	answers = []int{http.StatusOK}
	if err := p.Page(t.Context(), page); err != nil || posts[3].id == posts[0].id {
		t.Errorf("another alert has the id of the first, %v", err)
	}
}

// TestNobodyThere wants an outcome that is not known, and nothing of the address but its host.
func TestNobodyThere(t *testing.T) {
	s := httptest.NewServer(nil)
	s.Close()
	p, err := New(s.URL+"/hush", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Page(t.Context(), engine.Page{}); !errors.Is(err, engine.ErrUnknown) || strings.Contains(err.Error(), "hush") {
		t.Errorf("got %v", err)
	}
	for _, bad := range []string{"", "hush", "ftp://hush/", "https://", "https:///hush", "https://a b/hush", "%zz"} {
		if _, err := New(bad, ""); err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, err := New("https://a/", "x\ny"); err == nil {
		t.Error("a token of two lines")
	}
}

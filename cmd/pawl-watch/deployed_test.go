package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	clientv3 "go.etcd.io/etcd/client/v3"

	"pawl/engine/credentials/trial"
	"pawl/engine/etcd"
	"pawl/engine/etcd/embedded"
	"pawl/engine/reference"
)

// TestAsDeployed tells the command nothing but where the deployment's settings are: a store that
// wants certificates, a policy, and a pager that wants a token.
func TestAsDeployed(t *testing.T) {
	t.Parallel()
	ca := trial.New(t)
	own := ca.Issue("etcd")
	server, err := embedded.Start(t.TempDir(), embedded.Alone, embedded.Secured(own.Authority, own.Certificate, own.Key))
	must(t, err)
	t.Cleanup(server.Stop)
	papers := ca.Issue("client")
	held, err := papers.Hold(nil, nil)
	must(t, err)
	access := etcd.Access{Endpoints: []string{"https://" + server.Endpoint()}, Root: root, TLS: held.Config}

	var paged atomic.Int32
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var a alert
		if err := json.NewDecoder(r.Body).Decode(&a); err != nil || r.Header.Get("Authorization") != "Bearer word" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		paged.Add(1)
	}))
	t.Cleanup(hook.Close)
	dir := t.TempDir()
	word, file := filepath.Join(dir, "token"), filepath.Join(dir, "pawld.yaml")
	must(t, os.WriteFile(word, []byte("word\n"), 0o600))
	var lines strings.Builder
	fmt.Fprintf(&lines, "etcd: [%q]\netcd-ca: %s\netcd-cert: %s\netcd-key: %s\npager: %s\npager-token-file: %s\n", access.Endpoints[0], papers.Authority, papers.Certificate, papers.Key, hook.URL, word)
	// What it has no use for: the part's own certificate, and how often there is a rotation.
	fmt.Fprintf(&lines, "ca: /a\ncert: /b\nkey: /c\nkeys: [%s]\nevery: 7h\n", rotated)
	for flag := range slices.Chunk(policyFlags(), 2) {
		fmt.Fprintf(&lines, "%s: %s\n", strings.TrimPrefix(flag[0], "--"), flag[1])
	}
	must(t, os.WriteFile(file, []byte(lines.String()), 0o600))

	s := begin(t, "--config", file)
	f := fleetOn(t, access, reference.Engine())
	f.rotates(t.Context(), 1)
	f.rotates(t.Context(), 2)
	s.until(func(all []line) bool {
		return slices.ContainsFunc(all, func(l line) bool { return l.Did == "v1 REVOKED" })
	})
	if found := slices.ContainsFunc(s.lines(), func(l line) bool { return l.Event == "violation" }); found || paged.Load() > 0 {
		t.Fatalf("%d pages: %s", paged.Load(), s.out.String())
	}
	c, err := clientv3.New(clientv3.Config{Endpoints: access.Endpoints, TLS: held.Config(), DialTimeout: embedded.Patience})
	must(t, err)
	t.Cleanup(func() { _ = c.Close() })
	_, err = c.Delete(t.Context(), root+rotated+"/audit/", clientv3.WithPrefix())
	must(t, err)
	s.until(violated("S13"))
	if _, code := s.ends(); code != 1 || paged.Load() == 0 {
		t.Errorf("exit %d, %d pages", code, paged.Load())
	}
}

// TestSettingsThatAreWrong wants a word for settings that cannot be read, and flags to count
// before them.
func TestSettingsThatAreWrong(t *testing.T) {
	for text, says := range map[string]string{
		"sael-lease: 3s\n":                            "unknown field",
		"seal-lease: 3\n":                             "want a duration",
		"keys: [payments]\n":                          "or etcd in the file of --config",
		"etcd: [\"127.0.0.1:1\"]\nseal-lease: 1s\n":   "policy",
		"etcd: [\"127.0.0.1:1\"]\npager: ftp://x\n":   "address is none",
		"etcd: [\"127.0.0.1:1\"]\netcd-user: \"u\"\n": "one without the other",
	} {
		file := filepath.Join(t.TempDir(), "pawld.yaml")
		must(t, os.WriteFile(file, []byte(text), 0o600))
		var out, errs bytes.Buffer
		if code := run(t.Context(), []string{"--config", file}, &out, &errs); code != 64 || !strings.Contains(errs.String(), says) || out.Len() > 0 {
			t.Errorf("%s: exit %d, %s%s", text, code, errs.String(), out.String())
		}
		errs.Reset()
		more := []string{"--config", file, "--endpoints", "127.0.0.1:1", "--every", "1ms"}
		if code := run(t.Context(), more, &out, &errs); code != 64 || says == "or etcd in the file of --config" && !strings.Contains(errs.String(), "want 100ms") {
			t.Errorf("%s: exit %d, %s", text, code, errs.String())
		}
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"--config", filepath.Join(t.TempDir(), "none")}, &out, &errs); code != 64 || !strings.Contains(errs.String(), "none") {
		t.Errorf("exit %d, %s", code, errs.String())
	}
}

//go:build unix

package daemon

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/credentials/trial"
	"pawl/engine/etcd/embedded"
	"pawl/engine/httpapi"
	"pawl/engine/socket"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
)

// deployment is one in processes of their own, on an etcd that is here.
type deployment struct {
	t                             *testing.T
	dir, file, worker, keyService string
	etcd                          *embedded.Server
	etcdCA                        *trial.Authority
	pages                         *pages
	parts                         []*daemon
}

func (d *deployment) at(name string) string { return filepath.Join(d.dir, name) }

func newDeployment(t *testing.T) *deployment {
	t.Helper()
	d := &deployment{t: t, dir: t.TempDir()}
	var err error
	d.etcdCA, d.pages = trial.New(t), newPages(t)
	own, client := d.etcdCA.Issue("etcd"), d.etcdCA.Issue("pawld")
	if d.etcd, err = embedded.Start(d.at("etcd"), embedded.Alone, embedded.Secured(own.Authority, own.Certificate, own.Key)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.etcd.Stop)
	if code := Main([]string{"certs", "--data", d.at("pki"), "key-service/k1", "worker/w1", "worker/w2", "node/n1", "node/n2",
		"scheduler/cron", "operator/alice", "approver/alice", "operator/bob", "approver/bob", "auditor/carol", "node/mallory"}, io.Discard, os.Stderr); code != 0 {
		t.Fatalf("certs: code %d", code)
	}
	if err := writeSecret(d.at("kek"), []byte(strings.Repeat("k", 32))); err != nil {
		t.Fatal(err)
	}
	d.keyService = d.listens("keyservice", httpapi.Holder{Role: httpapi.KeyService, Name: "k1"}, "--data", d.at("keys"), "--listen", "127.0.0.1:0")
	d.file = d.at("pawld.yaml")
	if err := writeSecret(d.at("token"), []byte("t0ken\n")); err != nil {
		t.Fatal(err)
	}
	settings := fmt.Sprintf(`ca: %s
etcd: ["https://%s"]
etcd-ca: %s
etcd-cert: %s
etcd-key: %s
pager: %s
pager-token-file: %s
key-service: %s
node-key: %s
seal-lease: 2s
open-lease: 3s
owner-lease: 2s
publish-lead: 200ms
publish-deadline: 10s
drain-deadline: 5s
lifetime: 1h
emission: 20ms
callers: [cron]
operators: [alice, bob]
`, d.at("pki/ca.pem"), d.etcd.Endpoint(), client.Authority, client.Certificate, client.Key, d.pages.url, d.at("token"), d.keyService, d.at("kek"))
	if err := os.WriteFile(d.file, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	d.worker = d.listens("worker", httpapi.Holder{Role: httpapi.Worker, Name: "w1"}, "--name", "w1", "--listen", "127.0.0.1:0")
	d.listens("worker", httpapi.Holder{Role: httpapi.Worker, Name: "w2"}, "--name", "w2", "--listen", "127.0.0.1:0")
	for _, n := range []string{"n1", "n2"} {
		d.part("agent", httpapi.Holder{Role: httpapi.Node, Name: n}, "--name", n, "--data", d.at(n), "--socket", d.at(n+".sock"), "--admin", "127.0.0.1:0")
	}
	return d
}

// part starts one.
func (d *deployment) part(kind string, as httpapi.Holder, more ...string) *daemon {
	d.t.Helper()
	f := filesIn(d.at("pki"), as)
	args := append([]string{kind, "--cert", f.Certificate, "--key", f.Key}, more...)
	if d.file == "" {
		args = append(args, "--ca", f.Authority)
	} else {
		args = append(args, "--config", d.file)
	}
	p := launch(d.t, args...)
	d.parts = append(d.parts, p)
	return p
}

// listens starts one, and says where it listens.
func (d *deployment) listens(kind string, as httpapi.Holder, more ...string) string {
	d.t.Helper()
	return d.part(kind, as, more...).logged(d.t, `"msg":"listening","address":"([^"]+)"`)
}

// logged waits for a line of the log, and gives a part of it.
func (p *daemon) logged(t *testing.T, pattern string) string {
	t.Helper()
	re := regexp.MustCompile(pattern)
	for began := time.Now(); time.Since(began) < within; time.Sleep(5 * time.Millisecond) {
		if m := re.FindStringSubmatch(p.out.String()); m != nil {
			return m[1]
		}
	}
	t.Fatalf("no %s in\n%s", pattern, p.out.String())
	return ""
}

// asks runs a verb as somebody.
func (d *deployment) asks(as httpapi.Holder, args ...string) (said string, code int) {
	f := filesIn(d.at("pki"), as)
	var out, errs strings.Builder
	code = Main(append(args, "--worker", d.worker, "--ca", f.Authority, "--cert", f.Certificate, "--key", f.Key), &out, &errs)
	return out.String() + errs.String(), code
}

// wants runs a verb, and wants a code and words of it.
func (d *deployment) wants(code int, words string, as httpapi.Holder, args ...string) string {
	d.t.Helper()
	said, got := d.asks(as, args...)
	if got != code || !strings.Contains(said, words) {
		d.t.Errorf("%s as %s: code %d, want %d with %q\n%s", strings.Join(args, " "), as, got, code, words, said)
	}
	return said
}

// rests waits until the key is at rest on a version.
func (d *deployment) rests(version string) {
	d.t.Helper()
	said := ""
	for began := time.Now(); time.Since(began) < within; time.Sleep(20 * time.Millisecond) {
		if said, _ = d.asks(carol, "status", "payments"); strings.Contains(said, "phase      IDLE") && strings.Contains(said, "active     "+version+"\n") {
			return
		}
	}
	d.t.Fatalf("not at rest on version %s: %s", version, said)
}

var (
	cron     = httpapi.Holder{Role: httpapi.Scheduler, Name: "cron"}
	alice    = httpapi.Holder{Role: httpapi.Operator, Name: "alice"}
	aliceToo = httpapi.Holder{Role: httpapi.Approver, Name: "alice"}
	bob      = httpapi.Holder{Role: httpapi.Approver, Name: "bob"}
	carol    = httpapi.Holder{Role: httpapi.Auditor, Name: "carol"}
	mallory  = httpapi.Holder{Role: httpapi.Node, Name: "mallory"}
)

// TestDeployed rotates a key in processes of their own, and has people do all that they can.
func TestDeployed(t *testing.T) {
	t.Parallel()
	d := newDeployment(t)
	d.wants(0, "admitted", cron, "trigger", "payments", "--window", "w1")
	d.rests("1")
	host := socket.NewClient(d.at("n1.sock"))
	defer host.Close()
	s := d.seals(host, 1)
	d.wants(0, "duplicate", cron, "trigger", "payments", "--window", "w1")
	d.wants(0, "admitted", cron, "trigger", "payments", "--window", "w2")
	d.rests("2")
	d.seals(host, 2)
	other := socket.NewClient(d.at("n2.sock"))
	defer other.Close()
	d.opens(other, s)

	d.wants(exitFailed, "caller: you were taken for node/mallory", mallory, "trigger", "payments", "--window", "w3")
	d.wants(exitFailed, "halt is for operators", carol, "halt", "payments")
	d.wants(exitFailed, "the reason has the control character U+001B at byte 4", alice, "halt", "payments", "--reason", "red\x1b[31m")
	d.wants(exitFailed, "malformed: no request can be as this one is", alice, "halt", "payments", "--reason", strings.Repeat("a", engine.MaxText+1))
	d.wants(exitFailed, "no key", cron, "trigger", "others", "--window", "w3")
	d.wants(0, "done", alice, "halt", "payments")
	d.wants(0, "operator-halt", carol, "status", "payments")
	d.wants(exitFailed, "busy: the key is halted", cron, "trigger", "payments", "--window", "w4")
	d.pages.wants(t, "payments")
	d.renews()
	d.wants(exitUsage, "--reason", alice, "resume", "payments", "--confirm", "payments")
	d.wants(exitUsage, "--confirm payments", alice, "resume", "payments", "--reason", "looked", "--confirm", "others")
	d.wants(0, "done", alice, "resume", "payments", "--reason", "looked", "--confirm", "payments")
	d.wants(exitFailed, "see pawld status payments", alice, "abort", "payments", "--reason", "tried", "--confirm", "payments")

	d.wants(0, "done", alice, "hold", "payments", "--version", "1")
	said := d.wants(0, "waits for somebody else", alice, "revoke", "payments", "--version", "1", "--reason", "leaked", "--confirm", "payments")
	act := regexp.MustCompile(`--of (\S+)`).FindStringSubmatch(said)
	if act == nil {
		t.Fatal(said)
	}
	for _, words := range []string{"waits      revoke of version 1, asked for by alice as " + act[1] + ": leaked", "pawld approve payments --of " + act[1]} {
		d.wants(0, words, bob, "status", "payments")
		d.wants(exitUsage, strings.TrimPrefix(words, "waits      "), bob, "approve", "payments")
	}
	approve := func(code int, words string, as httpapi.Holder) {
		t.Helper()
		d.wants(code, words, as, "approve", "payments", "--of", act[1], "--reason", "seen", "--confirm", "payments")
	}
	approve(exitFailed, "somebody else", aliceToo) // the same person with another certificate
	approve(exitFailed, "held", bob)
	d.wants(0, "done", alice, "release", "payments", "--version", "1", "--reason", "it is leaked", "--confirm", "payments")
	d.wants(exitFailed, "caller", bob, "hold", "payments", "--version", "1") // approvers only approve
	approve(0, "done", bob)
	d.forgets(host, s)
	d.wants(exitUsage, "nothing waits for approval", bob, "approve", "payments")
	d.wants(0, "each follows from the one before", carol, "audit", "verify", "payments")
	d.wants(0, "   1  INTENT         INTENT     none → v1, by worker/w", carol, "audit", "show", "payments")
	d.wants(0, ": asked for by alice, approved by bob", carol, "audit", "show", "payments")

	secrets := d.secrets()
	d.machines(d.parts[len(d.parts)-1])
	for i := len(d.parts) - 1; i >= 0; i-- {
		d.parts[i].stops(t)
	}
	d.handedBack()
	for _, p := range d.parts {
		log := p.out.String()
		if strings.Contains(log, "panic") || !strings.HasPrefix(log, `{"time":`) {
			t.Errorf("a log that is none:\n%s", log)
		}
		for _, secret := range secrets {
			if strings.Contains(log, secret) {
				t.Errorf("material is in the log of %v", p.Args[1])
			}
		}
	}
}

// renews has the authority and all certificates of etcd and of its clients be succeeded by
// others, and etcd start again with them.
func (d *deployment) renews() {
	d.t.Helper()
	d.etcd.Stop()
	d.etcdCA.Succeed()
	d.etcdCA.Issue("etcd")
	d.etcdCA.Issue("pawld")
	if err := d.etcd.Start(); err != nil {
		d.t.Fatal(err)
	}
}

// pages is where alerts are posted. It takes none at first.
type pages struct {
	url  string
	mu   sync.Mutex
	took map[string]bool // by key
	asks int
}

func newPages(t *testing.T) *pages {
	p := &pages{took: map[string]bool{}}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var alert struct {
			Key    string
			Halted bool
		}
		err := json.NewDecoder(r.Body).Decode(&alert)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.asks++
		if err != nil || r.Header.Get("Authorization") != "Bearer t0ken" || p.asks < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		p.took[alert.Key] = alert.Halted
	}))
	t.Cleanup(s.Close)
	p.url = s.URL + "/alerts"
	return p
}

// wants waits until people have been told of a key that is halted.
func (p *pages) wants(t *testing.T, key string) {
	t.Helper()
	for began := time.Now(); time.Since(began) < within; time.Sleep(5 * time.Millisecond) {
		p.mu.Lock()
		told := p.took[key]
		p.mu.Unlock()
		if told {
			return
		}
	}
	t.Fatalf("nobody was told of %s, in %d tries", key, p.asks)
}

// secrets are the ways in which material that is in use could be written, as nodes have it.
func (d *deployment) secrets() []string {
	d.t.Helper()
	config, err := httpapi.Asking(filesIn(d.at("pki"), mallory), httpapi.KeyService, slog.New(slog.DiscardHandler))
	if err != nil {
		d.t.Fatal(err)
	}
	m, err := httpapi.NewKeysClient(d.keyService, config).Fetch(d.t.Context(), engine.Fetch{Key: "payments", Version: 2})
	if err != nil {
		d.t.Fatal(err)
	}
	b := m.Secret[:]
	return []string{string(b[:8]), hex.EncodeToString(b[:8]), base64.StdEncoding.EncodeToString(b[:9]), strings.Trim(fmt.Sprint(b[:8]), "[]"),
		strings.ReplaceAll(strings.Trim(fmt.Sprint(b[:8]), "[]"), " ", ",")}
}

// handedBack wants no right to be left of those that stopped in good order. A lease whose grant was
// under way, and which nothing hangs on, may be.
func (d *deployment) handedBack() {
	d.t.Helper()
	etcd := d.etcd.Etcd().Server
	all, err := etcd.LeaseLeases(context.Background(), &etcdserverpb.LeaseLeasesRequest{})
	if err != nil {
		d.t.Fatal(err)
	}
	for _, l := range all.Leases {
		r, err := etcd.LeaseTimeToLive(context.Background(), &etcdserverpb.LeaseTimeToLiveRequest{ID: l.ID, Keys: true})
		if err != nil || len(r.Keys) > 0 {
			d.t.Errorf("%q hang on a lease of somebody who has stopped: %v", r.GetKeys(), err)
		}
	}
}

// seals waits until a host's texts are sealed under a version.
func (d *deployment) seals(c *socket.Client, version uint32) engine.Sealed {
	d.t.Helper()
	var last error
	for began := time.Now(); time.Since(began) < within; time.Sleep(5 * time.Millisecond) {
		s, err := c.Seal(d.t.Context(), "payments", []byte("plain"))
		if err == nil && s.Version == version {
			return s
		}
		last = err
	}
	d.t.Fatalf("nothing is sealed under version %d: %v", version, last)
	return engine.Sealed{}
}

func (d *deployment) opens(c *socket.Client, s engine.Sealed) {
	d.t.Helper()
	var last error
	for began := time.Now(); time.Since(began) < within; time.Sleep(5 * time.Millisecond) {
		plain, err := c.Open(d.t.Context(), "payments", s)
		if err == nil && string(plain) == "plain" {
			return
		}
		last = err
	}
	d.t.Fatalf("not opened: %v", last)
}

// forgets waits until a text is opened no more, for good.
func (d *deployment) forgets(c *socket.Client, s engine.Sealed) {
	d.t.Helper()
	for began := time.Now(); time.Since(began) < within; time.Sleep(5 * time.Millisecond) {
		if _, err := c.Open(d.t.Context(), "payments", s); errors.Is(err, engine.ErrUnknownVersion) {
			return
		}
	}
	d.t.Fatal("a version that was revoked is opened")
}

// machines looks at an agent as other machines do.
func (d *deployment) machines(agent *daemon) {
	d.t.Helper()
	at := agent.logged(d.t, `"msg":"listening for machines","address":"([^"]+)"`)
	for path, want := range map[string]string{"healthz": "ok", "readyz": "ready", "metrics": "pawl_lease_margin_seconds_count"} {
		r, err := http.Get("http://" + at + "/" + path)
		if err != nil {
			d.t.Error(err)
			continue
		}
		text, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if r.StatusCode != http.StatusOK || !strings.Contains(string(text), want) {
			d.t.Errorf("%s: %s, want %q in\n%.2000s", path, r.Status, want, text)
		}
	}
}

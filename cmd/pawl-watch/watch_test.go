package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"

	"pawl/engine/etcd/embedded"
	"pawl/engine/reference"
	"pawl/engine/wrong"
	"pawl/reports"
	"pawl/scenarios/campaign"
)

// A session is the command while it runs.
type session struct {
	t    *testing.T
	stop context.CancelFunc
	done chan int

	mu   sync.Mutex
	out  bytes.Buffer
	errs bytes.Buffer
}

type locked struct {
	mu *sync.Mutex
	w  io.Writer
}

func (l locked) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

// begin runs the command, and waits until it follows.
func begin(t *testing.T, args ...string) *session {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	s := &session{t: t, stop: stop, done: make(chan int, 1)}
	go func() {
		s.done <- run(ctx, append([]string{"--json", "--every", "100ms"}, args...), locked{&s.mu, &s.out}, locked{&s.mu, &s.errs})
	}()
	t.Cleanup(stop)
	s.until(func(all []line) bool { return len(all) > 0 })
	return s
}

// line is one that was written.
type line struct {
	Event, Phase, Invariant, Clause, Detail, Why, Verdict, Did, History string
	ExitCode                                                            int `json:"exit_code"`
	Judged, Violated                                                    []string
	Revisions, Missed, Undelivered                                      int
	Revision                                                            int64
}

func (s *session) lines() (all []line) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for l := range strings.Lines(s.out.String()) {
		var x line
		if err := json.Unmarshal([]byte(l), &x); err != nil {
			s.t.Fatalf("%s: %v", l, err)
		}
		all = append(all, x)
	}
	return all
}

// until waits for something to be told.
func (s *session) until(is func([]line) bool) {
	s.t.Helper()
	for end := time.Now().Add(embedded.Patience); !is(s.lines()); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) || len(s.done) > 0 && !is(s.lines()) {
			s.t.Fatalf("it was not told: %+v\n%s", s.lines(), s.errs.String())
		}
	}
}

// ends stops it, and gives its summary.
func (s *session) ends() (line, int) {
	s.t.Helper()
	s.stop()
	code := <-s.done
	all := s.lines()
	last := all[len(all)-1]
	if last.Event != "summary" || last.ExitCode != code {
		s.t.Fatalf("exit %d, and last was told %+v\n%s", code, last, s.errs.String())
	}
	return last, code
}

func violated(id string) func([]line) bool {
	return func(all []line) bool {
		return slices.ContainsFunc(all, func(l line) bool { return l.Event == "violation" && l.Invariant == id })
	}
}

func served(t *testing.T) string {
	t.Helper()
	server, err := embedded.Start(t.TempDir(), embedded.Alone)
	must(t, err)
	t.Cleanup(server.Stop)
	return server.Endpoint()
}

func following(endpoint string, more ...string) []string {
	return append(append([]string{"--endpoints", endpoint}, policyFlags()...), more...)
}

// TestTheRightEngineIsFollowed follows real rotations from before the first, and from the middle.
func TestTheRightEngineIsFollowed(t *testing.T) {
	t.Parallel()
	endpoint := served(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*embedded.Patience)
	defer cancel()
	whole := begin(t, following(endpoint, "--from-revision", "1")...)
	f := newFleet(t, endpoint, reference.Engine())
	f.rotates(ctx, 1)
	f.rotates(ctx, 2)
	later := begin(t, following(endpoint)...)
	f.rotates(ctx, 3)
	for _, s := range []*session{whole, later} {
		s.until(func(all []line) bool {
			return slices.ContainsFunc(all, func(l line) bool { return l.Did == "v2 REVOKED" })
		})
		last, code := s.ends()
		if code != 0 || len(last.Violated) > 0 || last.Missed > 0 {
			t.Errorf("%+v\n%s", last, s.out.String())
		}
		for _, id := range []string{"S1", "S4", "S9", "S10", "S11", "S12", "S13", "S16", "V0"} {
			if !slices.Contains(last.Judged, id) {
				t.Errorf("nothing was judged of %s: %v", id, last.Judged)
			}
		}
	}
}

// TestWrongEnginesAreCaught has engines run whose fault shows in the store.
func TestWrongEnginesAreCaught(t *testing.T) {
	for name, by := range map[string]string{"commit-in-two-writes": "S10", "no-drain": "S9", "audit-after-the-fact": "S13"} {
		t.Run(name, func(t *testing.T) {
			w, _ := wrong.Find(name)
			endpoint, dir := served(t), t.TempDir()
			ctx, cancel := context.WithTimeout(t.Context(), 2*embedded.Patience)
			defer cancel()
			s := begin(t, following(endpoint, "--histories", dir)...)
			f := newFleet(t, endpoint, w.Engine)
			f.rotates(ctx, 1)
			f.rotates(ctx, 2)
			s.until(violated(by))
			last, code := s.ends()
			if code != 1 || last.Verdict != "violation" || !slices.Contains(last.Violated, by) {
				t.Errorf("exit %d: %+v", code, last)
			}
			for _, l := range s.lines() {
				if l.Event == "violation" {
					judgedAgain(t, l)
				}
			}
		})
	}
}

// judgedAgain wants the same to be found in the history that was written, by whoever is given it.
func judgedAgain(t *testing.T, l line) {
	t.Helper()
	r := campaign.Judge(readHistory(t, l.History), l.History)
	if r.Verdict != reports.Violation || !slices.ContainsFunc(r.Violations, func(v reports.JudgedViolation) bool { return v.Invariant == l.Invariant && v.Detail == l.Detail }) {
		t.Errorf("%s: %s %s is not found again: %s, %v %v", l.History, l.Invariant, l.Detail, r.Verdict, r.Invalid, r.Violations)
	}
}

// timeless is a detail without its moments, which pages have as dates.
func timeless(detail string) string {
	words := strings.Fields(detail)
	for i, w := range words {
		w = strings.Trim(w, ".,;:()")
		_, none := time.ParseDuration(w)
		if _, err := time.Parse(time.RFC3339, w); err == nil || none == nil {
			words[i] = "then"
		}
	}
	return strings.Join(words, " ")
}

// before is how long ago the count of a session begins.
func (s *session) before() time.Duration {
	a := asked{policy: policy()}
	return a.before()
}

// TestTampering changes the store by hand, and wants people to be told of it once.
func TestTampering(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var pages []alert
	refusals := 2
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if refusals--; refusals >= 0 { // it is busy at first
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		var a alert
		if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
			t.Error(err)
		}
		pages = append(pages, a)
	}))
	t.Cleanup(hook.Close)
	endpoint := served(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*embedded.Patience)
	defer cancel()
	f := newFleet(t, endpoint, reference.Engine())
	f.rotates(ctx, 1)
	c, err := clientv3.New(clientv3.Config{Endpoints: []string{endpoint}})
	must(t, err)
	t.Cleanup(func() { _ = c.Close() })
	record := root + reference.RecordKey(rotated)
	old, err := c.Get(ctx, record)
	must(t, err)
	s := begin(t, following(endpoint, "--page", hook.URL)...)
	f.rotates(ctx, 2)

	// An entry of before it began to follow, which no window has.
	entries, err := c.Get(ctx, root+rotated+"/audit/", clientv3.WithPrefix(), clientv3.WithLimit(1))
	must(t, err)
	_, err = c.Delete(ctx, string(entries.Kvs[0].Key))
	must(t, err)
	s.until(func(all []line) bool {
		return slices.ContainsFunc(all, func(l line) bool { return l.Event == "violation" && strings.Contains(l.Detail, "has lost 1") })
	})
	_, err = c.Put(ctx, record, string(old.Kvs[0].Value))
	must(t, err)
	s.until(violated("S16"))
	if _, code := s.ends(); code != 1 {
		t.Errorf("exit %d", code)
	}
	mu.Lock()
	defer mu.Unlock()
	told := map[string]int{}
	for _, p := range pages {
		told[p.Invariant+p.Clause+timeless(p.Detail)]++
		if strings.Contains(p.Detail, fmt.Sprint(int(s.before().Hours()))+"h") {
			t.Errorf("a moment is no date: %s", p.Detail)
		}
	}
	for _, l := range s.lines() {
		if n := told[l.Invariant+l.Clause+timeless(l.Detail)]; l.Event == "violation" && n != 1 {
			t.Errorf("paged %d times: %s %s", n, l.Invariant, l.Detail)
		}
	}
}

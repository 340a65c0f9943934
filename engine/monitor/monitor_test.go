package monitor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/host"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
)

// described is an engine that stores "payments/r" = phase and "payments/e" = transition.
func described() *engine.Engine {
	return &engine.Engine{View: engine.View{Describe: func(kv engine.KV) (engine.Observation, bool) {
		key, kind, _ := strings.Cut(kv.Key, "/")
		o := engine.Observation{Key: key}
		value := string(kv.Value)
		switch {
		case strings.HasPrefix(value, "garbage"):
			return o, false
		case kind == "r":
			o.Record = &engine.Record{Phase: value, Rotation: "r1", Fence: 3, Active: 2}
			o.Halt.Playbook = "look"
		case strings.HasPrefix(kind, "e"):
			o.Entry = &engine.Entry{Seq: uint64(kv.Mod), Transition: value, Phase: value}
		case kind == "s":
			o.Stamp = &engine.Stamp{Sealing: true}
			if value == "seals" {
				o.Stamp.Seal = 2
			}
		default:
			return o, false
		}
		return o, true
	}}}
}

// store has some keys, and tells of what is put.
type store struct {
	mu      sync.Mutex
	rev     int64
	kvs     []engine.KV
	changed chan struct{}
	breaks  bool // the next wait fails
}

func (s *store) put(key, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rev++
	s.kvs = append(s.kvs, engine.KV{Key: key, Value: []byte(value), Mod: s.rev})
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

func (s *store) Txn(_ context.Context, t engine.Txn) (engine.TxnResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var kvs []engine.KV
	for _, kv := range s.kvs {
		if t.Then[0].Kind == engine.OpGet {
			if kv.Key == t.Then[0].Key {
				kvs = []engine.KV{kv}
			}
		} else if kv.Key > t.Then[0].After && len(kvs) < t.Then[0].Limit {
			kvs = append(kvs, kv)
		}
	}
	return engine.TxnResult{Held: true, Revision: s.rev, Reads: [][]engine.KV{kvs}}, nil
}

func (s *store) Await(ctx context.Context, a engine.Await) (engine.News, error) {
	for {
		s.mu.Lock()
		if s.breaks {
			s.breaks = false
			s.mu.Unlock()
			return engine.News{}, engine.ErrCompacted
		}
		news := engine.News{Revision: s.rev}
		for _, kv := range s.kvs {
			if kv.Mod > a.After {
				news.KVs = append(news.KVs, kv)
			}
		}
		if s.changed == nil {
			s.changed = make(chan struct{})
		}
		changed := s.changed
		s.mu.Unlock()
		if len(news.KVs) > 0 {
			return news, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return engine.News{}, ctx.Err()
		}
	}
}

// TestFollow wants transitions to be told once, in order, with the rotation, and only those that
// are written meanwhile; and what cannot be read to be said, and gone on from.
func TestFollow(t *testing.T) {
	s := &store{}
	s.put("payments/e1", engine.Idle)
	s.put("payments/r", engine.Idle)
	var log strings.Builder
	told := make(chan string, 20)
	e := described()
	m := New(e, slog.New(slog.NewTextHandler(&log, nil)), prometheus.NewRegistry(), Hooks{
		Transition: func(s State, e engine.Entry) { told <- s.Record.Rotation + " " + e.Transition }})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { m.Follow(ctx, s, "payments"); close(done) }()
	for {
		if _, seen := m.State("payments"); seen {
			break
		}
		time.Sleep(time.Millisecond)
	}
	s.put("payments/r", engine.Draining)
	s.put("payments/e2", engine.Draining)
	s.put("other/e3", engine.Draining)
	s.put("payments/e4", "garbage")
	s.put("payments/r", engine.Halted)
	s.put("payments/e5", engine.Halted)
	for _, want := range []string{"r1 DRAINING", "r1 HALTED"} {
		if got := <-told; got != want {
			t.Errorf("told of %q, want %q", got, want)
		}
	}
	if now, err := m.Now(ctx, s, "payments"); err != nil || now.Record.Phase != engine.Halted || now.Halt.Playbook != "look" {
		t.Errorf("now it is %+v, %v", now, err)
	}
	if _, err := m.Now(ctx, s, "other"); !errors.Is(err, ErrNoRecord) {
		t.Errorf("of a key that is not followed: %v", err)
	}
	s.put("payments/r", "garbage")
	if now, err := m.Now(ctx, s, "payments"); !errors.Is(err, ErrNoRecord) {
		t.Errorf("garbage is %+v, %v", now, err)
	}
	s.put("payments/e6", engine.Idle)
	if got := <-told; got != "r1 IDLE" {
		t.Errorf("after garbage: %q", got)
	}
	cancel()
	<-done
	if n := testutil.ToFloat64(m.m.halts.WithLabelValues("payments", "look")); n != 1 {
		t.Errorf("%v halts", n)
	}
	if testutil.ToFloat64(m.m.unreadable.WithLabelValues("payments")) != 1 || !strings.Contains(log.String(), "cannot be read") {
		t.Error("nobody is told of a record that cannot be read")
	}
	if testutil.ToFloat64(m.m.phase.WithLabelValues("payments", engine.Halted)) != 1 {
		t.Error("the phase is not shown")
	}
	for _, word := range []string{"rotation=r1", "fence=", "owner="} {
		if !strings.Contains(log.String(), word) {
			t.Errorf("no %s in the log", word)
		}
	}
}

// TestTell counts what came of requests, and how long nothing was sealed.
func TestTell(t *testing.T) {
	e := described()
	registry := prometheus.NewRegistry()
	m := New(e, slog.New(slog.NewTextHandler(io.Discard, nil)), registry, Hooks{})
	tell := m.Tell("node/1", time.Second)
	stamp := func(value string) engine.Txn {
		return engine.Txn{Then: []engine.Op{engine.Put("payments/s", []byte(value), 0)}}
	}
	held := engine.TxnResult{Held: true}
	at := func(s int) time.Duration { return time.Duration(s) * time.Second }
	for i, x := range []host.Exchange{
		{Request: engine.Create{}, Err: fmt.Errorf("x: %w", engine.ErrStaleFence)},
		{Request: stamp("seals"), Reply: held, Sent: at(1), Answered: at(2)},                  // no gap before
		{Request: stamp(""), Err: engine.ErrUnknown, Sent: at(11), Answered: at(12)},          // given up, whatever came of it
		{Request: stamp(""), Reply: held, Sent: at(13), Answered: at(14)},                     // again: the first counts
		{Request: stamp("seals"), Reply: engine.TxnResult{}, Sent: at(15), Answered: at(16)},  // not granted
		{Request: stamp("seals"), Err: engine.ErrUnavailable, Sent: at(16), Answered: at(17)}, // nor here
		{Request: stamp("seals"), Reply: held, Sent: at(18), Answered: at(20)},                // 20 - 11 + 1
		{Request: stamp("seals"), Reply: held, Sent: at(28), Answered: at(29)},                // a renewal
	} {
		if x.Err != nil && x.Reply != nil {
			t.Fatal(i)
		}
		tell(x)
	}
	if n := testutil.ToFloat64(m.m.staleFences.WithLabelValues("node/1")); n != 1 {
		t.Errorf("%v refused fences", n)
	}
	all, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range all {
		if h := family.GetMetric()[0].GetHistogram(); family.GetName() == "pawl_seal_gap_seconds" && (h.GetSampleCount() != 1 || h.GetSampleSum() != 10) {
			t.Errorf("%d gaps of %v s in all, want one of 10", h.GetSampleCount(), h.GetSampleSum())
		}
	}
	if testutil.CollectAndCount(m.m.gap) != 1 {
		t.Error("no gap is seen")
	}
}

// TestPage: a key that is due is shown until it is rotated.
func TestPage(t *testing.T) {
	m := New(described(), slog.New(slog.NewTextHandler(io.Discard, nil)), prometheus.NewRegistry(), Hooks{})
	if err := m.Page(t.Context(), engine.Page{Alert: engine.Alert{Key: "payments", Due: true}}); err != nil {
		t.Fatal(err)
	}
	if testutil.ToFloat64(m.m.due.WithLabelValues("payments")) != 1 {
		t.Error("not due")
	}
	m.take(&followed{State: State{Key: "payments"}, raised: map[string]time.Time{}}, []engine.KV{{Key: "payments/e", Value: []byte(engine.Committed), Mod: 1}}, 1, true)
	if testutil.ToFloat64(m.m.due.WithLabelValues("payments")) != 0 {
		t.Error("due though it is rotated")
	}
}

func TestOutcomes(t *testing.T) {
	for _, o := range outcomes {
		if got := outcomeOf(fmt.Errorf("a: %w", o.err)); got != o.name {
			t.Errorf("%v counts as %s", o.err, got)
		}
	}
	if outcomeOf(nil) != "done" || outcomeOf(errors.New("x")) != "refused" {
		t.Error("done or refused counts as something else")
	}
}

package monitor

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"pawl/engine"

	"github.com/prometheus/client_golang/prometheus"
)

// Hooks are told of what is seen, one at a time for each key and process; they must be quick.
type Hooks struct {
	Transition func(State, engine.Entry) // of entries that are written while the key is followed, with the rotation that they are of
	Wrote      func(took time.Duration)  // a transaction of the store that writes
}

// State is what was last seen of a key.
type State struct {
	Key      string
	Record   engine.Record
	Versions []engine.Version
	Halt     engine.Halt
	Revision int64 // of the store, as of which it is
}

// Monitor watches an engine.
type Monitor struct {
	view  *engine.View
	log   *slog.Logger
	m     *metrics
	hooks Hooks

	mu   sync.Mutex
	keys map[string]*followed
}

// followed is a key that is followed.
type followed struct {
	State
	rotation string // in flight, or the last one
	stored   string // under which name the record is
	mod      int64
	raised   map[string]time.Time // barriers that are waited for
}

// New makes a monitor that has seen nothing yet.
func New(e *engine.Engine, log *slog.Logger, r prometheus.Registerer, h Hooks) *Monitor {
	return &Monitor{view: &e.View, log: log, m: newMetrics(r), hooks: h, keys: map[string]*followed{}}
}

// State is what was last seen of a key; false: nothing yet.
func (m *Monitor) State(key string) (State, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if f := m.keys[key]; f != nil && f.mod != 0 {
		return f.State, true
	}
	return State{}, false
}

// Now reads what is so of a key that is followed, without its entries.
func (m *Monitor) Now(ctx context.Context, s Store, key string) (Trail, error) {
	t := Trail{Key: key}
	stored := m.stored(key)
	if stored == "" {
		return t, fmt.Errorf("key %s: %w; if it was just started, ask again", key, ErrNoRecord)
	}
	r, err := s.Txn(ctx, engine.Txn{Then: []engine.Op{engine.Get(stored)}})
	if err != nil {
		return t, err
	}
	if len(r.Reads[0]) == 1 {
		if o, ok := m.view.Describe(r.Reads[0][0]); ok && o.Record != nil {
			t.Record, t.Versions, t.Halt = *o.Record, o.Versions, o.Halt
			return t, nil
		}
	}
	return t, fmt.Errorf("key %s: %w", key, ErrNoRecord)
}

// stored is the name under which a key's record was seen; empty: it was not.
func (m *Monitor) stored(key string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if f := m.keys[key]; f != nil {
		return f.stored
	}
	return ""
}

// Follow sees what is written of a key until the context ends.
func (m *Monitor) Follow(ctx context.Context, s Store, key string) {
	f := &followed{State: State{Key: key}, raised: map[string]time.Time{}}
	m.mu.Lock()
	m.keys[key] = f
	m.mu.Unlock()
	for ctx.Err() == nil {
		if err := m.begin(ctx, s, f); err == nil {
			m.goOn(ctx, s, f)
		}
		rest(ctx, 200*time.Millisecond)
	}
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// begin reads all that there is.
func (m *Monitor) begin(ctx context.Context, s Store, f *followed) error {
	one, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var kvs []engine.KV
	revision, err := each(one, s, f.Key, func(kv engine.KV) { kvs = append(kvs, kv) })
	if err == nil {
		m.take(f, kvs, revision, false)
	}
	return err
}

// goOn waits for news until it cannot be had.
func (m *Monitor) goOn(ctx context.Context, s Store, f *followed) {
	for ctx.Err() == nil {
		const wait = 5 * time.Second
		one, cancel := context.WithTimeout(ctx, 2*wait)
		news, err := s.Await(one, engine.Await{Prefix: f.Key, After: f.Revision, Wait: wait})
		cancel()
		if err != nil {
			return
		}
		m.take(f, news.KVs, news.Revision, true)
	}
}

// take sees some keys of the store: the record before the entries, which are told with it.
func (m *Monitor) take(f *followed, kvs []engine.KV, revision int64, fresh bool) {
	var entries []engine.Entry
	m.mu.Lock()
	for _, kv := range kvs {
		o, ok := m.view.Describe(kv)
		switch {
		case !ok && kv.Mod != 0 && kv.Key == f.stored:
			m.m.unreadable.WithLabelValues(f.Key).Set(1)
			m.log.Error("the record cannot be read", "key", f.Key, "revision", kv.Mod)
		case !ok || o.Key != f.Key:
		case o.Record != nil && kv.Mod > f.mod:
			f.stored, f.mod = kv.Key, kv.Mod
			f.Record, f.Versions, f.Halt = *o.Record, o.Versions, o.Halt
			f.rotation = cmp.Or(f.Record.Rotation, f.rotation)
			m.gauges(&f.State)
		case o.Entry != nil:
			entries = append(entries, *o.Entry)
		case o.TurnedAway != nil:
			m.turnedAway(f.Key, o.TurnedAway, fresh)
		}
	}
	f.Revision = max(f.Revision, revision)
	state := f.State
	m.mu.Unlock()
	slices.SortFunc(entries, func(a, b engine.Entry) int { return int(a.Seq) - int(b.Seq) })
	for _, e := range entries {
		if fresh {
			m.transition(f, state, e)
		}
	}
}

func (m *Monitor) gauges(s *State) {
	m.m.phase.DeletePartialMatch(prometheus.Labels{"key": s.Key})
	m.m.phase.WithLabelValues(s.Key, s.Record.Phase).Set(1)
	m.m.active.WithLabelValues(s.Key).Set(float64(s.Record.Active))
	m.m.fence.WithLabelValues(s.Key).Set(float64(s.Record.Fence))
	m.m.entries.WithLabelValues(s.Key).Set(float64(s.Record.ChainLength))
	m.m.unreadable.WithLabelValues(s.Key).Set(0)
}

func (m *Monitor) turnedAway(key string, t *engine.TurnedAway, fresh bool) {
	m.m.refused.WithLabelValues(key).Set(float64(t.Seq))
	if fresh {
		m.log.Warn("a request was refused", "key", key, "caller", t.Caller, "request", t.ID, "why", t.Why, "count", t.Seq)
	}
}

// transition tells of one entry that was written.
func (m *Monitor) transition(f *followed, s State, e engine.Entry) {
	m.m.transitions.WithLabelValues(s.Key, e.Transition).Inc()
	m.log.Info("transition", "key", s.Key, "rotation", f.rotation, "transition", e.Transition, "phase", e.Phase,
		"owner", e.Owner, "fence", e.Fence, "cause", e.Cause, "active", e.Active, "next", e.Next, "entry", e.Seq)
	switch e.Transition {
	case engine.Halted:
		m.m.halts.WithLabelValues(s.Key, s.Halt.Playbook).Inc()
	case engine.Committed:
		m.m.due.WithLabelValues(s.Key).Set(0)
	}
	m.barriers(f, e)
	if m.hooks.Transition != nil {
		s.Record.Rotation = f.rotation
		m.hooks.Transition(s, e)
	}
}

// waits are the barriers that lie between two phases.
var waits = []struct{ name, from, to engine.Phase }{
	{"publish", engine.Published, engine.Verified}, // with the publish lead
	{"drain", engine.Draining, engine.Committed},
}

func (m *Monitor) barriers(f *followed, e engine.Entry) {
	for _, w := range waits {
		since, waited := f.raised[w.name]
		switch {
		case e.Transition == w.from:
			f.raised[w.name] = time.Now()
		case waited && e.Transition == w.to:
			m.m.barrier.WithLabelValues(f.Key, w.name).Observe(time.Since(since).Seconds())
			delete(f.raised, w.name)
		case waited && (e.Phase == engine.Aborting || e.Phase == engine.Halted):
			delete(f.raised, w.name)
		}
	}
}

// Page takes an alert: it is logged for whatever forwards logs to people, and counted.
func (m *Monitor) Page(_ context.Context, p engine.Page) error {
	h := &p.Alert.Halt
	m.m.pages.WithLabelValues(p.Alert.Key, h.Playbook).Inc()
	if p.Alert.Due {
		m.m.due.WithLabelValues(p.Alert.Key).Set(1)
	}
	m.log.Error("people are needed", "key", p.Alert.Key, "notice", p.Alert.Notice, "due", p.Alert.Due, "reason", h.Reason, "class", h.Class,
		"playbook", h.Playbook, "owner", h.Owner, "escalation", h.Escalation, "encryption_affected", h.EncryptionAffected,
		"decryption_valid", h.DecryptionValid, "customers_must_act", h.CustomersMustAct, "manual_work_safe", h.ManualWorkSafe)
	return nil
}

// NotTold counts an alert of which nobody can be told now.
func (m *Monitor) NotTold(key string, why error) {
	m.m.untold.WithLabelValues(key).Inc()
	m.log.Error("nobody could be told that people are needed", "key", key, "why", why.Error())
}

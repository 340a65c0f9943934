package conform

import (
	"maps"
	"slices"
	"strings"
	"time"

	"pawl/engine"
)

// Model is what a store is expected to do, in maps and without regard to cost. It
// is a [Backend] itself, with time of its own (see model_time.go).
type Model struct {
	rev       int64
	compacted int64
	keys      map[string]engine.KV
	last      map[string]change // the last one of each key that ever was
	seq       int
	leases    []modelLease // lease n is at n-1

	now    time.Duration
	later  []putOff
	breaks int // of waits

	generation uint64 // how often it was put back
}

type change struct {
	rev int64
	seq int
	kv  engine.KV
}

// NewModel is an empty store at revision 0 and time 0.
func NewModel() *Model {
	return &Model{keys: map[string]engine.KV{}, last: map[string]change{}}
}

func (m *Model) String() string { return "model" }

func (m *Model) alive(l engine.Lease) bool {
	return l > 0 && int(l) <= len(m.leases) && m.leases[l-1].lives
}

func (m *Model) Txn(t engine.Txn) (engine.TxnResult, error) {
	if len(t.If) > 128 || refused(t.Then) || refused(t.Else) || tooLarge(t) {
		return engine.TxnResult{}, errRefused
	}
	res := engine.TxnResult{Held: !t.Bound || t.Generation == m.generation, Generation: m.generation}
	for _, c := range t.If {
		if c.Key == "" {
			return engine.TxnResult{}, errRefused
		}
		res.Held = res.Held && m.keys[c.Key].Mod == c.Mod
	}
	ops := t.Then
	if !res.Held {
		ops = t.Else
	}
	for _, op := range ops {
		if op.Kind == engine.OpPut && op.Lease != 0 && !m.alive(op.Lease) {
			return engine.TxnResult{}, engine.ErrLeaseGone
		}
	}
	res.Revision = m.rev
	for _, op := range ops {
		switch _, exists := m.keys[op.Key]; {
		case op.Kind == engine.OpPut:
			res.Revision = m.rev + 1
			m.put(op)
		case op.Kind == engine.OpDelete && exists:
			res.Revision = m.rev + 1
			m.delete(op.Key)
		case op.Kind == engine.OpGet:
			res.Reads = append(res.Reads, m.read(func(k string) bool { return k == op.Key }))
		case op.Kind == engine.OpPrefix:
			kvs := m.read(func(k string) bool { return strings.HasPrefix(k, op.Key) && (k > op.After || op.After == "") })
			if op.Limit > 0 {
				kvs = kvs[:min(len(kvs), op.Limit)]
			}
			res.Reads = append(res.Reads, kvs)
		}
	}
	m.rev = res.Revision
	return res, nil
}

// refused says whether a branch is one that no store runs: it is too long, has
// an operation without a key, or puts a key that it writes elsewhere too.
func refused(ops []engine.Op) bool {
	puts, dels := map[string]int{}, map[string]int{}
	for _, op := range ops {
		switch op.Kind {
		case engine.OpPut:
			puts[op.Key]++
		case engine.OpDelete:
			dels[op.Key]++
		}
		if op.Key == "" && op.Kind != engine.OpPrefix {
			return true
		}
	}
	for k, n := range puts {
		if n > 1 || dels[k] > 0 {
			return true
		}
	}
	return len(ops) > 128
}

// tooLarge says whether a transaction writes, and is too large for that.
func tooLarge(t engine.Txn) bool {
	size, writes := 0, false
	for _, c := range t.If {
		size += len(c.Key)
	}
	for _, op := range slices.Concat(t.Then, t.Else) {
		size += len(op.Key) + len(op.Value)
		writes = writes || op.Kind == engine.OpPut || op.Kind == engine.OpDelete
	}
	return writes && size >= room
}

func (m *Model) put(op engine.Op) {
	kv := engine.KV{Key: op.Key, Value: op.Value, Create: m.rev + 1, Mod: m.rev + 1, Lease: op.Lease}
	if old, ok := m.keys[op.Key]; ok {
		kv.Create = old.Create
	}
	m.keys[op.Key] = kv
	m.changed(kv)
}

func (m *Model) delete(key string) {
	delete(m.keys, key)
	m.changed(engine.KV{Key: key})
}

func (m *Model) changed(kv engine.KV) {
	m.seq++
	m.last[kv.Key] = change{m.rev + 1, m.seq, kv}
}

func (m *Model) read(match func(string) bool) []engine.KV {
	var kvs []engine.KV
	for _, k := range slices.Sorted(maps.Keys(m.keys)) {
		if match(k) {
			kvs = append(kvs, m.keys[k])
		}
	}
	return kvs
}

// since is the last state of each key under a prefix that changed after a revision,
// in the order of the last changes.
func (m *Model) since(prefix string, after int64) []engine.KV {
	var cs []change
	for k, c := range m.last {
		if strings.HasPrefix(k, prefix) && c.rev > after {
			cs = append(cs, c)
		}
	}
	slices.SortFunc(cs, func(a, b change) int { return a.seq - b.seq })
	var kvs []engine.KV
	for _, c := range cs {
		kvs = append(kvs, c.kv)
	}
	return kvs
}

func (m *Model) Revoke(l engine.Lease) error {
	if !m.alive(l) {
		return engine.ErrLeaseGone
	}
	m.leases[l-1].lives = false
	next := m.rev
	for _, k := range slices.Sorted(maps.Keys(m.keys)) {
		if m.keys[k].Lease == l {
			m.delete(k)
			next = m.rev + 1
		}
	}
	m.rev = next
	return nil
}

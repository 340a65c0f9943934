package conform

import (
	"maps"
	"slices"
	"strings"
	"time"

	"pawl/engine"
)

// model is what a store is expected to do, in maps and without regard to cost.
// Nothing expires in it.
type model struct {
	rev    int64
	keys   map[string]engine.KV
	last   map[string]change // the last one of each key that ever was
	seq    int
	leases []bool // lease n is at n-1, true while it lives
}

type change struct {
	rev int64
	seq int
	kv  engine.KV
}

func newModel() *model {
	return &model{keys: map[string]engine.KV{}, last: map[string]change{}}
}

func (m *model) String() string { return "model" }

func (m *model) alive(l engine.Lease) bool {
	return l > 0 && int(l) <= len(m.leases) && m.leases[l-1]
}

func (m *model) Txn(t engine.Txn) (engine.TxnResult, error) {
	if len(t.If) > 128 || refused(t.Then) || refused(t.Else) {
		return engine.TxnResult{}, errRefused
	}
	res := engine.TxnResult{Held: true}
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
			res.Reads = append(res.Reads, m.read(func(k string) bool { return strings.HasPrefix(k, op.Key) }))
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

func (m *model) put(op engine.Op) {
	kv := engine.KV{Key: op.Key, Value: op.Value, Create: m.rev + 1, Mod: m.rev + 1, Lease: op.Lease}
	if old, ok := m.keys[op.Key]; ok {
		kv.Create = old.Create
	}
	m.keys[op.Key] = kv
	m.changed(kv)
}

func (m *model) delete(key string) {
	delete(m.keys, key)
	m.changed(engine.KV{Key: key})
}

func (m *model) changed(kv engine.KV) {
	m.seq++
	m.last[kv.Key] = change{m.rev + 1, m.seq, kv}
}

func (m *model) read(match func(string) bool) []engine.KV {
	var kvs []engine.KV
	for _, k := range slices.Sorted(maps.Keys(m.keys)) {
		if match(k) {
			kvs = append(kvs, m.keys[k])
		}
	}
	return kvs
}

func (m *model) Await(prefix string, after int64, _ time.Duration) (engine.News, error) {
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
	return engine.News{KVs: kvs, Revision: m.rev}, nil
}

func (m *model) Grant(time.Duration) (engine.Lease, error) {
	m.leases = append(m.leases, true)
	return engine.Lease(len(m.leases)), nil
}

func (m *model) KeepAlive(l engine.Lease) error {
	if !m.alive(l) {
		return engine.ErrLeaseGone
	}
	return nil
}

func (m *model) Revoke(l engine.Lease) error {
	if !m.alive(l) {
		return engine.ErrLeaseGone
	}
	m.leases[l-1] = false
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

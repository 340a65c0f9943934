package cluster

import (
	"errors"
	"slices"
	"sort"
	"strings"

	"pawl/engine"
	"pawl/sim/deploy"
)

// Store has etcd's semantics, without the network and without time of its own:
// whoever holds it says what time it is. The tests hold it against a real etcd.
type Store struct {
	rev        int64
	generation uint64            // how often it was put back
	keys       []*entry          // in order
	byName     map[string]*entry // the same, looked up only
	leases     []lease           // lease n is at n-1
	log        []deploy.Change   // what is kept of all changes, in order of revision
	compacted  int64             // from this revision on that is all of them

	found deploy.Shelf[engine.KV] // what is read
	reads deploy.Shelf[[]engine.KV]
	made  deploy.Shelf[entry]
}

type entry struct{ engine.KV }

// cleared is an empty store in the room of one at which nobody looks any more. Where there is
// none, nil, it has room for what a standard run writes.
func (s *Store) cleared() *Store {
	if s == nil {
		return roomy()
	}
	clear(s.byName)
	s.found.Clear()
	s.reads.Clear()
	s.made.Clear()
	return &Store{
		keys: s.keys[:0], byName: s.byName, leases: s.leases[:0], log: s.log[:0],
		found: s.found, reads: s.reads, made: s.made,
	}
}

// roomy is an empty store with room for what a standard run writes.
func roomy() *Store {
	return &Store{
		keys:   make([]*entry, 0, 96),
		byName: make(map[string]*entry, 96),
		leases: make([]lease, 0, 288),
		log:    make([]deploy.Change, 0, 512),
	}
}

// Limits of etcd's default configuration.
const (
	maxTxnOps   = 128
	maxTxnBytes = 3 << 19 // of one that writes
	opBytes     = 16      // about what etcd's form of an operation takes besides key and value
)

// Errors of a request that the store does not accept at all.
var (
	errTooManyOps   = errors.New("too many operations in one transaction, at most 128")
	errDuplicateKey = errors.New("a key is put twice in one transaction")
	errEmptyKey     = errors.New("an empty key")
	errTooLarge     = errors.New("a transaction that writes is too large, at most 1.5 MiB")
)

// Revision is the store's revision: it grows by one with each transaction that
// changes anything, and with each of a writer elsewhere.
func (s *Store) Revision() int64 { return s.rev }

// Elsewhere is a transaction of somebody who shares the store, on keys that nobody
// here can see.
func (s *Store) Elsewhere() { s.rev++ }

func (s *Store) find(key string) (int, bool) {
	i := sort.Search(len(s.keys), func(i int) bool { return s.keys[i].Key >= key })
	return i, i < len(s.keys) && s.keys[i].Key == key
}

// Txn runs one transaction.
func (s *Store) Txn(t engine.Txn) (engine.TxnResult, error) {
	if err := checkOps(t); err != nil {
		return engine.TxnResult{}, err
	}
	held := !t.Bound || t.Generation == s.generation
	for _, c := range t.If {
		held = held && s.mod(c.Key) == c.Mod
	}
	ops := t.Then
	if !held {
		ops = t.Else
	}
	for i := range ops {
		if op := &ops[i]; op.Kind == engine.OpPut && op.Lease != 0 && s.live(op.Lease) == nil {
			return engine.TxnResult{}, engine.ErrLeaseGone
		}
	}
	res := engine.TxnResult{Held: held, Reads: s.roomFor(ops), Generation: s.generation}
	next := s.rev + 1
	for i := range ops {
		s.apply(&ops[i], next, &res)
	}
	res.Revision = s.rev
	return res, nil
}

func checkOps(t engine.Txn) error {
	if len(t.If) > maxTxnOps || len(t.Then) > maxTxnOps || len(t.Else) > maxTxnOps {
		return errTooManyOps
	}
	for _, c := range t.If {
		if c.Key == "" {
			return errEmptyKey
		}
	}
	for _, ops := range [2][]engine.Op{t.Then, t.Else} {
		for i := range ops {
			if ops[i].Key == "" && ops[i].Kind != engine.OpPrefix {
				return errEmptyKey
			}
			for j := range ops[:i] {
				if clash(&ops[i], &ops[j]) {
					return errDuplicateKey
				}
			}
		}
	}
	if size(&t) > maxTxnBytes && !readsOnly(&t) {
		return errTooLarge
	}
	return nil
}

// size is about how large etcd's form of a transaction is.
func size(t *engine.Txn) int {
	n := opBytes * (len(t.If) + len(t.Then) + len(t.Else))
	for i := range t.If {
		n += len(t.If[i].Key)
	}
	for _, ops := range [2][]engine.Op{t.Then, t.Else} {
		for i := range ops {
			n += len(ops[i].Key) + len(ops[i].Value)
		}
	}
	return n
}

// readsOnly says whether neither branch of a transaction writes.
func readsOnly(t *engine.Txn) bool {
	for _, ops := range [2][]engine.Op{t.Then, t.Else} {
		for i := range ops {
			if writes(&ops[i]) {
				return false
			}
		}
	}
	return true
}

func writes(op *engine.Op) bool { return op.Kind == engine.OpPut || op.Kind == engine.OpDelete }

// clash says whether two operations write the same key and one of them puts it.
func clash(a, b *engine.Op) bool {
	return (a.Kind == engine.OpPut && writes(b) || b.Kind == engine.OpPut && writes(a)) && a.Key == b.Key
}

// roomFor is room for what operations read; nil if they read nothing.
func (s *Store) roomFor(ops []engine.Op) [][]engine.KV {
	reads := 0
	for i := range ops {
		if !writes(&ops[i]) {
			reads++
		}
	}
	if reads == 0 {
		return nil
	}
	return s.reads.List(reads)[:0]
}

func (s *Store) apply(op *engine.Op, next int64, res *engine.TxnResult) {
	switch op.Kind {
	case engine.OpPut:
		s.rev = next
		s.put(op)
	case engine.OpDelete:
		if i, ok := s.find(op.Key); ok {
			s.rev = next
			s.remove(i)
		}
	case engine.OpGet:
		var kvs []engine.KV
		if e := s.byName[op.Key]; e != nil {
			kvs = s.found.List(1)
			kvs[0] = e.KV
		}
		res.Reads = append(res.Reads, kvs)
	case engine.OpPrefix:
		res.Reads = append(res.Reads, s.under(op))
	}
}

func (s *Store) mod(key string) int64 {
	if e := s.byName[key]; e != nil {
		return e.Mod
	}
	return 0
}

// under is what is under a prefix, or the page of it that is asked for.
func (s *Store) under(op *engine.Op) []engine.KV {
	i, _ := s.find(op.Key)
	if op.After >= op.Key && op.After != "" {
		at, there := s.find(op.After)
		i = at
		if there {
			i++
		}
	}
	j := i
	for j < len(s.keys) && strings.HasPrefix(s.keys[j].Key, op.Key) && (op.Limit <= 0 || j-i < op.Limit) {
		j++
	}
	kvs := s.found.List(j - i)
	for k := range kvs {
		kvs[k] = s.keys[i+k].KV
	}
	return kvs
}

func (s *Store) put(op *engine.Op) {
	e := s.byName[op.Key]
	if e == nil {
		e = s.add(op.Key)
	}
	s.detach(e)
	e.Value, e.Mod, e.Lease = op.Value, s.rev, op.Lease
	if op.Lease != 0 {
		l := s.live(op.Lease)
		l.keys = append(l.keys, e.Key)
	}
	s.log = append(s.log, deploy.Change{Revision: s.rev, KV: e.KV})
}

// add makes a key, in its place.
func (s *Store) add(key string) *entry {
	e := s.made.Put(entry{engine.KV{Key: key, Create: s.rev}})
	i, _ := s.find(key)
	s.keys = slices.Insert(s.keys, i, e)
	if s.byName == nil {
		s.byName = map[string]*entry{}
	}
	s.byName[key] = e
	return e
}

func (s *Store) remove(i int) {
	e := s.keys[i]
	s.detach(e)
	delete(s.byName, e.Key)
	s.keys = append(s.keys[:i], s.keys[i+1:]...)
	s.log = append(s.log, deploy.Change{Revision: s.rev, KV: engine.KV{Key: e.Key}})
}

func (s *Store) detach(e *entry) {
	if e.Lease == 0 {
		return
	}
	l := &s.leases[e.Lease-1]
	for i, k := range l.keys {
		if k == e.Key {
			l.keys = append(l.keys[:i], l.keys[i+1:]...)
			return
		}
	}
}

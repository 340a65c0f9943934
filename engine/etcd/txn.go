package etcd

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"pawl/engine"

	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"
)

// errEmptyKey: with a root before it, etcd would take it for a key.
var errEmptyKey = errors.New("etcd refuses the request as it is: an empty key")

// Txn runs one transaction.
func (s *Store) Txn(ctx context.Context, t engine.Txn) (engine.TxnResult, error) {
	var result engine.TxnResult
	if namesNothing(&t) {
		return result, errEmptyKey
	}
	err := s.line.call(ctx, writes(&t), func(ctx context.Context, l *link) error {
		ifs, err := s.conditions(ctx, l, &t)
		if err != nil {
			return err
		}
		then, added := s.branches(&t)
		r, err := l.client.Txn(ctx).If(ifs...).Then(then[0]...).Else(then[1]...).Commit()
		if err != nil {
			return err
		}
		result = s.result(r, added)
		if t.Bound && result.Generation != t.Generation && result.Held {
			return fmt.Errorf("%w: cluster %x has answered on a connection to %x; give the addresses of the members, and not of what stands before them",
				engine.ErrUnknown, result.Generation, t.Generation)
		}
		return nil
	})
	if err != nil {
		return engine.TxnResult{}, err
	}
	return result, nil
}

// conditions are those of a transaction; where it is bound to another generation than there
// is, there is one more, which never holds.
func (s *Store) conditions(ctx context.Context, l *link, t *engine.Txn) ([]clientv3.Cmp, error) {
	var ifs []clientv3.Cmp
	for _, c := range t.If {
		ifs = append(ifs, clientv3.Compare(clientv3.ModRevision(s.root+c.Key), "=", c.Mod))
	}
	if !t.Bound {
		return ifs, nil
	}
	generation, err := l.cluster(ctx)
	if err == nil && generation != t.Generation {
		ifs = append(ifs, clientv3.Compare(clientv3.ModRevision(s.root+"generation"), "<", 0))
	}
	return ifs, err
}

// branches are those of a transaction. One that has no operation at all is given a read, which
// was not asked for and is not answered: any member would answer it from its past.
func (s *Store) branches(t *engine.Txn) (branches [2][]clientv3.Op, added bool) {
	for i, ops := range [2][]engine.Op{t.Then, t.Else} {
		for _, op := range ops {
			branches[i] = append(branches[i], s.op(op, t.Stale))
		}
	}
	if len(t.Then)+len(t.Else) > 0 || t.Stale {
		return branches, false
	}
	none := clientv3.OpGet(s.root+"generation", clientv3.WithCountOnly())
	return [2][]clientv3.Op{{none}, {none}}, true
}

func (s *Store) op(op engine.Op, stale bool) clientv3.Op {
	key := s.root + op.Key
	var how []clientv3.OpOption
	if stale { // of a transaction that writes, etcd takes no notice of it
		how = append(how, clientv3.WithSerializable())
	}
	switch op.Kind {
	case engine.OpPut:
		return clientv3.OpPut(key, string(op.Value), clientv3.WithLease(clientv3.LeaseID(op.Lease)))
	case engine.OpDelete:
		return clientv3.OpDelete(key)
	case engine.OpGet:
		return clientv3.OpGet(key, how...)
	}
	from, end := key, clientv3.GetPrefixRangeEnd(key)
	if key == "" {
		from, end = "\x00", "\x00" // all that there is
	}
	if behind := s.root + op.After + "\x00"; op.After != "" && behind > from {
		from = behind
	}
	if end != "\x00" && from >= end { // behind the last one: etcd knows no range that is empty
		from, end = key, key+"\x00"
		how = append(how, clientv3.WithMaxCreateRev(-1))
	}
	return clientv3.OpGet(from, append(how, clientv3.WithRange(end), clientv3.WithLimit(int64(op.Limit)))...)
}

func (s *Store) result(r *clientv3.TxnResponse, added bool) engine.TxnResult {
	result := engine.TxnResult{Held: r.Succeeded, Revision: r.Header.Revision, Generation: r.Header.ClusterId}
	if added {
		return result
	}
	for _, op := range r.Responses {
		if read := op.GetResponseRange(); read != nil {
			var kvs []engine.KV
			for _, kv := range read.Kvs {
				kvs = append(kvs, s.kv(kv))
			}
			result.Reads = append(result.Reads, kvs)
		}
	}
	return result
}

// kv is what etcd says of a key; of a deleted one there is the name alone.
func (s *Store) kv(kv *mvccpb.KeyValue) engine.KV {
	out := engine.KV{Key: strings.TrimPrefix(string(kv.Key), s.root)}
	if kv.CreateRevision != 0 {
		out.Value, out.Create, out.Mod, out.Lease = kv.Value, kv.CreateRevision, kv.ModRevision, engine.Lease(kv.Lease)
	}
	return out
}

// writes says whether some branch of a transaction does.
func writes(t *engine.Txn) bool {
	for _, ops := range [2][]engine.Op{t.Then, t.Else} {
		for _, op := range ops {
			if op.Kind == engine.OpPut || op.Kind == engine.OpDelete {
				return true
			}
		}
	}
	return false
}

// namesNothing says whether a transaction has an empty key where it may not.
func namesNothing(t *engine.Txn) bool {
	for _, c := range t.If {
		if c.Key == "" {
			return true
		}
	}
	for _, ops := range [2][]engine.Op{t.Then, t.Else} {
		for _, op := range ops {
			if op.Key == "" && op.Kind != engine.OpPrefix {
				return true
			}
		}
	}
	return false
}

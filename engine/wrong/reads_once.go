package wrong

import (
	"time"

	"pawl/engine"
	"pawl/engine/reference"
)

// readsOnce has a node read the key set when it starts, once there is one, and go
// by that for as long as it runs.
func readsOnce() engine.Engine {
	return reference.Variant{Name: "reads-once", Node: func(env *engine.Env, _ *reference.NodeSteps) {
		env.Store = once{forgetful{env.Store, env.Role, "stamp", reference.OfRecord}, map[string]engine.KV{}}
	}}.Engine()
}

// once is a store whose records stay as they were first read.
type once struct {
	engine.Store
	read map[string]engine.KV // looked up only
}

func (s once) Txn(t engine.Txn) (engine.TxnResult, error) {
	res, err := s.Store.Txn(t)
	reads := make([][]engine.KV, len(res.Reads))
	for i, kvs := range res.Reads {
		reads[i] = s.first(kvs)
	}
	res.Reads = reads
	return res, err
}

func (s once) Await(prefix string, after int64, wait time.Duration) (engine.News, error) {
	news, err := s.Store.Await(prefix, after, wait)
	news.KVs = s.first(news.KVs)
	return news, err
}

// first gives each record as it was when it first named a version to seal under.
func (s once) first(kvs []engine.KV) []engine.KV {
	all := make([]engine.KV, len(kvs))
	for i, kv := range kvs {
		if old, known := s.read[kv.Key]; known {
			kv = old
		} else if what, ok := reference.Describe(kv); ok && what.Record != nil && what.Record.Active != 0 {
			s.read[kv.Key] = kv
		}
		all[i] = kv
	}
	return all
}

package wrong

import (
	"slices"
	"strings"

	"pawl/engine"
	"pawl/engine/reference"
)

// waitsForTheDead has barriers that go on counting a stamp once they have seen it,
// though its lease has run out and its node is gone.
func waitsForTheDead() engine.Engine {
	return reference.Variant{Name: "waits-for-the-dead", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Store = &faithful{Store: env.Store}
	}}.Engine()
}

type faithful struct {
	engine.Store
	seen []engine.KV // stamps, each as it was seen last
}

func (s *faithful) Txn(t engine.Txn) (engine.TxnResult, error) {
	res, err := s.Store.Txn(t)
	if step, _ := reference.StepOf(engine.WorkerRole, t); step != "barrier" || err != nil {
		return res, err
	}
	for i, op := range t.Then {
		s.see(res.Reads[i])
		if op.Kind == engine.OpPrefix {
			res.Reads[i] = s.withTheDead(op.Key, res.Reads[i])
		}
	}
	return res, nil
}

func (s *faithful) see(kvs []engine.KV) {
	for _, kv := range kvs {
		if what, ok := reference.Describe(kv); !ok || what.Stamp == nil {
			continue
		}
		if i := s.index(s.seen, kv.Key); i >= 0 {
			s.seen[i] = kv
		} else {
			s.seen = append(s.seen, kv)
		}
	}
}

func (s *faithful) withTheDead(prefix string, kvs []engine.KV) []engine.KV {
	all := slices.Clone(kvs)
	for _, kv := range s.seen {
		if strings.HasPrefix(kv.Key, prefix) && s.index(kvs, kv.Key) < 0 {
			all = append(all, kv)
		}
	}
	return all
}

func (s *faithful) index(kvs []engine.KV, key string) int {
	return slices.IndexFunc(kvs, func(kv engine.KV) bool { return kv.Key == key })
}

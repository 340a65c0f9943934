package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// memberListBarrier has barriers wait for a list of members: those who had a stamp
// when the rotation's first barrier was first looked at. Who joins later is not on it.
// Before there is any version, nobody can be.
func memberListBarrier() engine.Engine {
	return reference.Variant{Name: "member-list-barrier", Worker: func(env *engine.Env, _ *reference.WorkerSteps) {
		env.Store = &listed{Store: env.Store, members: map[string][]string{}}
	}}.Engine()
}

type listed struct {
	engine.Store
	members map[string][]string // by key, looked up only
}

func (s *listed) Txn(t engine.Txn) (engine.TxnResult, error) {
	res, err := s.Store.Txn(t)
	if err != nil {
		return res, err
	}
	switch step, key := reference.StepOf(engine.WorkerRole, t); step {
	case engine.Published:
		delete(s.members, key)
	case "barrier":
		record, _ := reference.Describe(res.Reads[0][0])
		if record.Record == nil || record.Record.Active == 0 {
			break
		}
		for i := range res.Reads {
			res.Reads[i] = s.onTheList(key, res.Reads[i])
		}
	}
	return res, nil
}

// onTheList leaves out the stamps of those who are not; the first ones make the list.
func (s *listed) onTheList(key string, kvs []engine.KV) (some []engine.KV) {
	var present []string
	for _, kv := range kvs {
		what, _ := reference.Describe(kv)
		if what.Stamp == nil {
			some = append(some, kv)
			continue
		}
		present = append(present, what.Stamp.Incarnation)
		if len(s.members[key]) == 0 || slices.Contains(s.members[key], what.Stamp.Incarnation) {
			some = append(some, kv)
		}
	}
	if len(s.members[key]) == 0 {
		s.members[key] = present
	}
	return some
}

package wrong

import (
	"slices"

	"pawl/engine"
	"pawl/engine/reference"
)

// opensWhenTold opens what a new stamp adds only once it has the answer to its grant, though
// the store may count the stamp before that: a barrier passes on the word of a node that does
// not keep it.
func opensWhenTold() engine.Engine {
	return reference.Variant{Name: "opens-when-told", Node: func(env *engine.Env, s *reference.NodeSteps) {
		told := &answered{env.Store, map[string][]uint32{}}
		env.Store = told
		open := s.Open
		s.Open = func(a *reference.Agent, key string, sealed engine.Sealed) ([]byte, error) {
			if opens, heard := told.opens[key]; heard && !slices.Contains(opens, sealed.Version) {
				return nil, engine.ErrUnknownVersion
			}
			return open(a, key, sealed)
		}
	}}.Engine()
}

// answered is a store that remembers of each key what the last stamp opens whose grant was
// answered.
type answered struct {
	engine.Store
	opens map[string][]uint32 // looked up only
}

func (s *answered) Txn(t engine.Txn) (engine.TxnResult, error) {
	res, err := s.Store.Txn(t)
	if err != nil || !res.Held {
		return res, err
	}
	for _, op := range t.Then {
		if o, is := writes(op); is && o.Stamp != nil && !o.Stamp.Sealing {
			s.opens[o.Key] = o.Stamp.Opens
		}
	}
	return res, nil
}

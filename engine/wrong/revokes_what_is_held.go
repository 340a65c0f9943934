package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// revokesWhatIsHeld takes an emergency that is approved for reason enough to retire what
// somebody holds: it waives the hold, and not the lifetime alone.
func revokesWhatIsHeld() engine.Engine {
	return reference.Variant{Name: "revokes-what-is-held", Worker: func(env *engine.Env, s *reference.WorkerSteps) {
		h := &holdless{Store: env.Store}
		env.Store = h
		approve := s.Approve
		s.Approve = func(waits, by string, a engine.Act) string {
			why := approve(waits, by, a)
			h.approved = why == ""
			return why
		}
	}}.Engine()
}

// holdless is a store in which nothing is held where that is looked for next after an approval.
type holdless struct {
	engine.Store
	approved bool
}

func (s *holdless) Txn(t engine.Txn) (engine.TxnResult, error) {
	hides := s.approved && len(t.If) == 0 && len(t.Then) == 1 && reference.KindOf(t.Then[0].Key) == "hold"
	res, err := s.Store.Txn(t)
	if hides {
		s.approved = false
	}
	if hides && err == nil && len(res.Reads[0]) == 1 {
		kv := res.Reads[0][0]
		kv.Value = nil
		res.Reads[0] = []engine.KV{kv}
	}
	return res, err
}

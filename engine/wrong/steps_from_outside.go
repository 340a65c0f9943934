package wrong

import (
	"pawl/engine"
	"pawl/engine/reference"
)

// stepsFromOutside has every worker take the steps that are due: one that finds the key
// owned goes on all the same, in the owner's name and by the owner's fence. It compares the
// record's revision, so that nothing is lost by it, and takes that for all there is to
// owning.
func stepsFromOutside() engine.Engine {
	return reference.Variant{Name: "steps-from-outside", Worker: func(env *engine.Env, s *reference.WorkerSteps) {
		o := &outsider{Store: env.Store, self: env.Self(), records: map[string]engine.KV{}}
		env.Store, env.Keys = o, borrowing{env.Keys, o}
		write := s.Write
		s.Write = func(owner *reference.Owner, rec reference.Record, c reference.Change) error {
			if kv, others := o.records[owner.Key()]; others {
				asItStands(&rec, kv)
			}
			return write(owner, rec, c)
		}
	}}.Engine()
}

// outsider is a store that shows its worker no owner but itself.
type outsider struct {
	engine.Store
	self    string
	records map[string]engine.KV // of keys that others own, by key; looked up only
}

// owned is the record of a key that somebody else owns; nil if nobody else does.
func (o *outsider) owned(key string) *engine.Record {
	kv, is := o.records[key]
	if !is {
		return nil
	}
	what, _ := reference.Describe(kv)
	return what.Record
}

func (o *outsider) Txn(t engine.Txn) (engine.TxnResult, error) {
	step, key := reference.StepOf(engine.WorkerRole, t)
	record, others := o.records[key]
	switch {
	case step == "ACQUIRED" && others:
		return engine.TxnResult{Held: true, Revision: record.Mod}, nil // as if it had been written so
	case step != "" && others:
		t.If = onlyOfRecord(key, t.If)
	}
	res, err := o.Store.Txn(t)
	if err == nil && step == "" && len(t.If) == 0 {
		o.read(res.Reads)
	}
	return res, err
}

// read looks who owns the key, where a worker has read that beside the record, and leaves
// others out.
func (o *outsider) read(reads [][]engine.KV) {
	if len(reads) < 2 || len(reads[0]) != 1 {
		return
	}
	what, _ := reference.Describe(reads[0][0])
	if what.Record == nil {
		return
	}
	delete(o.records, what.Key)
	if owner := reads[1]; len(owner) == 1 && owner[0].Lease != 0 && string(owner[0].Value) != o.self {
		o.records[what.Key] = reads[0][0]
		reads[1] = nil
	}
}

func onlyOfRecord(key string, all []engine.Compare) (some []engine.Compare) {
	for _, c := range all {
		if reference.OfRecord(key, c) {
			some = append(some, c)
		}
	}
	return some
}

// borrowing is a key service that is told the owner's fence.
type borrowing struct {
	engine.KeyService
	o *outsider
}

func (k borrowing) Create(c engine.Create) (engine.Made, error) {
	c.Fence = k.fence(c.Key, c.Fence)
	return k.KeyService.Create(c)
}

func (k borrowing) Destroy(op, key string, version uint32, fence uint64) error {
	return k.KeyService.Destroy(op, key, version, k.fence(key, fence))
}

func (k borrowing) fence(key string, own uint64) uint64 {
	if real := k.o.owned(key); real != nil {
		return real.Fence
	}
	return own
}

package wrong

import (
	"fmt"

	"pawl/engine"
	"pawl/engine/reference"
)

// forgetful is a store that leaves out some conditions of the transactions of one
// step.
type forgetful struct {
	engine.Store
	role  engine.Role
	step  string
	drops func(key string, c engine.Compare) bool
}

func (s forgetful) Txn(t engine.Txn) (engine.TxnResult, error) {
	if step, key := reference.StepOf(s.role, t); step == s.step {
		var kept []engine.Compare
		for _, c := range t.If {
			if !s.drops(key, c) {
				kept = append(kept, c)
			}
		}
		t.If = kept
	}
	return s.Store.Txn(t)
}

// controlled is an engine whose workers are wrapped, each start of one anew.
func controlled(e engine.Engine, wrap func(env engine.Env, right engine.Control) engine.Control) engine.Engine {
	right := e.Worker
	e.Worker = func(env engine.Env) engine.Control { return wrap(env, right(env)) }
	return e
}

// begin starts a rotation that nobody asked for, whatever the record is about.
func begin(o *reference.Owner, rec reference.Record) error {
	rec.Highest++
	rec.Phase, rec.Next = reference.Intent, rec.Highest
	rec.Rotation = fmt.Sprintf("%s/of its own/%d", o.Env().Self(), rec.Next)
	rec.MintOp = reference.MintOperation(o.Key(), rec.Next)
	rec.Versions = append(rec.Versions, reference.Version{N: rec.Next, Op: rec.MintOp})
	return o.Write(rec, reference.Change{Transition: engine.Intent})
}

// asItStands takes back, of a record that a worker thought it had acquired, what it would
// have written with that: owner and fence, and the entry.
func asItStands(rec *reference.Record, stored engine.KV) {
	what, _ := reference.Describe(stored)
	if real := what.Record; real != nil {
		rec.Owner, rec.Fence = real.Owner, real.Fence
		rec.AuditSeq, rec.AuditHead = real.ChainLength, reference.Digest(real.ChainHead)
	}
}

// writes is what an operation would leave in the store.
func writes(op engine.Op) (engine.Observation, bool) {
	if op.Kind != engine.OpPut {
		return engine.Observation{}, false
	}
	return reference.Describe(engine.KV{Key: op.Key, Value: op.Value, Mod: 1})
}

package reference

import (
	"strings"

	"pawl/engine"
	"pawl/engine/reference/playbooks"
)

// view is how the engine tells of itself.
func view() engine.View {
	return engine.View{
		Record: true, Audit: true, Stamps: true, Ownership: true, Dues: true, Limits: true, Issues: true, Ends: true, Rewraps: true, Turns: true, Spares: true, Promises: true, Generations: true, Doubts: true,
		Chain: engine.SHA256PrevBody, TurnedAway: engine.SHA256PrevTurnedAway, Body: engine.PrefixedFields,
		Deadlines: []engine.Deadline{
			{Name: "owner-lease", May: []string{engine.MayAcquire}, Of: engine.OwnerTerm},
			{Name: "publish", May: []string{engine.MayAbort, engine.MayHalt}, Of: engine.PublishTerm},
			{Name: "drain", May: []string{engine.MayAbort, engine.MayHalt, engine.MayUndrain}, Of: engine.DrainTerm},
			{Name: "key-life", May: []string{engine.MayAbort}, Of: engine.KeyLifeTerm},
			{Name: "activation", May: []string{engine.MayHalt}, Of: engine.DrainTerm},
			{Name: "attempts", May: []string{engine.MayHalt}, Of: engine.AttemptsTerm},
			{Name: "unreadable", May: []string{engine.MayHalt}},
			{Name: "generation", May: []string{engine.MayHalt}},
			{Name: "spare", May: []string{engine.MayTend, engine.MayHalt}},
			{Name: "lifetime", May: []string{engine.MayTend}, Of: engine.LifetimeTerm},
			{Name: "barrier", May: []string{engine.MayTend}},
			{Name: "revoked", May: []string{engine.MayTend}},
		},
		Playbooks: playbooks.All,
		Describe:  Describe,
		Step:      StepOf,
	}
}

// Describe says what a key of the store means.
func Describe(kv engine.KV) (engine.Observation, bool) {
	key, kind, tail := split(kv.Key)
	o, ok := engine.Observation{Key: key}, false
	switch kind {
	case recordKind:
		ok = describeRecord(&o, kv.Value)
	case auditKind:
		ok = describeEntry(&o, kv.Value)
	case stampKind:
		ok = describeStamp(&o, kv.Value, strings.HasPrefix(tail, sealKind+"/"))
	case refusedKind:
		ok = describeTurnedAway(&o, kv.Value)
	case keptKind:
		ok = describeKept(&o, kv.Value, tail)
	}
	return o, ok
}

func describeRecord(o *engine.Observation, value []byte) bool {
	r, err := decodeRecord(value)
	if err != nil {
		return false
	}
	o.Record = &engine.Record{
		Phase: r.Phase.word(), From: r.From.word(), Rotation: r.Rotation, Window: r.Window, Attempt: int(r.Attempt),
		Owner: r.Owner, Fence: r.Fence, Rev: r.Rev, Target: r.Target, SealFloor: r.SealFloor, Floor: r.Floor,
		Active: r.Active, Next: r.Next, Reached: r.Reached, Highest: r.Highest,
		Spare: r.Spare, SpareRev: r.SpareRev, SpareProved: r.SpareProved != 0, Op: r.Op,
		ChainLength: r.AuditSeq, ChainHead: r.AuditHead[:],
	}
	o.Versions = make([]engine.Version, len(r.Versions))
	for i, v := range r.Versions {
		o.Versions[i] = engine.Version{N: v.N, State: v.State.word(), Print: v.Print, Op: v.Op, Under: v.Under}
	}
	o.Halt = r.Halt
	return true
}

func describeEntry(o *engine.Observation, value []byte) bool {
	e, prev, hash, body, err := decodeEntry(value)
	o.Entry = &engine.Entry{
		Seq: e.Seq, Transition: e.Transition, Owner: e.Owner, Fence: e.Fence, Op: e.Op, Cause: e.Cause,
		Phase: e.Phase.word(), Active: e.Active, Next: e.Next, Body: body, Prev: prev[:], Hash: hash[:],
	}
	return err == nil
}

func describeStamp(o *engine.Observation, value []byte, sealing bool) bool {
	s, err := decodeStamp(value)
	o.Stamp = &engine.Stamp{
		Node: s.Node, Incarnation: s.Node + "#" + s.Incarnation, Sealing: sealing,
		Rev: s.Rev, Seal: s.Seal, Opens: s.Opens, Prints: s.Prints,
	}
	return err == nil
}

func describeTurnedAway(o *engine.Observation, value []byte) bool {
	r, err := decodeRefusals(value)
	o.TurnedAway = &r.Last
	return err == nil
}

func describeKept(o *engine.Observation, value []byte, name string) bool {
	s, err := decodeKept(value)
	o.Kept = &engine.Kept{Name: name, Version: s.Version, Nonce: s.Nonce[:], Text: s.Text}
	return err == nil
}

// StepOf names the step of a rotation that a request is: by the transition whose
// entry it writes, or by what it asks for.
func StepOf(by engine.Role, req engine.Request) (step, key string) {
	switch r := req.(type) {
	case engine.Create:
		return "mint", r.Key
	case engine.Destroy:
		return "destroy", r.Key
	case engine.Grant:
		if by == engine.NodeRole {
			return "lease", ""
		}
	case engine.Txn:
		return stepOfTxn(r)
	}
	return "", ""
}

func stepOfTxn(t engine.Txn) (step, key string) {
	for i := range t.Then {
		op := &t.Then[i]
		key, kind, _ := split(op.Key)
		switch {
		case op.Kind == engine.OpPut && kind == auditKind:
			return transitionOf(op.Value), key
		case op.Kind == engine.OpPut && kind == stampKind:
			return "stamp", key
		case op.Kind == engine.OpPut && kind == keptKind:
			return "keep", key
		case op.Kind == engine.OpPut && kind == cursorKind:
			return "rewrap", key
		case op.Kind == engine.OpPut && kind == moverKind:
			return "undertake", key
		case op.Kind == engine.OpPrefix && kind == stampKind:
			return "barrier", key
		}
	}
	return "", ""
}

// transitionOf is what a stored entry records; of an old version, its new state.
func transitionOf(stored []byte) string {
	r := reader{b: stored}
	_, _ = r.digest(), r.digest()
	r.format(entryFormat)
	r.num()
	transition := r.str()
	if _, state, old := strings.Cut(transition, " "); old {
		return state
	}
	return transition
}

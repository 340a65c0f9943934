package cluster

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/engine/reference"
	"pawl/faults"
	"pawl/sim/deploy"
)

// vandal is a worker's store that, after the first rotation, does something
// else besides.
type vandal struct {
	engine.Store
	do   func(record, audit string) []engine.Op
	done *bool
}

func (v vandal) Txn(t engine.Txn) (engine.TxnResult, error) {
	res, err := v.Store.Txn(t)
	var record, audit string
	for _, op := range t.Then {
		switch {
		case op.Kind != engine.OpPut:
		case describes(op).Record != nil:
			record = op.Key
		case describes(op).Entry != nil:
			audit = op.Key
		}
	}
	if err == nil && res.Held && record != "" && audit != "" && strings.HasSuffix(audit, "9") && !*v.done {
		*v.done = true
		if ops := v.do(record, audit); len(ops) > 0 {
			v.Store.Txn(engine.Txn{Then: ops})
		}
	}
	return res, err
}

func describes(op engine.Op) engine.Observation {
	o, _ := reference.Describe(engine.KV{Key: op.Key, Value: op.Value, Mod: 1})
	return o
}

// What is deleted, or overwritten with what nobody can read, is seen.
func TestLossIsSeen(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(record, audit string) []engine.Op
		want []string
	}{
		{"nothing", func(_, _ string) []engine.Op { return nil }, nil},
		{"what was neither", func(record, _ string) []engine.Op { return []engine.Op{engine.Put(record+"s", []byte("?"), 0)} }, nil},
		{"the record is deleted", func(record, _ string) []engine.Op { return []engine.Op{engine.Del(record)} }, []string{"S10", "S13"}},
		{"the record cannot be read", func(record, _ string) []engine.Op { return []engine.Op{engine.Put(record, []byte("?"), 0)} }, []string{"S10", "S13"}},
		{"an entry is deleted", func(_, audit string) []engine.Op { return []engine.Op{engine.Del(audit)} }, []string{"S13"}},
		{"an entry cannot be read", func(_, audit string) []engine.Op { return []engine.Op{engine.Put(audit, []byte("?"), 0)} }, []string{"S13"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, done := reference.Engine(), false
			plain := e.Worker
			e.Worker = func(env engine.Env) engine.Control {
				env.Store = vandal{env.Store, c.do, &done}
				return plain(env)
			}
			r := mustRun(t, deploy.Standard(e, 1))
			report := checker.Check(checker.Derive(r.History), checker.Options{Porcupine: time.Second})
			if len(report.Invalid) > 0 || !done {
				t.Fatalf("done: %v, invalid: %v", done, report.Invalid)
			}
			fired := report.Fired()
			for _, id := range c.want {
				if !slices.Contains(fired, id) {
					t.Errorf("%s did not fire: %v", id, fired)
				}
			}
			if len(c.want) == 0 && len(fired) > 0 {
				t.Errorf("fired: %v", report.Violations()[0])
			}
		})
	}
}

// A cause that is the same for all an owner does is not one.
func TestConstantCauseIsSeen(t *testing.T) {
	e := reference.Variant{Name: "constant-cause", Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
		write := s.Write
		s.Write = func(o *reference.Owner, rec reference.Record, c reference.Change) error {
			c.Cause = "deadline:x"
			return write(o, rec, c)
		}
	}}.Engine()
	r := mustRun(t, deploy.Standard(e, 1))
	if fired := checker.Check(checker.Derive(r.History), checker.Options{Porcupine: time.Second}).Fired(); !slices.Equal(fired, []string{"S13"}) {
		t.Errorf("fired: %v", fired)
	}
}

// Steps of a rotation are answered by the store and the key service. An operator's act
// may be called what a step is, and is none.
func TestActIsNoStepInTheTrace(t *testing.T) {
	s := deploy.Standard(reference.Engine(), 1)
	s.Keep = true
	act, err := faults.Parse("abort at 4.1s")
	if err != nil {
		t.Fatal(err)
	}
	s.Events = append(s.Events, act)
	acts := 0
	r := mustRun(t, s)
	for i := range r.Trace {
		e := &r.Trace[i]
		if e.What != deploy.Replied {
			continue
		}
		if e.Detail == deploy.Acting {
			acts++
		}
		if step := deploy.ReadReply(e).Step; step.Transition != "" && e.Actor != deploy.StoreName {
			t.Errorf("%s at %s answers %s", e.Actor, e.At, step.Name)
		}
	}
	if acts == 0 {
		t.Error("no act was answered")
	}
}

package cluster

import (
	"slices"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/reference"
	"pawl/sim/deploy"
)

// through is the reference with somebody in the door of each of its processes.
func through(wrap func(engine.Door) engine.Door) engine.Engine {
	stand := func(env *engine.Env) { *env = env.Through(wrap(env.Door)) }
	return reference.Variant{
		Name:   "watched",
		Worker: func(env *engine.Env, _ *reference.WorkerSteps) { stand(env) },
		Node:   func(env *engine.Env, _ *reference.NodeSteps) { stand(env) },
	}.Engine()
}

// spy counts what is asked for.
type spy struct {
	engine.Door
	asked map[engine.Verb]int
	looks *int
}

func (s spy) Ask(r engine.Request) (engine.Reply, error) {
	s.asked[r.Verb()]++
	return s.Door.Ask(r)
}

func (s spy) Now() time.Duration {
	*s.looks++
	return s.Door.Now()
}

// TestOneDoor: all that an engine asks for, whichever port it uses, passes the door,
// and whoever stands there changes nothing by looking.
func TestOneDoor(t *testing.T) {
	asked, looks := map[engine.Verb]int{}, 0
	plan := plan(t, "partition keys from workers at 3.5s for 25s") // so that somebody is paged
	run := func(e engine.Engine) deploy.Result {
		s := deploy.Standard(e, 1)
		s.Healed = 40 * time.Second
		s.Events = append(s.Events, plan...)
		return mustRun(t, s)
	}
	watched := run(through(func(d engine.Door) engine.Door { return spy{d, asked, &looks} }))
	for _, v := range []engine.Verb{engine.VerbTxn, engine.VerbAwait, engine.VerbGrant, engine.VerbKeepAlive,
		engine.VerbCreate, engine.VerbLookup, engine.VerbDestroy, engine.VerbFetch, engine.VerbPage,
		engine.VerbRead, engine.VerbWrite, engine.VerbRemove, engine.VerbSync, engine.VerbSleep} {
		if asked[v] == 0 {
			t.Errorf("no %s passed the door", v)
		}
	}
	if looks == 0 {
		t.Error("nobody looked at the clock")
	}
	if plain := run(reference.Engine()); plain.Hash != watched.Hash {
		t.Error("the run is another one when somebody looks")
	}
}

// TestEveryRequestIsTold: what passes the door leaves an event, what is done on disks
// included; only waits on the machine's own clock leave none.
func TestEveryRequestIsTold(t *testing.T) {
	asked, looks := map[engine.Verb]int{}, 0
	s := deploy.Standard(through(func(d engine.Door) engine.Door { return spy{d, asked, &looks} }), 1)
	s.Keep, s.Clients = true, 0
	r := mustRun(t, s)
	onDisk, sent := map[engine.Verb]int{}, 0
	for _, e := range r.Trace {
		switch {
		case e.What == deploy.OnDisk:
			onDisk[engine.Verb(e.Detail)]++
		case e.What == deploy.Sent && e.Actor != deploy.SchedulerName && e.Actor != deploy.OperatorName:
			sent++
		}
	}
	want := 0
	disk := []engine.Verb{engine.VerbRead, engine.VerbWrite, engine.VerbRemove, engine.VerbSync}
	for v, n := range asked {
		switch {
		case v == engine.VerbSleep:
		case slices.Contains(disk, v):
			if onDisk[v] != n {
				t.Errorf("%d %s, %d events", n, v, onDisk[v])
			}
		default:
			want += n
		}
	}
	if sent != want {
		t.Errorf("%d requests, %d events", want, sent)
	}
}

// forger changes one request or one reply, in a way that makes no difference to what
// follows.
type forger struct {
	engine.Door
	request func(engine.Txn) engine.Txn
	reply   func(engine.TxnResult) engine.TxnResult
	done    *bool
}

func (f forger) Ask(r engine.Request) (engine.Reply, error) {
	t, is := r.(engine.Txn)
	if !is || *f.done {
		return f.Door.Ask(r)
	}
	*f.done = true
	reply, err := f.Door.Ask(f.request(t))
	if err != nil {
		return nil, err
	}
	return f.reply(reply.(engine.TxnResult)), nil
}

// TestHashCoversMessages: a request that says anything else gives another hash, and
// one that says the same does not.
func TestHashCoversMessages(t *testing.T) {
	hash := func(e engine.Engine) [32]byte {
		s := deploy.Standard(e, 3)
		s.Events = append(s.Events, s.Plan(deploy.Turn{})...)
		return mustRun(t, s).Hash
	}
	plain := hash(reference.Engine())
	same := func(r engine.TxnResult) engine.TxnResult { return r }
	for _, c := range []struct {
		name    string
		request func(engine.Txn) engine.Txn
		reply   func(engine.TxnResult) engine.TxnResult
		changes bool
	}{
		{"nothing", func(t engine.Txn) engine.Txn { return t }, same, false},
		{"one more compare, which holds", func(t engine.Txn) engine.Txn {
			t.If = append(slices.Clip(t.If), engine.Compare{Key: "no/such/key"})
			return t
		}, same, true},
		{"one more read, and its answer", func(t engine.Txn) engine.Txn {
			t.Then = append(slices.Clip(t.Then), engine.Get("no/such/key"))
			return t
		}, same, true},
	} {
		done := false
		got := hash(through(func(d engine.Door) engine.Door { return forger{d, c.request, c.reply, &done} }))
		if !done || (got != plain) != c.changes {
			t.Errorf("%s: done %v, another hash %v", c.name, done, got != plain)
		}
	}
}

// TestSumCoversValues: every byte and every field of what passes the network is in the
// sum of its message.
func TestSumCoversValues(t *testing.T) {
	var sums summer
	kv := func(v string, mod int64) []engine.KV {
		return []engine.KV{{Key: "k", Value: []byte(v), Mod: mod, Create: 1}}
	}
	for _, pair := range [][2]any{
		{engine.TxnResult{Reads: [][]engine.KV{kv("12345678", 3), kv("b", 4)}}, engine.TxnResult{Reads: [][]engine.KV{kv("b", 4), kv("12345678", 3)}}},
		{engine.TxnResult{Revision: 1}, engine.TxnResult{Revision: 2}},
		{engine.TxnResult{Reads: [][]engine.KV{kv("1234567812345678", 3)}}, engine.TxnResult{Reads: [][]engine.KV{kv("1234567812345679", 3)}}},
		{engine.Txn{Stale: true}, engine.Txn{}},
		{engine.Txn{Then: []engine.Op{engine.Paged("a", "a/1", 0)}}, engine.Txn{Then: []engine.Op{engine.Paged("a", "a/2", 0)}}},
		{engine.Txn{Then: []engine.Op{engine.Paged("a", "", 1)}}, engine.Txn{Then: []engine.Op{engine.Prefix("a")}}},
		{engine.News{KVs: kv("a", 1), Revision: 7}, engine.News{KVs: kv("a", 2), Revision: 7}},
		{engine.Create{Op: "a", Key: "k", Version: 1, Fence: 2}, engine.Create{Op: "a", Key: "k", Version: 1, Fence: 3}},
		{engine.Create{Under: engine.Issuer{Key: "a", Version: 1}}, engine.Create{Under: engine.Issuer{Key: "a", Version: 2}}},
		{engine.Made{Under: engine.Issuer{Key: "a", Version: 1}}, engine.Made{Under: engine.Issuer{Key: "b", Version: 1}}},
		{engine.Create{Op: "a", Life: time.Hour}, engine.Create{Op: "a"}},
		{engine.Made{End: time.Hour}, engine.Made{End: time.Minute}},
		{engine.Made{Print: "p"}, engine.Made{Print: "q"}},
		{engine.Made{Destroyed: true}, engine.Made{}},
		{engine.Page{Alert: engine.Alert{Halt: engine.Halt{Reason: "a"}}}, engine.Page{Alert: engine.Alert{Halt: engine.Halt{Reason: "b"}}}},
		{engine.Answer{Rotation: "a"}, engine.Answer{Rotation: "b"}},
		{engine.Write{Name: "f", Data: []byte("abc")}, engine.Write{Name: "f", Data: []byte("abd")}},
		{engine.File{Data: []byte("abc"), Found: true}, engine.File{Data: []byte("abc")}},
		{sealAnswer{sealed: engine.Sealed{Print: "a"}}, sealAnswer{sealed: engine.Sealed{Print: "b"}}},
		{openAnswer{rev: 1}, openAnswer{rev: 2}},
		{openAnswer{why: "a"}, openAnswer{why: "b"}},
		{engine.Push{Node: "n", Command: engine.Command{Fence: 1}}, engine.Push{Node: "n", Command: engine.Command{Fence: 2}}},
		{triggerAsk{engine.Trigger{ID: "t1", Window: "w1"}}, triggerAsk{engine.Trigger{ID: "t1", Window: "w2"}}},
	} {
		if sums.of(pair[0]) == sums.of(pair[1]) {
			t.Errorf("the same sum: %+v and %+v", pair[0], pair[1])
		}
	}
	if sums.reply(nil, engine.ErrUnknown) == sums.reply(nil, engine.ErrUnavailable) {
		t.Error("two errors, one sum")
	}
}

package explain

import (
	"errors"
	"strconv"
	"time"

	"pawl/engine"
	"pawl/reports"
)

// Guards at the ports of an engine, whatever it is made of: the opposite of the bugs that
// package planted puts there. Each stands in the door of every process, and what it remembers
// ends with the process.

// guardsAtPorts are all of them, the smallest first.
func guardsAtPorts() []guard {
	return []guard{
		atPorts("worker-compares-what-it-read", "the compare of what a worker overwrites with the revision that it has read of it", 1, func(p *process) asking { return p.only(engine.WorkerRole, p.comparesRead) }),
		atPorts("node-compares-what-it-read", "the compare of what a node overwrites with the revision that it has read of it", 1, func(p *process) asking { return p.only(engine.NodeRole, p.comparesRead) }),
		atPorts("worker-compares-the-record", "the compare of the record, as it was read, in each write of a worker", 1, func(p *process) asking { return p.only(engine.WorkerRole, p.comparesRecord) }),
		atPorts("node-compares-the-record", "the compare of the record, as it was read, in each write of a node", 1, func(p *process) asking { return p.only(engine.NodeRole, p.comparesRecord) }),
		atPorts("reads-the-present", "reads that are of now, and not of a replica that may be behind", 1, func(p *process) asking { return p.readsPresent }),
		atPorts("tells-its-fence", "the fence of the record, told to the key service by its owner", 1, func(p *process) asking { return p.tellsFence }),
		atPorts("mints-once", "one operation id for all that a process asks the key service about one version", 1, func(p *process) asking { return p.mintsOnce }),
		atPorts("syncs", "a sync after each write to disk", 1, func(p *process) asking { return p.syncs }),
		atPorts("mints-under-one-name", "one operation id for a version, whoever asks the key service for it", 2, func(p *process) asking { return p.mintsUnderOneName }),
		atPorts("reads-back", "the look at what became of a write to the store that was not answered", 2, func(p *process) asking { return p.readsBack }),
		atPorts("asks-destroy-again", "a destruction that was not answered is asked for again, under the same operation id", 2, func(p *process) asking { return p.insists(isDestroy) }),
		atPorts("pushes-again", "a push that was not answered is pushed again, until it was", 2, func(p *process) asking { return p.insists(isPush) }),
		atPorts("looks-who-owns", "each write of a worker waits until it has read again that it still is the owner", 2, func(p *process) asking { return p.only(engine.WorkerRole, p.looksWhoOwns) }),
		atPorts("waits-longer", "waits that are three times as long", 3, func(p *process) asking { return p.waitsLonger }),
	}
}

// asking is how a process asks with a guard in its door.
type asking func(engine.Request) (engine.Reply, error)

// process is a start of an engine's process, as guards see it.
type process struct {
	engine.Door
	env  *engine.Env
	view engine.View

	read    map[string]int64         // revisions of keys that it has read or written, 0 of one that was not there; looked up only
	records map[string]string        // where the store has the record of a key; looked up only
	fences  map[string]uint64        // by key, of the record when it was this process's own; looked up only
	ops     map[version]string       // under which operation it has asked for a version; looked up only
	names   map[string]engine.Create // by operation id; looked up only
}

type version struct {
	key string
	n   uint32
}

func atPorts(name, text string, size int, ask func(*process) asking) guard {
	return guard{name: "port." + name, text: text, kind: reports.OfPort, size: size, in: func(e engine.Engine) engine.Engine {
		worker, agent, view := e.Worker, e.Agent, e.View
		stand := func(env engine.Env) engine.Env {
			p := &process{Door: env.Door, env: &env, view: view, read: map[string]int64{}, records: map[string]string{},
				fences: map[string]uint64{}, ops: map[version]string{}, names: map[string]engine.Create{}}
			return env.Through(door{p, ask(p)})
		}
		e.Worker = func(env engine.Env) engine.Control { return worker(stand(env)) }
		e.Agent = func(env engine.Env) engine.Serving { return agent(stand(env)) }
		return e
	}}
}

// door is one in which a guard stands.
type door struct {
	*process
	ask asking
}

func (d door) Ask(r engine.Request) (engine.Reply, error) { return d.ask(r) }

// only has one kind of process ask with a guard.
func (p *process) only(role engine.Role, ask asking) asking {
	if p.env.Role != role {
		return p.Ask
	}
	return ask
}

// noted asks, and remembers what is learned of revisions, records and fences.
func (p *process) noted(r engine.Request) (engine.Reply, error) {
	reply, err := p.Ask(r)
	if err != nil {
		return reply, err
	}
	switch x := r.(type) {
	case engine.Txn:
		if res, is := reply.(engine.TxnResult); is {
			p.learn(x, res)
		}
	case engine.Await:
		if news, is := reply.(engine.News); is {
			for _, kv := range news.KVs {
				p.saw(kv)
			}
		}
	}
	return reply, err
}

func (p *process) learn(t engine.Txn, res engine.TxnResult) {
	ops, n := t.Else, 0
	if res.Held {
		ops = t.Then
	}
	for _, op := range ops {
		switch op.Kind {
		case engine.OpPut:
			p.saw(engine.KV{Key: op.Key, Value: op.Value, Mod: res.Revision})
		case engine.OpDelete:
			p.read[op.Key] = 0
		default:
			if n < len(res.Reads) {
				if op.Kind == engine.OpGet && len(res.Reads[n]) == 0 {
					p.read[op.Key] = 0
				}
				for _, kv := range res.Reads[n] {
					p.saw(kv)
				}
			}
			n++
		}
	}
}

func (p *process) saw(kv engine.KV) {
	p.read[kv.Key] = kv.Mod
	if p.view.Describe == nil || kv.Mod == 0 {
		return
	}
	if o, ok := p.view.Describe(kv); ok && o.Record != nil {
		p.records[o.Key] = kv.Key
		if o.Record.Owner == p.env.Self() {
			p.fences[o.Key] = o.Record.Fence
		}
	}
}

// changing says that a transaction writes where it holds.
func changing(t *engine.Txn) bool {
	for i := range t.Then {
		if k := t.Then[i].Kind; k == engine.OpPut || k == engine.OpDelete {
			return true
		}
	}
	return false
}

func compared(t *engine.Txn, key string) bool {
	for _, c := range t.If {
		if c.Key == key {
			return true
		}
	}
	return false
}

// adding is a transaction with one compare more; what it was made of is not touched.
func adding(t engine.Txn, c engine.Compare) engine.Txn {
	t.If = append(append([]engine.Compare{}, t.If...), c)
	return t
}

func (p *process) comparesRead(r engine.Request) (engine.Reply, error) {
	t, is := r.(engine.Txn)
	if !is || !changing(&t) {
		return p.noted(r)
	}
	for _, op := range t.Then {
		if op.Kind != engine.OpPut && op.Kind != engine.OpDelete {
			continue
		}
		if mod, known := p.read[op.Key]; known && !compared(&t, op.Key) {
			t = adding(t, engine.Compare{Key: op.Key, Mod: mod})
		}
	}
	return p.noted(t)
}

// comparesRecord compares the record of the key that a write is about: that whose place it
// names, or the only one that there is.
func (p *process) comparesRecord(r engine.Request) (engine.Reply, error) {
	t, is := r.(engine.Txn)
	if !is || !changing(&t) {
		return p.noted(r)
	}
	if at, found := p.recordOf(&t); found && !compared(&t, at) {
		t = adding(t, engine.Compare{Key: at, Mod: p.read[at]})
	}
	return p.noted(t)
}

func (p *process) recordOf(t *engine.Txn) (at string, found bool) {
	if p.view.Describe != nil {
		for _, op := range t.Then {
			if op.Kind != engine.OpPut {
				continue
			}
			if o, ok := p.view.Describe(engine.KV{Key: op.Key, Value: op.Value, Mod: 1}); ok {
				if at, found = p.records[o.Key]; found {
					return at, true
				}
			}
		}
	}
	if len(p.records) == 1 {
		for _, only := range p.records {
			return only, true
		}
	}
	return "", false
}

func (p *process) readsPresent(r engine.Request) (engine.Reply, error) {
	if t, is := r.(engine.Txn); is {
		t.Stale = false
		return p.Ask(t)
	}
	return p.Ask(r)
}

func (p *process) tellsFence(r engine.Request) (engine.Reply, error) {
	switch x := r.(type) {
	case engine.Create:
		if fence, known := p.fences[x.Key]; known {
			x.Fence = fence
		}
		return p.Ask(x)
	case engine.Destroy:
		if fence, known := p.fences[x.Key]; known {
			x.Fence = fence
		}
		return p.Ask(x)
	}
	return p.noted(r)
}

func (p *process) mintsOnce(r engine.Request) (engine.Reply, error) {
	if c, is := r.(engine.Create); is {
		v := version{c.Key, c.Version}
		if op, asked := p.ops[v]; asked {
			c.Op = op
		}
		p.ops[v] = c.Op
		return p.Ask(c)
	}
	return p.Ask(r)
}

// mintsUnderOneName asks under a name that follows from key and version. What is looked up or
// destroyed under another is what this process has asked for under it.
func (p *process) mintsUnderOneName(r engine.Request) (engine.Reply, error) {
	one := func(key string, n uint32) string { return key + "/" + strconv.FormatUint(uint64(n), 10) }
	switch x := r.(type) {
	case engine.Create:
		p.names[x.Op] = x
		x.Op = one(x.Key, x.Version)
		return p.Ask(x)
	case engine.Lookup:
		if c, known := p.names[x.Op]; known {
			x.Op = one(c.Key, c.Version)
		}
		return p.Ask(x)
	case engine.Destroy:
		x.Op = one(x.Key, x.Version)
		return p.Ask(x)
	}
	return p.Ask(r)
}

func (p *process) syncs(r engine.Request) (engine.Reply, error) {
	reply, err := p.Ask(r)
	if _, is := r.(engine.Write); is && err == nil {
		_, err = p.Ask(engine.Sync{})
	}
	return reply, err
}

// readsBack looks whether what was not answered is there. Where it is not it may still come,
// and is as unknown as it was.
func (p *process) readsBack(r engine.Request) (engine.Reply, error) {
	reply, err := p.noted(r)
	t, is := r.(engine.Txn)
	if !is || !changing(&t) || !errors.Is(err, engine.ErrUnknown) {
		return reply, err
	}
	var look engine.Txn
	for _, op := range t.Then {
		if op.Kind == engine.OpGet || op.Kind == engine.OpPrefix {
			return reply, err // it wants what only the transaction itself could have read
		}
		look.Then = append(look.Then, engine.Get(op.Key))
	}
	found, again := p.noted(look)
	res, is := found.(engine.TxnResult)
	if again != nil || !is {
		return reply, err
	}
	for i, op := range t.Then {
		there := i < len(res.Reads) && len(res.Reads[i]) == 1
		if op.Kind == engine.OpPut && (!there || string(res.Reads[i][0].Value) != string(op.Value)) || op.Kind == engine.OpDelete && there {
			return reply, err
		}
		if there {
			res.Revision = res.Reads[i][0].Mod
		}
	}
	return engine.TxnResult{Held: true, Revision: res.Revision, Generation: res.Generation}, nil
}

const (
	asksAgain  = 40 // times at most: what is never answered must not keep a process for ever
	asksPauses = 250 * time.Millisecond
)

func isDestroy(r engine.Request) bool { _, is := r.(engine.Destroy); return is }
func isPush(r engine.Request) bool    { _, is := r.(engine.Push); return is }

func (p *process) insists(on func(engine.Request) bool) asking {
	return func(r engine.Request) (engine.Reply, error) {
		reply, err := p.Ask(r)
		for n := 0; n < asksAgain && on(r) && (errors.Is(err, engine.ErrUnknown) || errors.Is(err, engine.ErrUnavailable)); n++ {
			if _, slept := p.Ask(engine.Sleep{For: asksPauses}); slept != nil {
				break
			}
			reply, err = p.Ask(r)
		}
		return reply, err
	}
}

// looksWhoOwns reads the record before a write, and has the write not hold where another
// process is its owner.
func (p *process) looksWhoOwns(r engine.Request) (engine.Reply, error) {
	t, is := r.(engine.Txn)
	if !is || !changing(&t) {
		return p.noted(r)
	}
	at, found := p.recordOf(&t)
	if !found {
		return p.noted(t)
	}
	reply, err := p.Ask(engine.Txn{Then: []engine.Op{engine.Get(at)}})
	res, is := reply.(engine.TxnResult)
	if err != nil || !is || len(res.Reads) != 1 || len(res.Reads[0]) != 1 {
		return p.noted(t)
	}
	kv := res.Reads[0][0]
	if o, ok := p.view.Describe(kv); ok && o.Record != nil && o.Record.Owner != "" && o.Record.Owner != p.env.Self() {
		t = adding(t, engine.Compare{Key: at, Mod: kv.Mod + 1<<40}) // no revision is
	}
	return p.noted(t)
}

func (p *process) waitsLonger(r engine.Request) (engine.Reply, error) {
	if s, is := r.(engine.Sleep); is {
		s.For *= 3
		return p.Ask(s)
	}
	return p.Ask(r)
}

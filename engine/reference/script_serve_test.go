package reference

import (
	"time"

	"pawl/engine"
)

// mostAtOnce is how many requests may be served before time passes: who asks more
// often is in a loop that does not pause.
const mostAtOnce = 400

// run serves what is asked, and lets time pass up to limit; it ends early when
// enough says so.
func (w *world) run(limit time.Duration, enough func() bool) {
	for served, at := 0, w.now(); ; served++ {
		if w.now() != at {
			served, at = 0, w.now()
		}
		if served > mostAtOnce {
			w.t.Fatalf("at %s requests do not end:\n%s", at, w.out.String())
		}
		if enough() {
			return
		}
		if p := w.ready(); p != nil {
			w.serve(p)
			continue
		}
		next := w.nextMoment(limit)
		if next == w.now() {
			return
		}
		w.store.Sleep(next - w.now())
	}
}

func never() bool { return false }

// nextMoment is when something happens next, or limit.
func (w *world) nextMoment(limit time.Duration) time.Duration {
	if at, ok := w.store.Next(); ok {
		limit = min(limit, at)
	}
	for _, p := range w.procs {
		if !p.held && (p.lost || p.waits()) {
			limit = min(limit, p.until)
		}
	}
	return max(limit, w.now())
}

// waits says whether the process has asked for time to pass.
func (p *process) waits() bool {
	v := p.asked.Verb()
	return v == engine.VerbSleep || v == engine.VerbAwait
}

// ready is the first process, in the order of their starts, that can be answered.
func (w *world) ready() *process {
	for _, p := range w.procs {
		if !p.held && w.due(p) {
			return p
		}
	}
	return nil
}

// due says whether a request can be answered now.
func (w *world) due(p *process) bool {
	if p.lost {
		return w.now() >= p.until
	}
	if !p.waits() || w.now() >= p.until || w.mishapFor(p) != nil {
		return true
	}
	r, waits := p.asked.(engine.Await)
	if !waits {
		return false
	}
	news, err := w.store.Await(r.Prefix, r.After, 0)
	return err != nil || len(news.KVs) > 0
}

// serve answers a request, unless something is to go wrong with it.
func (w *world) serve(p *process) {
	if p.lost {
		w.say(p, w.describe(p.m, p.asked)+" → no answer")
		w.answer(p, nil, engine.ErrUnknown)
		return
	}
	m := w.mishapFor(p)
	if m == nil {
		w.carryOut(p, nil)
		return
	}
	m.times--
	switch {
	case m.holds:
		p.held = true
		w.say(p, w.describe(p.m, p.asked)+" → kept on its way")
	case m.loses:
		w.carryOut(p, m.err)
	case p.asked.Verb() == engine.VerbAwait:
		w.say(p, "  "+m.err.Error())
		w.answer(p, nil, m.err)
	default:
		w.say(p, w.describe(p.m, p.asked)+" → "+m.err.Error())
		w.answer(p, nil, m.err)
	}
}

// carryOut does what is asked. The process is told so, or lost if the reply is.
func (w *world) carryOut(p *process, lost error) {
	text := w.describe(p.m, p.asked) // before it is done: it says what it changes
	reply, err := w.do(p.m, p.asked)
	result := w.describeReply(p.m, p.asked, reply, err)
	if lost != nil {
		result += ", and the reply is lost"
		reply, err = nil, lost
	}
	switch p.asked.(type) {
	case engine.Sleep:
	case engine.Await:
		w.say(p, "  "+result)
	default:
		w.say(p, text+" → "+result)
	}
	w.answer(p, reply, err)
}

// do carries a request out.
func (w *world) do(m *machine, req engine.Request) (reply engine.Reply, err error) {
	switch r := req.(type) {
	case engine.Txn:
		reply, err = w.store.Txn(r)
		kv := w.get(RecordKey(theKey))
		if rec, err := decodeRecord(kv.Value); err == nil && kv.Mod != 0 {
			w.records[kv.Mod] = rec
		}
	case engine.Await:
		reply, err = w.store.Await(r.Prefix, r.After, 0)
	case engine.Grant:
		reply, err = w.store.Grant(r.TTL)
	case engine.KeepAlive:
		err = w.store.KeepAlive(r.Lease)
	case engine.Revoke:
		err = w.store.Revoke(r.Lease)
	case engine.Create:
		reply, err = w.vault.create(r, w.now())
	case engine.Lookup:
		reply = w.vault.lookup(r)
	case engine.Destroy:
		err = w.vault.destroy(r)
	case engine.Fetch:
		reply, err = w.vault.fetch(r, w.now())
	case engine.Page:
		w.pages = append(w.pages, r.Alert)
	case engine.Read:
		reply = m.disk.read(r)
	case engine.Write:
		m.disk.now[r.Name] = string(r.Data)
	case engine.Remove:
		delete(m.disk.now, r.Name)
	case engine.Sync:
		m.disk.sync()
	case engine.Sleep:
	default:
		w.t.Fatalf("nobody serves %T", req)
	}
	return reply, err
}

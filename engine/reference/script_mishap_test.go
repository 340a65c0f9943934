package reference

import (
	"slices"
	"strings"
	"time"

	"pawl/engine"
)

// mishap is what the script wants to go wrong.
type mishap struct {
	process string      // of which process, or
	role    engine.Role // of which role
	what    string      // a verb, or a name of names
	times   int         // how often still
	err     error       // what is answered
	loses   bool        // it is done all the same
	holds   bool        // it is kept on its way
}

const always = 1 << 30

// mishapFor is what is to go wrong with what a process asks, if anything. A wait that
// is kept is kept when it would be answered; nothing else is to be seen of it.
func (w *world) mishapFor(p *process) *mishap {
	known := names(p.m.role(), p.asked)
	for _, m := range w.mishaps {
		if m.times > 0 && (m.process == p.name || m.role == p.m.role()) && (slices.Contains(known, m.what) || m.what == called(p.m.role(), p.asked)) {
			return m
		}
	}
	return nil
}

// stray is a request that its sender has given up, and that may still arrive.
type stray struct {
	m   *machine
	who string
	req engine.Request
}

// timeOut gives up a request that was kept: the process hears that nobody knows.
func (w *world) timeOut(p *process) {
	w.strays = append(w.strays, stray{p.m, p.name, p.asked})
	w.say(p, "no answer: "+engine.ErrUnknown.Error())
	w.answer(p, nil, engine.ErrUnknown)
}

// land lets the oldest stray of a process arrive.
func (w *world) land(name string) {
	i := slices.IndexFunc(w.strays, func(s stray) bool { return s.who == name })
	if i < 0 {
		w.t.Fatalf("nothing of %s is on its way", name)
	}
	s := w.strays[i]
	w.strays = slices.Delete(w.strays, i, i+1)
	text := w.describe(s.m, s.req)
	reply, err := w.do(s.m, s.req)
	w.out.line(w.now(), s.who, nil, "late: "+text+" → "+w.describeReply(s.m, s.req, reply, err))
}

// silence is a time in which the store hears nothing of what is asked.
type silence struct{ from, to time.Duration }

// timeout is how long a call that is not answered takes.
const timeout = time.Second

func (s silence) swallows(at time.Duration, r engine.Request) bool {
	switch r.Verb() {
	case engine.VerbTxn, engine.VerbAwait, engine.VerbGrant, engine.VerbKeepAlive:
		return at >= s.from && at < s.to
	}
	return false
}

// answer is an error that was given for an answer to a process of some role.
type answer struct {
	role engine.Role
	what string
	err  error
}

// called is what is accounted as one: a verb, a wait for one thing, or a transaction by
// what its failure leads to.
func called(role engine.Role, req engine.Request) string {
	known := names(role, req)
	what := known[len(known)-1]
	t, is := req.(engine.Txn)
	switch {
	case is && what != "ACQUIRED" && what != "INTENT" && len(t.Then) > 1 && strings.Contains(t.Then[1].Key, "/"+auditKind+"/"):
		return "write"
	case req.Verb() == engine.VerbGrant:
		return "grant"
	}
	return what
}

package live

import (
	"context"
	"errors"
	"slices"
	"time"

	"pawl/engine"
	"pawl/faults"
	"pawl/sim/deploy"
)

// A crossing is one request on its way to another machine, its serving there, and its reply's
// way back. It goes on to its end when whoever asked has given up, so that what became of it
// is known.
type crossing struct {
	life    *life // that asks
	to      *machine
	request engine.Request
	serve   func(ctx context.Context, x *crossing) (engine.Reply, error)

	step, key string         // of a rotation, by the engine's view; empty: none
	moments   faults.Moments // that events may wait for
	engines   bool           // an engine's process asks, so that the witness is told

	fact deploy.Noted
	sent time.Duration
	hung []*freeze
	seen bool // it has arrived once
	gone bool // nobody waits for the reply any more
	back chan outcome
}

type outcome struct {
	reply engine.Reply
	err   error
}

// longest is how long a request may be under way at whoever serves it: far longer than anybody
// waits, so that in the end there is an answer.
const longest = 20 * time.Second

// run sends the request and waits for its reply; not answered when none came in time.
func (x *crossing) run(patience time.Duration) (reply engine.Reply, err error, answered bool) {
	return x.runs(context.Background(), patience)
}

// runs does so for somebody who may give up before.
func (x *crossing) runs(ctx context.Context, patience time.Duration) (reply engine.Reply, err error, answered bool) {
	r := x.life.m.r
	if !x.leaves() {
		return nil, nil, false
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	var o outcome
	select {
	case o = <-x.back:
		answered = true
	case <-timer.C:
	case <-ctx.Done():
	case <-x.life.ctx.Done():
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	goesOn := x.life.waits(x.hangs)
	if !answered { // it may have come while the machine stood still
		select {
		case o = <-x.back:
			answered = true
		default:
		}
	}
	x.gone = true
	x.life.m.busy = slices.DeleteFunc(x.life.m.busy, func(other *crossing) bool { return other == x })
	x.life.lags()
	return o.reply, o.err, answered && goesOn
}

// lags makes a step of a slow machine late.
func (l *life) lags() {
	lag := l.m.lag
	if lag == 0 || l.ctx.Err() != nil {
		return
	}
	l.m.onLag()
	r := l.m.r
	r.mu.Unlock()
	pass(l.ctx, lag)
	r.mu.Lock()
}

// leaves has the request leave, unless the process ends before.
func (x *crossing) leaves() bool {
	<-x.life.ready
	r := x.life.m.r
	r.mu.Lock()
	defer r.mu.Unlock()
	x.back = make(chan outcome, 1)
	x.life.m.busy = append(x.life.m.busy, x)
	x.reached(x.moments.Due)
	if !x.life.waits(x.hangs) || r.over {
		return false
	}
	x.sent = r.now()
	if x.engines {
		x.fact = r.witness.Asks(x.life.self, x.to.name, x.request, x.step, x.key, x.sent)
	}
	f := fate(x.life.m, x.to, x.passage(false))
	r.under.Add(1 + f.Copies)
	for range f.Copies {
		go x.travels(f, true)
	}
	go x.travels(f, false)
	x.reached(x.moments.Sent)
	return true
}

func (x *crossing) hangs() *freeze {
	if len(x.hung) == 0 {
		return nil
	}
	return x.hung[0]
}

func (x *crossing) passage(reply bool) *faults.Passage {
	p := &faults.Passage{From: x.life.m.name, To: x.to.name, Verb: string(x.request.Verb()), Reply: reply}
	if reply {
		p.From, p.To = p.To, p.From
	}
	return p
}

// reached has faults strike that wait for a moment.
func (x *crossing) reached(m faults.Moment) {
	r := x.life.m.r
	if m == 0 || r.over {
		return
	}
	r.census.Reached(m, x.key, x.life.m.name)
	if !r.inject.Waits(m) {
		return
	}
	r.acting = x
	r.inject.Reached(m, x.key, x.life.m.name)
	r.acting = nil
}

// travels is the request's way, and its reply's.
func (x *crossing) travels(f faults.Fate, copied bool) {
	r := x.life.m.r
	defer r.under.Done()
	if f.Lost {
		return
	}
	x.takes(f)
	o, served := x.arrives(f)
	if !served {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if x.gone || r.over || copied && len(x.back) > 0 {
		return
	}
	back := fate(x.to, x.life.m, x.passage(true))
	if back.Lost {
		return
	}
	if back.Instead != "" {
		o = outcome{nil, excuses[back.Instead]}
	}
	r.mu.Unlock()
	x.takes(back)
	r.mu.Lock()
	x.returns(o)
}

// returns hands the reply to whoever asked, if they still wait.
func (x *crossing) returns(o outcome) {
	r := x.life.m.r
	if x.gone || r.over || len(x.back) > 0 || x.life.ctx.Err() != nil {
		return
	}
	r.witness.Heeded(x.fact, o.err, r.now())
	x.reached(x.moments.Answered)
	x.back <- o
}

// takes is how much longer a message is under way by its fate.
func (x *crossing) takes(f faults.Fate) {
	d := f.Later
	if f.UpTo > 0 {
		d += x.life.m.r.ways.between(0, f.UpTo)
	}
	if d > 0 {
		pass(x.life.m.r.ctx, d)
	}
}

// arrives is the request at the other machine, which serves it; false: nobody did.
func (x *crossing) arrives(f faults.Fate) (o outcome, served bool) {
	r := x.life.m.r
	r.mu.Lock()
	at := x.to.life
	if at == nil || !at.waits(nil) || r.over {
		r.mu.Unlock()
		return o, false
	}
	r.witness.Arrived(x.fact, r.now())
	r.mu.Unlock()
	applied, began := f.Instead == "", r.now()
	if applied {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), longest)
		o.reply, o.err = x.serve(ctx, x)
		cancel()
	} else {
		o.err = excuses[f.Instead]
	}
	if errors.Is(o.err, errGone) {
		return o, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if applied {
		x.timed(r.now() - began)
		x.reached(x.moments.Applied)
	}
	r.witness.Answered(x.fact, x.request, o.reply, o.err, r.now())
	return o, at.ctx.Err() == nil
}

// errGone is what comes of a request at a process that ended over it: no answer.
var errGone = errors.New("whoever served it has ended")

// excuses are what a service says that does not do what it is asked.
var excuses = map[faults.Excuse]error{
	faults.Rejected:    engine.ErrRejected,
	faults.Unavailable: engine.ErrUnavailable,
	faults.Unknown:     engine.ErrUnknown,
}

// doing is how what a request has brought about came to be.
func (x *crossing) doing() deploy.Doing {
	return deploy.Doing{Cause: x.fact, By: x.life.self, Sent: x.sent, Early: x.sent, At: x.life.m.r.now()}
}

package live

import (
	"bytes"
	"context"
	"errors"

	"pawl/checker"
	"pawl/engine"
	"pawl/sim/deploy"
)

// What a client asks of a node, and is answered.
type (
	sealAsk struct {
		key   string
		plain []byte
	}
	sealAnswer struct {
		id     deploy.Noted // 0: it was turned away
		sealed engine.Sealed
	}
	openAsk struct {
		key    string
		seal   deploy.Noted
		sealed engine.Sealed
		plain  []byte // that was sealed, to hold the answer against; the node does not see it
		forged string // what was done to what was sealed; empty: nothing
		open   deploy.Noted
	}
	openAnswer struct{ open deploy.Noted }
)

func (sealAsk) Verb() engine.Verb { return "seal" }
func (openAsk) Verb() engine.Verb { return "open" }

// now is the process that runs on a machine, with its incarnation; none does while it is down
// or starting.
func (m *machine) now() (p process, l *life) {
	m.r.mu.Lock()
	defer m.r.mu.Unlock()
	if m.life == nil {
		return nil, nil
	}
	return m.life.process, m.life
}

// told calls f, as one thing at a time, if a life still goes on: what it answers has left it.
func (l *life) told(f func()) error {
	l.m.r.mu.Lock()
	defer l.m.r.mu.Unlock()
	if l.ctx.Err() != nil || l.m.r.over {
		return errGone
	}
	f()
	return nil
}

// seals has a node seal something.
func seals(ctx context.Context, x *crossing) (engine.Reply, error) {
	r, ask := x.life.m.r, x.request.(sealAsk)
	p, l := x.to.now()
	if p == nil {
		return nil, errGone
	}
	s := deploy.Service{Key: ask.key, Client: x.life.m.name, By: l.self, Sent: x.sent, Arrived: r.now()}
	sealed, err := p.seal(ctx, ask.key, ask.plain)
	s.At = r.now()
	if errors.Is(err, errGone) {
		return nil, err
	}
	var a sealAnswer
	gone := l.told(func() {
		if err != nil {
			r.witness.Denied(s, err.Error())
		} else {
			a = sealAnswer{r.witness.Sealed(s, &sealed), sealed}
		}
	})
	return a, gone
}

// opening tells the witness that an open is asked for.
func (q *openAsk) opening(x *crossing) deploy.Noted {
	return x.life.m.r.witness.Opening(q.key, q.seal, x.to.name, q.sealed.Version, q.forged, x.life.m.name, x.sent)
}

// comes notes that a request to open has arrived. A second copy of it is another one to the
// history, which has an answer of its own.
func (q *openAsk) comes(x *crossing) deploy.Noted {
	r := x.life.m.r
	r.mu.Lock()
	defer r.mu.Unlock()
	open := q.open
	if x.seen {
		open = q.opening(x)
	}
	x.seen = true
	r.witness.Arrived(open, r.now())
	return open
}

// opens has a node open something.
func opens(ctx context.Context, x *crossing) (engine.Reply, error) {
	r, ask := x.life.m.r, x.request.(openAsk)
	p, l := x.to.now()
	if p == nil {
		return nil, errGone
	}
	open := ask.comes(x)
	plain, rev, err := p.open(ctx, ask.key, ask.sealed)
	at := r.now()
	if errors.Is(err, errGone) {
		return nil, err
	}
	why := ""
	if err != nil {
		why = err.Error()
	}
	gone := l.told(func() { r.witness.Opened(open, l.self, answerOf(plain, err, ask.plain), rev, why, at) })
	return openAnswer{open}, gone
}

func answerOf(plain []byte, err error, want []byte) checker.Answer {
	switch {
	case err == nil && bytes.Equal(plain, want):
		return checker.Right
	case err == nil:
		return checker.Wrong
	case errors.Is(err, engine.ErrUnknownVersion):
		return checker.UnknownKey
	}
	return checker.Unavailable
}

// pushed has a node take a command.
func pushed(ctx context.Context, x *crossing) (engine.Reply, error) {
	r, c := x.life.m.r, x.request.(engine.Push).Command
	p, l := x.to.now()
	if p == nil {
		return nil, errGone
	}
	how := x.doing()
	how.Early = r.now()
	err := p.push(ctx, c)
	if errors.Is(err, errGone) {
		return nil, err
	}
	gone := l.told(func() {
		how.At = r.now()
		r.witness.Effect(c.Key, checker.Outside{Kind: checker.EffectKind(c.Errand), Version: c.Version, Node: x.to.name,
			Window: c.Window, Fence: c.Fence, Accepted: err == nil, Made: err == nil}, how)
	})
	if gone != nil {
		return nil, gone
	}
	return nil, err
}

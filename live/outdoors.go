package live

import (
	"context"

	"pawl/engine"
	"pawl/live/wire"
)

// outdoors is a process of the engine in a container.
type outdoors struct {
	x  *cell
	at string
}

// kill ends it. At the end of a run nothing of it gets through any more, and it is removed
// with all else.
func (o *outdoors) kill() {
	o.x.c.r.mu.Lock()
	over := o.x.c.r.over
	o.x.c.r.mu.Unlock()
	if over {
		return
	}
	o.x.c.later(o.x, func(ctx context.Context) error { return o.x.box.Kill(ctx) })
}

// asked asks the process; what it does not answer nobody knows.
func asked[R any](ctx context.Context, o *outdoors, name string, request any) (R, error) {
	r, err := wire.Ask[R](ctx, o.x.c.client, o.at, name, request)
	return r, unanswered(err)
}

func (o *outdoors) answer(ctx context.Context, name string, request any) engine.Answer {
	a, err := asked[engine.Answer](ctx, o, name, request)
	if err != nil {
		return engine.Answer{Outcome: engine.Unknown, Why: "no answer"}
	}
	return a
}

func (o *outdoors) admit(ctx context.Context, t engine.Trigger) engine.Answer {
	return o.answer(ctx, wire.AdmitName, t)
}

func (o *outdoors) operate(ctx context.Context, a engine.Act) engine.Answer {
	return o.answer(ctx, wire.OperateName, a)
}

func (o *outdoors) seal(ctx context.Context, key string, plain []byte) (engine.Sealed, error) {
	return asked[engine.Sealed](ctx, o, wire.SealName, wire.SealCall{Key: key, Plain: plain})
}

func (o *outdoors) open(ctx context.Context, key string, s engine.Sealed) ([]byte, uint64, error) {
	a, err := asked[wire.OpenReply](ctx, o, wire.OpenName, wire.OpenCall{Key: key, Sealed: s})
	if err == nil && a.Fault != nil {
		err = a.Fault.Err()
	}
	return a.Plain, a.Rev, err
}

func (o *outdoors) push(ctx context.Context, c engine.Command) error {
	_, err := asked[struct{}](ctx, o, wire.PushName, c)
	return err
}

func (o *outdoors) announced(ctx context.Context, key string) ([]engine.Announced, error) {
	return asked[[]engine.Announced](ctx, o, wire.AnnouncedName, wire.KeyCall{Key: key})
}

func (o *outdoors) keep(ctx context.Context, key, name string, plain []byte) error {
	_, err := asked[struct{}](ctx, o, wire.KeepName, wire.KeepCall{Key: key, Name: name, Plain: plain})
	return err
}

func (o *outdoors) kept(ctx context.Context, key, name string) ([]byte, error) {
	return asked[[]byte](ctx, o, wire.KeptName, wire.KeepCall{Key: key, Name: name})
}

package host

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"pawl/engine"
)

// serve has one request answered, by what it is for. The baton is down.
func (p *Process) serve(request engine.Request) (engine.Reply, error) {
	switch r := request.(type) {
	case engine.Sleep:
		p.Clock.Sleep(p.life, jittered(r.For))
		return nil, nil
	case engine.Await:
		if p.Store == nil {
			return nil, missing("store")
		}
		ctx, cancel := context.WithTimeout(p.life, r.Wait+2*p.Patience)
		defer cancel()
		news, err := p.Store.Await(ctx, r)
		return reply(news, cut(err, engine.ErrUnavailable))
	case engine.Read, engine.Write, engine.Remove, engine.Sync:
		return p.onDisk(request)
	}
	ctx, cancel := context.WithTimeout(p.life, p.Patience)
	defer cancel()
	answer, err := p.elsewhere(ctx, request)
	return answer, cut(err, engine.ErrUnknown)
}

// jittered is a sleep up to an eighth longer, by chance: processes that began together do not ask
// together for ever.
func jittered(d time.Duration) time.Duration {
	const part = 8
	if d > 0 {
		d += rand.N(d/part + 1)
	}
	return d
}

// elsewhere has a request answered that leaves the machine.
func (p *Process) elsewhere(ctx context.Context, request engine.Request) (engine.Reply, error) {
	switch request.(type) {
	case engine.Txn, engine.Grant, engine.KeepAlive, engine.Revoke:
		if p.Store == nil {
			return nil, missing("store")
		}
	case engine.Create, engine.Lookup, engine.Destroy, engine.Fetch:
		if p.Keys == nil {
			return nil, missing("key service")
		}
	case engine.Nodes, engine.Push:
		if p.Fleet == nil {
			return nil, missing("fleet")
		}
	case engine.Page:
		if p.Pager == nil {
			return nil, missing("pager")
		}
	}
	switch r := request.(type) {
	case engine.Txn:
		return reply(p.Store.Txn(ctx, r))
	case engine.Grant:
		return reply(p.Store.Grant(ctx, r))
	case engine.KeepAlive:
		return nil, p.Store.KeepAlive(ctx, r)
	case engine.Revoke:
		return nil, p.Store.Revoke(ctx, r)
	case engine.Create:
		return reply(p.Keys.Create(ctx, r))
	case engine.Lookup:
		return reply(p.Keys.Lookup(ctx, r))
	case engine.Destroy:
		return nil, p.Keys.Destroy(ctx, r)
	case engine.Fetch:
		return reply(p.Keys.Fetch(ctx, r))
	case engine.Nodes:
		return reply(p.Fleet.Nodes(ctx, r))
	case engine.Push:
		return nil, p.Fleet.Push(ctx, r)
	case engine.Page:
		return nil, p.Pager.Page(ctx, r)
	}
	return nil, fmt.Errorf("%w: a host knows no request %T; serve it in package host", engine.ErrRejected, request)
}

// onDisk has a request answered by the machine's own disk.
func (p *Process) onDisk(request engine.Request) (engine.Reply, error) {
	if p.Files == nil {
		return nil, missing("disk")
	}
	switch r := request.(type) {
	case engine.Read:
		return reply(p.Files.Read(r.Name))
	case engine.Write:
		return nil, p.Files.Write(r.Name, r.Data)
	case engine.Remove:
		return nil, p.Files.Remove(r.Name)
	}
	return nil, p.Files.Sync()
}

// reply is none where there is an error: the contract has it so.
func reply[R any](r R, err error) (engine.Reply, error) {
	if err != nil {
		return nil, err
	}
	return r, nil
}

// cut names what a call has come to whose time was over, if who served it did not: to take a
// context's error for a refusal would be to say that nothing happened.
func cut(err, means error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		for _, said := range []error{engine.ErrUnknown, engine.ErrUnavailable} {
			if errors.Is(err, said) {
				return err
			}
		}
		return fmt.Errorf("%w: %w", means, err)
	}
	return err
}

func missing(what string) error {
	return fmt.Errorf("%w: this host has no %s; give it one in its Services", engine.ErrRejected, what)
}

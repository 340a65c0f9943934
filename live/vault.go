package live

import (
	"context"
	"errors"
	"time"

	"pawl/checker"
	"pawl/engine"
	"pawl/live/vault"
)

// keyhouse is the key service, wherever it runs.
type keyhouse interface {
	do(context.Context, engine.Request) (vault.Done, error)
}

// near is one in this process.
type near struct{ *vault.Vault }

func (n near) do(_ context.Context, r engine.Request) (vault.Done, error) { return n.Do(r) }

// lookAsk asks a service for nothing, to see whether it answers.
type lookAsk struct{}

func (lookAsk) Verb() engine.Verb { return "look" }

// keysServe is the key service's side of a request.
func (r *run) keysServe(ctx context.Context, x *crossing) (engine.Reply, error) {
	how := x.doing()
	how.Early = how.At
	d, err := r.ground.keys().do(ctx, x.request)
	if errors.Is(err, errGone) {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	how.At = r.now()
	switch q := x.request.(type) {
	case engine.Create:
		if d.New {
			r.witness.Made(q.Key, q.Version, d.Secret)
		}
		r.witness.Effect(q.Key, checker.Outside{Kind: checker.Mint, Version: q.Version, Op: q.Op, Fence: q.Fence,
			Print: d.Made.Print, Under: d.Made.Under.Version, Ends: r.inRun(d.Made.End), Accepted: err == nil, Made: d.New}, how)
		return d.Made, err
	case engine.Lookup:
		return engine.Found{Made: d.Made, Found: d.Found}, err
	case engine.Destroy:
		r.witness.Effect(q.Key, checker.Outside{Kind: checker.Destroy, Version: q.Version, Op: q.Op, Fence: q.Fence,
			Accepted: err == nil, Made: d.New}, how)
		return nil, err
	case engine.Fetch:
		return d.Fetch, err
	case lookAsk:
		return nil, err
	}
	return nil, engine.ErrRejected
}

// inRun is the true time of the run at which a wall clock shows something; 0 stays 0.
func (r *run) inRun(wall time.Duration) time.Duration {
	if wall == 0 {
		return 0
	}
	return wall - r.clock.Wall() + r.now()
}

package inmate

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"pawl/engine"
	"pawl/live/wire"
)

// away is the run, from within a container: key service, other machines and pager are behind
// its gate.
type away struct {
	at     string
	client *http.Client
}

// launch waits until the run begins, and says what the process is to be.
func (a *away) launch(ctx context.Context) (l wire.Being, err error) {
	for range 3000 {
		if l, err = wire.Ask[wire.Being](ctx, a.client, a.at, wire.LaunchName, struct{}{}); err == nil {
			return l, nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return l, fmt.Errorf("the run at %s does not say what to be: %w", a.at, err)
}

// named tells the run by what name the engine goes, until it was heard.
func (a *away) named(ctx context.Context, self string) {
	for {
		if _, err := wire.Ask[struct{}](ctx, a.client, a.at, wire.NamedName, wire.NameCall{Self: self}); err == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// ask asks for something; what is not answered is unknown.
func ask[R any](ctx context.Context, a *away, r engine.Request) (R, error) {
	v, err := wire.Ask[R](ctx, a.client, a.at, string(r.Verb()), r)
	if errors.Is(err, wire.ErrNoAnswer) {
		err = fmt.Errorf("%w: %w", engine.ErrUnknown, err)
	}
	return v, err
}

func (a *away) Create(ctx context.Context, r engine.Create) (engine.Made, error) {
	return ask[engine.Made](ctx, a, r)
}

func (a *away) Lookup(ctx context.Context, r engine.Lookup) (engine.Found, error) {
	return ask[engine.Found](ctx, a, r)
}

func (a *away) Destroy(ctx context.Context, r engine.Destroy) error {
	_, err := ask[struct{}](ctx, a, r)
	return err
}

func (a *away) Fetch(ctx context.Context, r engine.Fetch) (engine.Material, error) {
	return ask[engine.Material](ctx, a, r)
}

func (a *away) Nodes(ctx context.Context, r engine.Nodes) ([]string, error) {
	return ask[[]string](ctx, a, r)
}

func (a *away) Push(ctx context.Context, r engine.Push) error {
	_, err := ask[struct{}](ctx, a, r)
	return err
}

func (a *away) Page(ctx context.Context, r engine.Page) error {
	_, err := ask[struct{}](ctx, a, r)
	return err
}

package wire_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pawl/engine"
	"pawl/live/wire"
)

// TestWire: values and the contract's errors cross and mean the same; what is not answered is
// told from what was refused.
func TestWire(t *testing.T) {
	var gives error
	s := httptest.NewServer(wire.Handler(func(_ context.Context, name string, body []byte) (any, error) {
		r, err := wire.Request(name, body)
		if err != nil {
			return nil, err
		}
		return r, gives
	}))
	t.Cleanup(s.Close)
	ask := func() (engine.Create, error) {
		return wire.Ask[engine.Create](t.Context(), http.DefaultClient, strings.TrimPrefix(s.URL, "http://"), string(engine.VerbCreate), engine.Create{Op: "o", Version: 3})
	}
	if c, err := ask(); err != nil || c.Op != "o" || c.Version != 3 {
		t.Errorf("%+v, %v", c, err)
	}
	for _, want := range []error{engine.ErrStaleFence, engine.ErrEnded, engine.ErrUnknownVersion, fmt.Errorf("%w: busy", engine.ErrUnavailable)} {
		gives = want
		if _, err := ask(); err == nil || !errors.Is(err, errors.Join(want)) && !strings.Contains(err.Error(), want.Error()) {
			t.Errorf("%v came as %v", want, err)
		}
	}
	gives = wire.ErrNoAnswer
	if _, err := ask(); !errors.Is(err, wire.ErrNoAnswer) {
		t.Errorf("no answer came as %v", err)
	}
	gives = errors.New("no reason of the contract's")
	if _, err := ask(); err == nil || errors.Is(err, wire.ErrNoAnswer) || err.Error() != gives.Error() {
		t.Errorf("%v came as %v", gives, err)
	}
}

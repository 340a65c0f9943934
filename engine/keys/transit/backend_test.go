package transit_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/conform"
	"pawl/engine/conform/keyservice"
	"pawl/engine/keys"
	"pawl/engine/keys/transit"
	"pawl/engine/keys/transit/standin"
	"pawl/engine/keys/trial"

	"github.com/hashicorp/vault/api"
)

const id = "00112233445566778899aabbccddeeff"

// connect is a back end at a server.
func connect(t testing.TB, s *standin.Transit, wait time.Duration) *transit.Backend {
	t.Helper()
	c, err := api.NewClient(&api.Config{Address: s.URL, Timeout: wait})
	if err != nil {
		t.Fatal(err)
	}
	c.SetToken(standin.Token)
	return transit.New(c, "transit")
}

func start(t testing.TB) *standin.Transit {
	s := standin.Start()
	t.Cleanup(s.Close)
	return s
}

// TestConforms holds a key service that keeps its keys there to what all are held to. All have
// one server, as several key services may.
func TestConforms(t *testing.T) {
	s := start(t)
	b := connect(t, s, time.Minute)
	conform.Run(t, func(t *testing.T) keyservice.Backend {
		return trial.OnFile(t, func() (keys.Backend, error) { return b, nil })
	}, keyservice.All)
}

// often is more requests than a create or a destroy takes, so that one can come through.
const often = 7

// TestConformsInTrouble: whatever comes of every seventh request, whoever asks again is answered as
// if nothing had been.
func TestConformsInTrouble(t *testing.T) {
	for _, fate := range []standin.Mishap{standin.Sealed, standin.Forbidden, standin.Lost, standin.Unheard, standin.Slow, standin.Failed} {
		t.Run(string(fate), func(t *testing.T) {
			t.Parallel()
			s := start(t)
			b := connect(t, s, 200*time.Millisecond)
			for _, p := range keyservice.All {
				if p.Name == "random" || fate == standin.Slow && !strings.HasPrefix(p.Name, "destroyed") {
					continue // which would take its time
				}
				for first := range often {
					n := first
					s.Give(func() standin.Mishap {
						if n++; n%often == 0 {
							return fate
						}
						return standin.Served
					})
					if said := conform.Complaints(p, func() keyservice.Backend { return trial.InTrouble(t, trial.Ordeal{First: 1e9}, b) }); len(said) > 0 {
						t.Fatalf("%s, from %d: %s", p.Name, first, said[0])
					}
				}
			}
		})
	}
}

func BenchmarkService(b *testing.B) {
	s := start(b)
	trial.Measure(b, func() (keys.Backend, error) { return connect(b, s, time.Minute), nil })
}

// TestErrors: what each failure means.
func TestErrors(t *testing.T) {
	s := start(t)
	b := connect(t, s, 200*time.Millisecond)
	for fate, want := range map[standin.Mishap]error{
		standin.Sealed: engine.ErrUnavailable, standin.Forbidden: engine.ErrUnavailable,
		standin.Lost: engine.ErrUnknown, standin.Unheard: engine.ErrUnknown, standin.Slow: engine.ErrUnknown, standin.Failed: engine.ErrUnknown,
	} {
		s.Give(func() standin.Mishap { return fate })
		if err := b.Make(context.Background(), id); !errors.Is(err, want) {
			t.Errorf("%s: %v; want %v", fate, err, want)
		}
	}
}

// TestForeignKeys: a key of that name that is none of ours is refused, and left as it is.
func TestForeignKeys(t *testing.T) {
	s := start(t)
	c, err := api.NewClient(&api.Config{Address: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	c.SetToken(standin.Token)
	b := transit.New(c, "transit")
	for _, what := range []map[string]any{{"type": "ed25519"}, {"exportable": true}} {
		name := strings.Repeat("a", 31) + string(rune('0'+len(s.Names())))
		if _, err := c.Logical().Write("transit/keys/"+name, what); err != nil {
			t.Fatal(err)
		}
		if err := b.Make(context.Background(), name); !errors.Is(err, engine.ErrRejected) {
			t.Errorf("%v: %v", what, err)
		}
	}
}

// TestErrorsTellNothing: whatever is answered by something in between, that repeats what was sent or
// makes a mess of what comes back, no error has a secret in it.
func TestErrorsTellNothing(t *testing.T) {
	secret := []byte("this is to be in nobody's errors")
	spelled := base64.StdEncoding.EncodeToString(secret)
	for _, says := range []struct {
		status int
		body   string
	}{
		{400, "you have sent " + spelled}, {502, string(secret)}, {200, spelled}, {200, `{"data":{"plaintext":["` + spelled + `"]}}`},
		{200, `{"data":{"plaintext":"` + string(secret) + `"}}`}, {200, `{"data":{"other":"` + spelled + `"}}`}, {200, `{"data":"` + spelled + `"}`}, {204, ""},
	} {
		between := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(says.status)
			_, _ = w.Write([]byte(says.body))
		}))
		c, err := api.NewClient(&api.Config{Address: between.URL})
		if err != nil {
			t.Fatal(err)
		}
		b := transit.New(c, "transit")
		_, wrapping := b.Wrap(context.Background(), id, secret)
		_, unwrapping := b.Unwrap(context.Background(), id, []byte("vault:v1:AA=="))
		for _, err := range []error{wrapping, unwrapping} {
			if err == nil || strings.Contains(err.Error(), spelled) || strings.Contains(err.Error(), string(secret)) {
				t.Errorf("%d %s: %v", says.status, says.body, err)
			}
		}
		between.Close()
	}
}

// TestNothingIsLeft: what is destroyed is not at the server any more, whatever was lost on the way.
func TestNothingIsLeft(t *testing.T) {
	for first := range 20 {
		s, n := start(t), 0
		s.Give(func() standin.Mishap {
			if n++; n == first {
				return standin.Unheard
			}
			return standin.Served
		})
		r := trial.InTrouble(t, trial.Ordeal{First: 1e9}, connect(t, s, time.Minute))
		if _, err := r.Create(engine.Create{Op: "a", Key: "k", Version: 1, Fence: 1}); err != nil || len(s.Names()) != 1 {
			t.Fatalf("%v, %v", s.Names(), err)
		}
		if err := r.Destroy("a", "k", 1, 1); err != nil || len(s.Names()) != 0 {
			t.Fatalf("%v, %v", s.Names(), err)
		}
	}
}

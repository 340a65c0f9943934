package httpapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"pawl/engine"
	"pawl/engine/credentials"
	"pawl/engine/credentials/trial"
	"pawl/engine/monitor"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// ca is an authority that issues for holders.
type ca struct{ *trial.Authority }

func newCA(t *testing.T) ca { return ca{trial.New(t)} }

// of makes somebody's certificate; a change makes it another one.
func (c ca) of(i Holder, changes ...func(*x509.Certificate)) credentials.Papers {
	named := func(t *x509.Certificate) { t.URIs = []*url.URL{i.URI()} }
	return c.Issue(strings.ReplaceAll(i.String(), "/", "-"), append([]func(*x509.Certificate){named}, changes...)...)
}

// engineOf is an engine that admits some names, and notes what it is asked.
type engineOf struct {
	mu    sync.Mutex
	names map[string]bool
	asked []string
}

func (e *engineOf) answer(format string, name string) engine.Answer {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asked = append(e.asked, format+" "+name)
	if !e.names[name] {
		return engine.Refuse(engine.WhyCaller)
	}
	return engine.Answer{Outcome: engine.Admitted, Rotation: "r1"}
}

func (e *engineOf) Admit(_ context.Context, t engine.Trigger) engine.Answer {
	return e.answer("trigger", t.Caller)
}

func (e *engineOf) Operate(_ context.Context, a engine.Act) engine.Answer {
	return e.answer(a.Verb, a.Operator)
}

func (e *engineOf) last() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.asked) == 0 {
		return ""
	}
	return e.asked[len(e.asked)-1]
}

// trails are read by a function.
type trails func(context.Context, string) (monitor.Trail, error)

func (f trails) Now(ctx context.Context, key string) (monitor.Trail, error)   { return f(ctx, key) }
func (f trails) Whole(ctx context.Context, key string) (monitor.Trail, error) { return f(ctx, key) }

type nobodyCounts struct{}

func (nobodyCounts) Request(string, string) {}

// served is a handler at an address.
func served(t *testing.T, h http.Handler, c *tls.Config) string {
	t.Helper()
	l, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := Server(h, c, quiet)
	go s.ServeTLS(l, "", "")
	t.Cleanup(func() { s.Close() })
	return l.Addr().String()
}

func asked(t *testing.T, f credentials.Papers, of Role) *tls.Config {
	t.Helper()
	c, err := Asking(f, of, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// world is a worker with an engine, and people.
func world(t *testing.T) (ca, *engineOf, string) {
	c := newCA(t)
	e := &engineOf{names: map[string]bool{"cron": true, "alice": true, "bob": true}}
	config, err := Serving(c.of(Holder{Worker, "w1"}), Worker, quiet)
	if err != nil {
		t.Fatal(err)
	}
	read := trails(func(_ context.Context, key string) (monitor.Trail, error) {
		return monitor.Trail{Key: key, Record: engine.Record{Phase: engine.Idle}, Entries: []engine.Entry{{Seq: 1}}}, nil
	})
	return c, e, served(t, ControlHandler(e, read, []string{"payments"}, quiet, nobodyCounts{}), config)
}

// TestWhoMay goes through all roles and requests: who may, the engine is asked under the
// holder's name; who may not, under one that no policy has, so that it is recorded.
func TestWhoMay(t *testing.T) {
	c, e, at := world(t)
	may := map[string][]Role{
		"trigger":         {Scheduler, Operator},
		engine.HaltAct:    {Operator},
		engine.AbortAct:   {Operator},
		engine.RevokeAct:  {Operator},
		engine.ApproveAct: {Operator, Approver},
		"status":          {Scheduler, Operator, Approver, Auditor},
	}
	for _, role := range Roles {
		who := Holder{role, "alice"}
		client := NewControlClient(at, asked(t, c.of(who), Worker))
		for what, roles := range may {
			allowed := who.may(roles...)
			name := "alice"
			if !allowed {
				name = "alice.as." + string(role)
			}
			var err error
			switch what {
			case "trigger":
				_, err = client.Trigger(t.Context(), TriggerRequest{Key: "payments", Window: "w", Attempt: 1})
			case "status":
				_, err = client.Status(t.Context(), "payments")
			default:
				_, _, err = client.Act(t.Context(), ActRequest{Verb: what, Key: "payments", Reason: "since"})
			}
			if (err == nil) != allowed {
				t.Errorf("%s as %s: %v", what, who, err)
			}
			if what != "status" && e.last() != what+" "+name {
				t.Errorf("%s as %s: the engine was asked %q", what, who, e.last())
			}
		}
	}
}

// TestReplay: a request that is sent again does nothing, and is recorded.
func TestReplay(t *testing.T) {
	c, e, at := world(t)
	alice := NewControlClient(at, asked(t, c.of(Holder{Operator, "alice"}), Worker))
	bob := NewControlClient(at, asked(t, c.of(Holder{Operator, "bob"}), Worker))
	id, err := alice.Ticket(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	q := ActRequest{Ticket: id, Verb: engine.HaltAct, Key: "payments"}
	var a engine.Answer
	if err := bob.ask(t.Context(), "/v1/act", q, &a); err == nil || e.last() != "halt bob.as.replay" {
		t.Errorf("with another's ticket: %v, %q", err, e.last())
	}
	if err := alice.ask(t.Context(), "/v1/act", q, &a); err != nil || e.last() != "halt alice" {
		t.Errorf("the first time: %v, %q", err, e.last())
	}
	if err := alice.ask(t.Context(), "/v1/act", q, &a); err == nil || e.last() != "halt alice.as.replay" {
		t.Errorf("the second time: %v, %q", err, e.last())
	}
	q.Ticket = ""
	if err := alice.ask(t.Context(), "/v1/act", q, &a); err == nil {
		t.Error("without a ticket")
	}
}

// TestPlainText: what a terminal would do is refused before anybody is asked, with where it is.
func TestPlainText(t *testing.T) {
	c, e, at := world(t)
	alice := NewControlClient(at, asked(t, c.of(Holder{Operator, "alice"}), Worker))
	for text, says := range map[string]string{"a\x1b[2J": "U+001B at byte 2", "a\nb": "U+000A", "\u009b31m": "U+009B", "\u202eb": "U+202E"} {
		for _, q := range []ActRequest{{Reason: text}, {Rotation: text}, {Of: text}} {
			q.Verb, q.Key = engine.HaltAct, "payments"
			if _, _, err := alice.Act(t.Context(), q); err == nil || !strings.Contains(err.Error(), says) || e.last() != "" {
				t.Errorf("%+q: %v; the engine was asked %q", text, err, e.last())
			}
		}
		if _, err := alice.Trigger(t.Context(), TriggerRequest{Key: "payments", Window: text, Attempt: 1}); err == nil || e.last() != "" {
			t.Errorf("%+q: %v; the engine was asked %q", text, err, e.last())
		}
	}
	if _, _, err := alice.Act(t.Context(), ActRequest{Verb: engine.HaltAct, Key: "payments", Reason: "Grüße, 5 → 6"}); err != nil {
		t.Error(err)
	}
}

func TestTickets(t *testing.T) {
	var all tickets
	now := time.Now()
	a, b := Holder{Operator, "a"}, Holder{Operator, "b"}
	id, err := all.give(a, now)
	if err != nil {
		t.Fatal(err)
	}
	if all.take(id, a, now.Add(ticketLife+1)) == nil {
		t.Error("one that is too old is taken")
	}
	for range ticketsOf - 1 {
		if _, err := all.give(a, now); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := all.give(a, now); err == nil {
		t.Error("one can have them all")
	}
	if _, err := all.give(b, now); err != nil {
		t.Errorf("another one has none: %v", err)
	}
	if _, err := all.give(a, now.Add(ticketLife+1)); err != nil {
		t.Errorf("old ones are counted: %v", err)
	}
}

// TestCertificates goes through those that let nobody in, and names nobody.
func TestCertificates(t *testing.T) {
	c, e, at := world(t)
	alice := Holder{Operator, "alice"}
	good := c.of(alice)
	if _, err := NewControlClient(at, asked(t, good, Worker)).Status(t.Context(), "payments"); err != nil {
		t.Fatal(err)
	}
	another := newCA(t).of(alice)
	another.Authority = good.Authority
	uri := func(text string) func(*x509.Certificate) {
		return func(t *x509.Certificate) {
			u, _ := url.Parse(text)
			t.URIs = []*url.URL{u}
		}
	}
	for name, f := range map[string]credentials.Papers{
		"of another authority": another,
		"that is over":         c.of(alice, func(t *x509.Certificate) { t.NotAfter = time.Now().Add(-time.Minute) }),
		"for servers only":     c.of(Holder{Operator, "b"}, func(t *x509.Certificate) { t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} }),
		"of nobody":            c.of(Holder{Operator, "c"}, func(t *x509.Certificate) { t.URIs = nil }),
		"of two":               c.of(Holder{Operator, "d"}, func(t *x509.Certificate) { t.URIs = append(t.URIs, alice.URI()) }),
		"of no role":           c.of(Holder{Operator, "e"}, uri("spiffe://pawl/king/alice")),
		"of another domain":    c.of(Holder{Operator, "f"}, uri("spiffe://other/operator/alice")),
		"of another scheme":    c.of(Holder{Operator, "g"}, uri("https://pawl/operator/alice")),
		"with more behind":     c.of(Holder{Operator, "h"}, uri("spiffe://pawl/operator/alice/bob")),
		"with a question":      c.of(Holder{Operator, "i"}, uri("spiffe://pawl/operator/alice?role=auditor")),
		"of an unfit name":     c.of(Holder{Operator, "j"}, uri("spiffe://pawl/operator/alice.as.auditor")),
		"of too long a name":   c.of(Holder{Operator, "k"}, uri("spiffe://pawl/operator/"+strings.Repeat("a", longest+1))),
	} {
		client := NewControlClient(at, asked(t, f, Worker))
		if _, _, err := client.Act(t.Context(), ActRequest{Verb: engine.HaltAct, Key: "payments"}); err == nil {
			t.Errorf("a certificate %s lets somebody in", name)
		}
	}
	none := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	if _, err := none.Post("https://"+at+"/v1/ticket", "", strings.NewReader("{}")); err == nil {
		t.Error("without a certificate somebody is let in")
	}
	if e.last() != "" {
		t.Errorf("the engine was asked %q", e.last())
	}
}

// TestServers: a client speaks to no server of another role or authority.
func TestServers(t *testing.T) {
	c, _, at := world(t)
	alice := c.of(Holder{Operator, "alice"})
	if _, err := NewKeysClient(at, asked(t, alice, KeyService)).Lookup(t.Context(), engine.Lookup{Op: "a"}); !errors.Is(err, engine.ErrUnavailable) {
		t.Errorf("a worker taken for a key service: %v", err)
	}
	other := newCA(t).of(Holder{Worker, "w1"})
	config, err := Serving(other, Worker, quiet)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := served(t, http.NotFoundHandler(), config)
	if _, err := NewControlClient(elsewhere, asked(t, alice, Worker)).Ticket(t.Context()); !errors.Is(err, engine.ErrUnavailable) {
		t.Errorf("a server of another authority: %v", err)
	}
	if _, err := Serving(alice, Worker, quiet); err == nil {
		t.Error("an operator's certificate serves as a worker's")
	}
}

// keeper is a key service that says what it is told to.
type keeper struct{ err error }

func (k keeper) Create(_ context.Context, c engine.Create) (engine.Made, error) {
	return engine.Made{Key: c.Key, Version: c.Version, Print: "p", Under: c.Under, End: c.Life}, k.err
}
func (k keeper) Lookup(context.Context, engine.Lookup) (engine.Found, error) {
	return engine.Found{Made: engine.Made{Print: "p"}, Found: true}, k.err
}
func (k keeper) Destroy(context.Context, engine.Destroy) error { return k.err }
func (k keeper) Fetch(context.Context, engine.Fetch) (engine.Material, error) {
	return engine.Material{Secret: [32]byte{1, 2, 255}, Print: "p"}, k.err
}

// TestKeys wants what crosses to arrive as it was, errors too, and only workers to make and only
// nodes to have.
func TestKeys(t *testing.T) {
	c := newCA(t)
	config, err := Serving(c.of(Holder{KeyService, "k1"}), KeyService, quiet)
	if err != nil {
		t.Fatal(err)
	}
	at := served(t, KeysHandler(keeper{}, quiet, nobodyCounts{}), config)
	worker := NewKeysClient(at, asked(t, c.of(Holder{Worker, "w1"}), KeyService))
	node := NewKeysClient(at, asked(t, c.of(Holder{Node, "n1"}), KeyService))
	order := engine.Create{Op: "o", Key: "payments", Version: 3, Fence: 1 << 60, Under: engine.Issuer{Key: "root", Version: 1}, Life: time.Hour}
	if m, err := worker.Create(t.Context(), order); err != nil || m.Version != 3 || m.Under != order.Under || m.End != time.Hour {
		t.Errorf("%+v, %v", m, err)
	}
	if f, err := worker.Lookup(t.Context(), engine.Lookup{Op: "o"}); err != nil || !f.Found {
		t.Errorf("%+v, %v", f, err)
	}
	if err := worker.Destroy(t.Context(), engine.Destroy{Op: "o"}); err != nil {
		t.Error(err)
	}
	if m, err := node.Fetch(t.Context(), engine.Fetch{Key: "payments", Version: 3}); err != nil || m.Secret != [32]byte{1, 2, 255} {
		t.Errorf("%v, %v", m.Print, err)
	}
	for _, role := range Roles {
		k := NewKeysClient(at, asked(t, c.of(Holder{role, "x"}), KeyService))
		_, made := k.Create(t.Context(), order)
		destroyed := k.Destroy(t.Context(), engine.Destroy{})
		_, had := k.Fetch(t.Context(), engine.Fetch{})
		if (made == nil) != (role == Worker) || (destroyed == nil) != (role == Worker) || (had == nil) != (role == Node) {
			t.Errorf("as %s: create %v, destroy %v, fetch %v", role, made, destroyed, had)
		}
	}
	for _, want := range kinds {
		at := served(t, KeysHandler(keeper{fmt.Errorf("it is so: %w", want.err)}, quiet, nobodyCounts{}), config)
		k := NewKeysClient(at, asked(t, c.of(Holder{Worker, "w1"}), KeyService))
		if err := k.Destroy(t.Context(), engine.Destroy{}); !errors.Is(err, want.err) || !strings.Contains(err.Error(), "it is so") {
			t.Errorf("%v arrives as %v", want.err, err)
		}
	}
}

// TestOutcomeIsNotGuessed: what had no connection did not happen; what had one and no answer may
// have.
func TestOutcomeIsNotGuessed(t *testing.T) {
	c := newCA(t)
	config, err := Serving(c.of(Holder{KeyService, "k1"}), KeyService, quiet)
	if err != nil {
		t.Fatal(err)
	}
	worker := asked(t, c.of(Holder{Worker, "w1"}), KeyService)
	at := served(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }), config)
	if err := NewKeysClient(at, worker).Destroy(t.Context(), engine.Destroy{}); !errors.Is(err, engine.ErrUnknown) {
		t.Errorf("cut off: %v", err)
	}
	l, _ := net.Listen("tcp", "127.0.0.1:0")
	l.Close()
	if err := NewKeysClient(l.Addr().String(), worker).Destroy(t.Context(), engine.Destroy{}); !errors.Is(err, engine.ErrUnavailable) {
		t.Errorf("nobody there: %v", err)
	}
}

// TestMalformed: what no client sends reaches no engine, and is answered with a reason.
func TestMalformed(t *testing.T) {
	c, e, at := world(t)
	config := asked(t, c.of(Holder{Operator, "alice"}), Worker)
	raw := &http.Client{Transport: &http.Transport{TLSClientConfig: config}}
	for name, q := range map[string]struct{ path, body string }{
		"nothing":        {"/v1/act", ""},
		"another field":  {"/v1/act", `{"Ticket":"t","Verb":"halt","Key":"payments","Operator":"bob"}`},
		"two requests":   {"/v1/act", `{"Key":"payments"} {"Key":"payments"}`},
		"another type":   {"/v1/trigger", `{"Attempt":"1"}`},
		"too long":       {"/v1/trigger", `{"Window":"` + strings.Repeat("a", 2*maxRequest) + `"}`},
		"no JSON":        {"/v1/act", "\x00\xff"},
		"an unknown key": {"/v1/act", `{"Key":"nobody's"}`},
		"a path":         {"/v1/../admin", `{}`},
		"no such thing":  {"/v2/act", `{}`},
	} {
		r, err := raw.Post("https://"+at+q.path, "application/json", strings.NewReader(q.body))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		text, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if r.StatusCode < 400 || r.StatusCode >= 500 || !strings.Contains(string(text), "Error") {
			t.Errorf("%s: %s %s", name, r.Status, text)
		}
	}
	if r, err := raw.Get("https://" + at + "/v1/act"); err != nil || r.StatusCode < 400 {
		t.Errorf("GET: %v", err)
	}
	unsafe := NewControlClient(at, config)
	if _, _, err := unsafe.Act(t.Context(), ActRequest{Verb: engine.AbortAct, Key: "payments"}); err == nil || !strings.Contains(err.Error(), "reason") {
		t.Errorf("an abort without a reason: %v", err)
	}
	if e.last() != "" {
		t.Errorf("the engine was asked %q", e.last())
	}
}

// TestTooMuchAtATime: one who asks for much at a time is held off, and another one is not.
func TestTooMuchAtATime(t *testing.T) {
	c := newCA(t)
	config, err := Serving(c.of(Holder{Worker, "w1"}), Worker, quiet)
	if err != nil {
		t.Fatal(err)
	}
	hold := make(chan struct{})
	inside := make(chan struct{}, atOnce)
	read := trails(func(_ context.Context, key string) (monitor.Trail, error) {
		if key == "slow" {
			inside <- struct{}{}
			<-hold
		}
		return monitor.Trail{}, nil
	})
	at := served(t, ControlHandler(&engineOf{}, read, []string{"slow", "quick"}, quiet, nobodyCounts{}), config)
	greedy := NewControlClient(at, asked(t, c.of(Holder{Auditor, "greedy"}), Worker))
	other := NewControlClient(at, asked(t, c.of(Holder{Auditor, "other"}), Worker))
	var all sync.WaitGroup
	for range atOnce {
		all.Go(func() { greedy.Status(context.Background(), "slow") })
		<-inside
	}
	if _, err := greedy.Status(t.Context(), "quick"); err == nil || !strings.Contains(err.Error(), "too many") {
		t.Errorf("one more: %v", err)
	}
	if _, err := other.Status(t.Context(), "quick"); err != nil {
		t.Errorf("another one: %v", err)
	}
	close(hold)
	all.Wait()
	if _, err := greedy.Status(t.Context(), "quick"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// TestConnectionsAreBounded: what is too many waits, and comes in when another one has gone.
func TestConnectionsAreBounded(t *testing.T) {
	l := &limited{room: make(chan struct{}, 1), closed: make(chan struct{})}
	var err error
	if l.Listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	in := make(chan net.Conn, 2)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				close(in)
				return
			}
			in <- c
		}
	}()
	for range 2 {
		if _, err := net.Dial("tcp", l.Addr().String()); err != nil {
			t.Fatal(err)
		}
	}
	first := <-in
	select {
	case <-in:
		t.Error("two are in where there is room for one")
	case <-time.After(50 * time.Millisecond):
	}
	first.Close()
	first.Close() // again: it left once
	second := <-in
	l.Close()
	second.Close()
	if _, more := <-in; more {
		t.Error("somebody comes in after the end")
	}
}

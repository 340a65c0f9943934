//go:build unix

package daemon

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pawl/engine/httpapi"
	"pawl/engine/socket"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
)

// TestHostile has a hundred hostile requests a second come to a worker and to the key service
// while a key is rotated, and garbage into the store. Each request is refused; rotations go on;
// what the store has of them verifies; nobody has crashed.
func TestHostile(t *testing.T) {
	t.Parallel()
	d := newDeployment(t)
	d.wants(0, "admitted", cron, "trigger", "payments", "--window", "w0")
	d.rests("1")
	h := &hostile{deployment: d, clients: map[httpapi.Holder]*http.Client{}}
	for _, who := range []httpapi.Holder{carol, mallory, cron} {
		h.clients[who] = h.client(who, httpapi.Worker)
	}
	h.keys = h.client(carol, httpapi.KeyService)
	ctx, enough := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { h.attack(ctx) })
	host := socket.NewClient(d.at("n1.sock"))
	defer host.Close()
	for n := 2; n <= 4 || h.sent.Load() < 300; n++ {
		d.triggers(fmt.Sprint("w", n))
		d.rests(fmt.Sprint(n))
		d.seals(host, uint32(n))
	}
	enough()
	all.Wait()
	t.Logf("%d hostile requests, %d of them refused with a reason, the others at the handshake or cut off", h.sent.Load(), h.refused.Load())
	if h.refused.Load() < h.sent.Load()/4 {
		t.Error("too few came in to say anything")
	}
	for _, c := range h.slow {
		c.SetReadDeadline(time.Now().Add(within))
		if _, err := io.ReadAll(c); err != nil && strings.Contains(err.Error(), "timeout") {
			t.Error("a client that sends nothing is waited for without end")
		}
	}
	said := d.wants(0, "each follows", carol, "audit", "verify", "payments")
	t.Log(strings.TrimSpace(said))
	h.recorded()
	h.garbage()
	for _, p := range d.parts {
		p.stops(t)
	}
}

// triggers asks for a rotation, again if the worker was too busy to do it.
func (d *deployment) triggers(window string) {
	d.t.Helper()
	said := ""
	for began := time.Now(); time.Since(began) < within; time.Sleep(50 * time.Millisecond) {
		code := 0
		if said, code = d.asks(cron, "trigger", "payments", "--window", window); code == 0 {
			return
		}
	}
	d.t.Fatalf("window %s is not admitted: %s", window, said)
}

type hostile struct {
	*deployment
	clients       map[httpapi.Holder]*http.Client
	keys          *http.Client // of an auditor, to the key service
	sent, refused atomic.Int64
	slow          []*tls.Conn
}

func (h *hostile) client(who httpapi.Holder, of httpapi.Role) *http.Client {
	config, err := httpapi.Asking(filesIn(h.at("pki"), who), of, slog.New(slog.DiscardHandler))
	if err != nil {
		h.t.Fatal(err)
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: config}, Timeout: within}
}

// attack sends one each 10 ms.
func (h *hostile) attack(ctx context.Context) {
	stranger := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}, Timeout: within}
	kinds := []func(){
		func() { h.post(stranger, "/v1/act", `{}`) },
		func() { h.post(h.clients[carol], "/v1/trigger", h.ticketed(carol, `"Window":"w%d","Attempt":1`)) },
		func() { h.post(h.clients[mallory], "/v1/act", h.ticketed(mallory, `"Verb":"abort","Reason":"%d"`)) },
		func() {
			h.post(h.clients[cron], "/v1/trigger", `{"Ticket":"`+fmt.Sprint(h.sent.Load())+`","Key":"payments","Window":"r","Attempt":1}`)
		},
		func() { h.post(h.clients[carol], "/v1/act", strings.Repeat(`{"Key":`, 1<<15)) },
		func() { h.postTo(h.keyService, h.keys, "/v1/keys/fetch", `{"Key":"payments","Version":1}`) },
		func() { h.postTo(h.keyService, h.keys, "/v1/keys/destroy", strings.Repeat(`{"Op":"`, 1<<15)) },
		func() {
			h.post(h.clients[cron], "/v1/trigger", `{"Ticket":"t","Key":"nobodys","Window":"r","Attempt":1}`)
		},
		func() { h.post(h.clients[carol], "/v1/status", `{"Key":"payments/x"}`) },
	}
	var all sync.WaitGroup
	defer all.Wait()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for n := 0; ctx.Err() == nil; n++ {
		<-tick.C
		h.sent.Add(1)
		if n%40 == 0 && n < 400 {
			h.dawdles()
			continue
		}
		all.Go(kinds[n%len(kinds)])
	}
}

// ticketed is a request that would be right but for who asks.
func (h *hostile) ticketed(who httpapi.Holder, rest string) string {
	config, err := httpapi.Asking(filesIn(h.at("pki"), who), httpapi.Worker, slog.New(slog.DiscardHandler))
	if err != nil {
		return ""
	}
	id, _ := httpapi.NewControlClient(h.worker, config).Ticket(context.Background())
	return fmt.Sprintf(`{"Ticket":"`+id+`","Key":"payments",`+rest+`}`, h.sent.Load())
}

func (h *hostile) post(c *http.Client, path, body string) { h.postTo(h.worker, c, path, body) }

func (h *hostile) postTo(address string, c *http.Client, path, body string) {
	r, err := c.Post("https://"+address+path, "application/json", strings.NewReader(body))
	if err != nil {
		return
	}
	defer r.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(r.Body, 1<<12))
	if r.StatusCode < 400 {
		h.t.Errorf("%s %.80s: %s %s", path, body, r.Status, text)
	}
	if bytes.Contains(text, []byte("Error")) || bytes.Contains(text, []byte("Why")) {
		h.refused.Add(1)
	}
}

// dawdles begins a request, and does not end it.
func (h *hostile) dawdles() {
	config, err := httpapi.Asking(filesIn(h.at("pki"), carol), httpapi.Worker, slog.New(slog.DiscardHandler))
	if err != nil {
		return
	}
	c, err := tls.Dial("tcp", h.worker, config)
	if err != nil {
		return
	}
	_, _ = io.WriteString(c, "POST /v1/act HTTP/1.1\r\nHost: a\r\n")
	h.slow = append(h.slow, c)
}

// recorded wants those who asked for what they may not to stand in the engine's own chain.
func (h *hostile) recorded() {
	h.t.Helper()
	log := h.parts[1].out.String()
	for _, who := range []string{"carol.as.auditor", "mallory.as.node", "cron.as.replay"} {
		if !strings.Contains(log, `"caller":"`+who) {
			h.t.Errorf("%s is in no chain of refusals", who)
		}
	}
}

// garbage puts what nobody of the engine writes into the store: in place of the record, too,
// which is then put back as it was.
func (h *hostile) garbage() {
	h.t.Helper()
	etcd := h.etcd.Etcd().Server
	ctx := context.Background()
	put := func(key string, value []byte) {
		if _, err := etcd.Put(ctx, &etcdserverpb.PutRequest{Key: []byte("/pawl/payments/" + key), Value: value}); err != nil {
			h.t.Fatal(err)
		}
	}
	junk := []byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01 no such thing")
	for _, key := range []string{"refused", "node/n9", "time", "audit/zzz", "nonsense", "window/w9"} {
		put(key, junk)
	}
	h.triggers("w10")
	r, err := etcd.Range(ctx, &etcdserverpb.RangeRequest{Key: []byte("/pawl/payments/record")})
	if err != nil || len(r.Kvs) != 1 {
		h.t.Fatal(r, err)
	}
	put("record", junk)
	h.wants(exitFailed, "no record that can be read", carol, "status", "payments")
	h.parts[1].logged(h.t, `"msg":"(the record cannot be read)"`)
	if said, code := h.asks(cron, "trigger", "payments", "--window", "w11"); code != exitFailed || !strings.Contains(said, "cannot be read") {
		h.t.Errorf("a trigger of a key whose record cannot be read: code %d, %s", code, said)
	}
	put("record", r.Kvs[0].Value)
	h.wants(0, "phase", carol, "status", "payments")
}

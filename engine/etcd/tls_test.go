package etcd

import (
	"crypto/x509"
	"testing"
	"time"

	"pawl/engine/credentials"
	"pawl/engine/credentials/trial"
	"pawl/engine/etcd/embedded"
)

// TestRenewedOverTLS asks a server over mutual TLS, has its authority and all certificates be
// succeeded by others while the store is open, and asks again. Who shows nothing, or what the
// authority has not issued, is not served.
func TestRenewedOverTLS(t *testing.T) {
	ca := trial.New(t)
	own := ca.Issue("etcd")
	s, err := embedded.Start(t.TempDir(), embedded.Alone, embedded.Secured(own.Authority, own.Certificate, own.Key))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Stop() })
	held, err := ca.Issue("client").Hold(nil, func(err error) { t.Log(err) })
	if err != nil {
		t.Fatal(err)
	}
	at := []string{"https://" + s.Endpoint()}
	store := open(t, Access{Endpoints: at, TLS: held.Config})
	if _, err := store.Txn(patiently(t), put("a")); err != nil {
		t.Fatal(err)
	}

	other, nobody := trial.New(t).Issue("client"), own
	other.Authority, nobody.Certificate, nobody.Key = own.Authority, "", ""
	expired := ca.Issue("expired", func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })
	for name, f := range map[string]credentials.Papers{"of another authority": other, "none": nobody, "one that is over": expired} {
		h, err := f.Hold(nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := open(t, Access{Endpoints: at, TLS: h.Config}).Txn(briefly(t), get("a")); err == nil {
			t.Errorf("a certificate: %s; it is served", name)
		}
	}

	s.Stop()
	ca.Succeed()
	ca.Issue("etcd")
	ca.Issue("client")
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	for ctx := patiently(t); ; {
		if _, err = store.Txn(briefly(t), get("a")); err == nil {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("after the renewal: %v", err)
		}
	}
}

package credentials_test

import (
	"crypto/x509"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"pawl/engine/credentials"
	"pawl/engine/credentials/trial"
)

// TestRenewed has files renewed while they are held: whole ones are taken, and of others the
// holder is told once.
func TestRenewed(t *testing.T) {
	a := trial.New(t)
	f := a.Issue("w1", valid(time.Hour))
	var told []error
	fit := func(c *x509.Certificate) error {
		if time.Until(c.NotAfter) > 24*time.Hour {
			return errors.New("it is valid for too long")
		}
		return nil
	}
	h, err := f.Hold(fit, func(err error) { told = append(told, err) })
	if err != nil {
		t.Fatal(err)
	}
	first := h.Now()
	same := func(what string, told, want int) {
		t.Helper()
		if now := h.Now(); now.Own != first.Own || now.Authority != first.Authority {
			t.Errorf("%s: it is taken", what)
		}
		if told != want {
			t.Errorf("%s: told %d times, want %d", what, told, want)
		}
	}
	same("nothing new", len(told), 0)

	key, err := os.ReadFile(f.Key)
	if err != nil {
		t.Fatal(err)
	}
	a.Issue("w1", valid(2*time.Hour))
	renewed, err := os.ReadFile(f.Key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, f.Key, key) // the key of before
	h.Now()
	same("half a renewal", len(told), 1)
	write(t, f.Key, renewed)
	if now := h.Now(); now.Own == first.Own || len(told) != 1 {
		t.Errorf("a whole renewal is not taken: %v", told)
	}
	first = h.Now()

	a.Issue("w1", valid(48*time.Hour))
	h.Now()
	same("one that the check turns down", len(told), 2)
	a.Issue("w1", valid(time.Hour))
	first = h.Now()
	write(t, f.Authority, []byte("no certificate"))
	h.Now()
	same("an authority that is none", len(told), 3)
	if err := os.Remove(f.Authority); err != nil {
		t.Fatal(err)
	}
	h.Now()
	same("no file", len(told), 4)
	a.Succeed()
	if now := h.Now(); now.Authority == first.Authority || len(told) != 4 {
		t.Errorf("another authority is not taken: %v", told)
	}
}

// TestNone wants what is not there to be said, with its place, before anything runs on it.
func TestNone(t *testing.T) {
	a := trial.New(t)
	good, other := a.Issue("a"), a.Issue("b")
	for name, f := range map[string]credentials.Papers{
		"no authority":       {Authority: good.Authority + "x", Certificate: good.Certificate, Key: good.Key},
		"no key":             {Authority: good.Authority, Certificate: good.Certificate},
		"another one's key":  {Authority: good.Authority, Certificate: good.Certificate, Key: other.Key},
		"a key as authority": {Authority: good.Key, Certificate: good.Certificate, Key: good.Key},
	} {
		if _, err := f.Hold(nil, nil); err == nil || !strings.Contains(err.Error(), ".pem") && !strings.Contains(err.Error(), ".key") {
			t.Errorf("%s: %v", name, err)
		}
	}
	h, err := credentials.Papers{Authority: good.Authority}.Hold(nil, nil)
	if err != nil || h.Now().Own != nil || len(h.Config().Certificates) != 0 {
		t.Errorf("who shows nothing: %v", err)
	}
}

func valid(d time.Duration) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.NotAfter = time.Now().Add(d) }
}

// write writes a file.
func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

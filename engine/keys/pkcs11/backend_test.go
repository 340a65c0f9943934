//go:build pkcs11

package pkcs11

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pawl/engine"
	"pawl/engine/conform"
	"pawl/engine/conform/keyservice"
	"pawl/engine/keys"
	"pawl/engine/keys/trial"

	"github.com/miekg/pkcs11"
)

const (
	label  = "pawl"
	pin    = "123456"
	soPin  = "654321"
	id     = "00112233445566778899aabbccddeeff"
	otherd = "ffeeddccbbaa99887766554433221100"
)

// module is where SoftHSM is, on which this is tried.
func module(t testing.TB) string {
	t.Helper()
	for _, path := range []string{os.Getenv("PAWL_PKCS11_MODULE"), "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so"} {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	const how = "no PKCS#11 module, so nothing is tried: install softhsm2, or set PAWL_PKCS11_MODULE"
	if os.Getenv("PAWL_REQUIRE_PKCS11") == "1" {
		t.Fatal(how)
	}
	t.Skip(how)
	return ""
}

// newToken makes an empty token, and is what opens it.
func newToken(t testing.TB) (open func() (*Token, error)) {
	t.Helper()
	path, dir := module(t), t.TempDir()
	conf := filepath.Join(dir, "softhsm2.conf")
	if err := os.WriteFile(conf, []byte("directories.tokendir = "+dir+"\nobjectstore.backend = file\nlog.level = ERROR\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOFTHSM2_CONF", conf)
	ctx := pkcs11.New(path)
	if ctx == nil {
		t.Fatalf("%s is no module", path)
	}
	defer ctx.Destroy()
	must(t, ctx.Initialize())
	defer ctx.Finalize()
	slots, err := ctx.GetSlotList(true)
	must(t, err)
	must(t, ctx.InitToken(slots[0], soPin, label))
	s, err := ctx.OpenSession(slots[0], pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
	must(t, err)
	must(t, ctx.Login(s, pkcs11.CKU_SO, soPin))
	must(t, ctx.InitPIN(s, pin))
	return func() (*Token, error) { return Open(path, label, pin) }
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func opened(t testing.TB) *Token {
	t.Helper()
	token, err := newToken(t)()
	must(t, err)
	t.Cleanup(func() { must(t, token.Close()) })
	return token
}

// TestConforms holds a key service with its keys on a token to what all are held to. The token is
// left and opened again each time that the service starts.
func TestConforms(t *testing.T) {
	open := newToken(t)
	var token *Token
	conform.Run(t, func(t *testing.T) keyservice.Backend {
		return trial.OnFile(t, func() (keys.Backend, error) {
			if token != nil {
				must(t, token.Close())
			}
			var err error
			token, err = open()
			return token, err
		})
	}, keyservice.All)
	must(t, token.Close())
}

// TestConformsInTrouble: also if the process dies at a step.
func TestConformsInTrouble(t *testing.T) {
	token := opened(t)
	for _, p := range keyservice.All {
		if p.Name != "destroyed" && p.Name != "issuer/ends" { // all would take their time
			continue
		}
		for _, first := range []int{11, 13, 14, 15, 16, 18, 20, 24, 29, 33, 34, 35, 36, 37} {
			trouble := trial.Ordeal{First: first, Every: 43, Dies: true, Keeps: trial.Half}
			if said := conform.Complaints(p, func() keyservice.Backend { return trial.InTrouble(t, trouble, token) }); len(said) > 0 {
				t.Fatalf("%s, %+v: %s", p.Name, trouble, said[0])
			}
		}
	}
}

func BenchmarkService(b *testing.B) {
	token := opened(b)
	trial.Measure(b, func() (keys.Backend, error) { return token, nil })
}

// TestTombstones: what was destroyed is not made again, from whatever ledger, nor by a process
// that comes later.
func TestTombstones(t *testing.T) {
	open, ctx := newToken(t), context.Background()
	token, err := open()
	must(t, err)
	must(t, token.Make(ctx, id))
	must(t, token.Destroy(ctx, id))
	must(t, token.Destroy(ctx, otherd)) // which was never made
	must(t, token.Close())
	token, err = open()
	must(t, err)
	for _, gone := range []string{id, otherd} {
		if err := token.Make(ctx, gone); !errors.Is(err, engine.ErrRejected) {
			t.Errorf("made after its destruction: %v", err)
		}
		if _, err := token.Wrap(ctx, gone, []byte("x")); !errors.Is(err, engine.ErrRejected) {
			t.Errorf("wrapped under what is destroyed: %v", err)
		}
		must(t, token.Destroy(ctx, gone))
	}
	must(t, token.Close())
}

// TestKeysStay: a key that could leave the token, or is there twice, is refused, and one of ours
// does not leave it.
func TestKeysStay(t *testing.T) {
	token, ctx := opened(t), context.Background()
	must(t, token.Make(ctx, id))
	must(t, token.Make(ctx, id))
	must(t, token.in(ctx, func(s *session) error {
		key, err := s.key(id)
		must(t, err)
		if _, err := s.ctx.GetAttributeValue(s.handle, key, []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_VALUE, nil)}); !errors.Is(err, pkcs11.Error(pkcs11.CKR_ATTRIBUTE_SENSITIVE)) {
			t.Errorf("its value: %v", err)
		}
		raw, _ := idBytes(id)
		must(t, s.generate(id, raw))
		raw, _ = idBytes(otherd)
		_, err = s.ctx.GenerateKey(s.handle, mechanism(pkcs11.CKM_AES_KEY_GEN, nil), append(keyOf(raw),
			pkcs11.NewAttribute(pkcs11.CKA_VALUE_LEN, 32), pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true),
			pkcs11.NewAttribute(pkcs11.CKA_SENSITIVE, false), pkcs11.NewAttribute(pkcs11.CKA_EXTRACTABLE, true)))
		return err
	}))
	for _, bad := range []string{id, otherd} {
		if err := token.Make(ctx, bad); !errors.Is(err, engine.ErrRejected) {
			t.Errorf("made where there is another: %v", err)
		}
	}
}

// TestWrapped: what was wrapped under one key is not unwrapped under another, nor if it is changed.
func TestWrapped(t *testing.T) {
	token, ctx := opened(t), context.Background()
	must(t, token.Make(ctx, id))
	must(t, token.Make(ctx, otherd))
	secret := []byte("32 bytes that are to be kept in.")
	wrapped, err := token.Wrap(ctx, id, secret)
	must(t, err)
	if bytes.Contains(wrapped, secret) {
		t.Error("it is in the clear")
	}
	if got, err := token.Unwrap(ctx, id, wrapped); err != nil || !bytes.Equal(got, secret) {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := token.Unwrap(ctx, otherd, wrapped); !errors.Is(err, engine.ErrRejected) {
		t.Errorf("under another key: %v", err)
	}
	for i := range wrapped {
		changed := slices.Clone(wrapped)
		changed[i] ^= 1
		if _, err := token.Unwrap(ctx, id, changed); !errors.Is(err, engine.ErrRejected) {
			t.Errorf("byte %d changed: %v", i, err)
		}
		if _, err := token.Unwrap(ctx, id, wrapped[:i]); !errors.Is(err, engine.ErrRejected) {
			t.Errorf("cut at %d: %v", i, err)
		}
	}
	if got, err := token.Unwrap(ctx, id, wrapped); err != nil || !bytes.Equal(got, secret) {
		t.Errorf("afterwards: %q, %v", got, err)
	}
}

// TestLogin: a wrong PIN, or a token that is not there, is said to be one.
func TestLogin(t *testing.T) {
	newToken(t)
	for _, c := range [][2]string{{label, "0000"}, {"none", pin}} {
		if _, err := Open(module(t), c[0], c[1]); err == nil || bytes.Contains([]byte(err.Error()), []byte(c[1])) {
			t.Errorf("%q: %v", c[0], err)
		}
	}
	if _, err := Open("/nowhere.so", label, pin); err == nil {
		t.Error("opened what is not there")
	}
}

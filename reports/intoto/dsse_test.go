package intoto_test

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"testing"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"

	"pawl/reports/intoto"
)

// TestEnvelopeAsDSSEHasIt: what is signed here their library verifies, and the other way round.
func TestEnvelopeAsDSSEHasIt(t *testing.T) {
	statement := []byte(`{"a":"<b>"}`)
	mine, err := intoto.Sign(statement, key())
	if err != nil {
		t.Fatal(err)
	}
	var e dsse.Envelope
	if err := json.Unmarshal(mine, &e); err != nil {
		t.Fatal(err)
	}
	verifier, err := dsse.NewEnvelopeVerifier(pair{key()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verifier.Verify(context.Background(), &e); err != nil {
		t.Error(err)
	}
	signer, err := dsse.NewEnvelopeSigner(pair{key()})
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := signer.SignPayload(context.Background(), intoto.PayloadType, statement)
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(theirs)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := intoto.Verify(append(written, '\n'), key().Public().(ed25519.PublicKey)); err != nil || string(got) != string(statement) {
		t.Errorf("%s, %v", got, err)
	}
}

// pair is a key as the library has it.
type pair struct{ key ed25519.PrivateKey }

func (p pair) Public() crypto.PublicKey { return p.key.Public() }
func (p pair) KeyID() (string, error)   { return intoto.KeyID(p.key.Public().(ed25519.PublicKey)), nil }
func (p pair) Sign(_ context.Context, data []byte) ([]byte, error) {
	return ed25519.Sign(p.key, data), nil
}

func (p pair) Verify(_ context.Context, data, sig []byte) error {
	if !ed25519.Verify(p.key.Public().(ed25519.PublicKey), data, sig) {
		return errors.New("another signature")
	}
	return nil
}

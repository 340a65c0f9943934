package intoto

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"

	"pawl/reports/strict"
)

// Sign puts a statement into an envelope and signs it. The same statement and key give the
// same bytes.
func Sign(statement []byte, key ed25519.PrivateKey) ([]byte, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, fmt.Errorf("the key has %d bytes; want an Ed25519 key of %d", len(key), ed25519.PrivateKeySize)
	}
	signer, err := dsse.NewEnvelopeSigner(private{key})
	if err != nil {
		return nil, err
	}
	e, err := signer.SignPayload(context.Background(), PayloadType, statement)
	if err != nil {
		return nil, err
	}
	return written(e), nil
}

// written is the one form of an envelope.
func written(e *dsse.Envelope) []byte {
	data, err := json.Marshal(e)
	if err != nil {
		panic(err) // texts: cannot happen
	}
	return append(data, '\n')
}

// Payload is the statement in an envelope, whoever signed it: nothing is known of that until
// it is verified. There is one form of an envelope, which is what Sign writes: in any other
// could stand what no signature covers.
func Payload(envelope []byte) ([]byte, error) {
	_, payload, err := opened(envelope)
	return payload, err
}

func opened(envelope []byte) (*dsse.Envelope, []byte, error) {
	var e dsse.Envelope
	if err := strict.Read(envelope, &e); err != nil {
		return nil, nil, err
	}
	if e.PayloadType != PayloadType {
		return nil, nil, fmt.Errorf("payloadType is %.80q; want %s", e.PayloadType, PayloadType)
	}
	payload, err := base64.StdEncoding.Strict().DecodeString(e.Payload)
	if err != nil {
		return nil, nil, fmt.Errorf("payload: %w", err)
	}
	if len(e.Signatures) != 1 {
		return nil, nil, fmt.Errorf("signatures has %d; want one", len(e.Signatures))
	}
	if _, err := base64.StdEncoding.Strict().DecodeString(e.Signatures[0].Sig); err != nil {
		return nil, nil, fmt.Errorf("signatures #1.sig: %w", err)
	}
	if !bytes.Equal(written(&e), envelope) {
		return nil, nil, errors.New("it is not in the form in which envelopes are signed here; want it as it was written")
	}
	return &e, payload, nil
}

// Verify gives the statement in an envelope if the key signed it. The key comes from outside:
// none that stands beside an envelope says anything of it.
func Verify(envelope []byte, key ed25519.PublicKey) ([]byte, error) {
	if len(key) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("the key has %d bytes; want an Ed25519 key of %d", len(key), ed25519.PublicKeySize)
	}
	e, payload, err := opened(envelope)
	if err != nil {
		return nil, err
	}
	if by := e.Signatures[0].KeyID; by != KeyID(key) {
		return nil, fmt.Errorf("it says that it is signed by the key %.80q, and the key that was given is %s", by, KeyID(key))
	}
	v, err := dsse.NewEnvelopeVerifier(public{key})
	if err != nil {
		return nil, err
	}
	if _, err := v.Verify(context.Background(), e); err != nil {
		return nil, fmt.Errorf("the signature is not one of the key %s over this statement", KeyID(key))
	}
	return payload, nil
}

// private is a key as the library has it.
type private struct{ key ed25519.PrivateKey }

func (p private) Sign(_ context.Context, data []byte) ([]byte, error) {
	return ed25519.Sign(p.key, data), nil
}

func (p private) KeyID() (string, error) { return KeyID(p.key.Public().(ed25519.PublicKey)), nil }

// public is the other half.
type public struct{ key ed25519.PublicKey }

func (p public) Verify(_ context.Context, data, sig []byte) error {
	if !ed25519.Verify(p.key, data, sig) {
		return errors.New("another signature")
	}
	return nil
}

func (p public) KeyID() (string, error) { return KeyID(p.key), nil }

func (p public) Public() crypto.PublicKey { return p.key }

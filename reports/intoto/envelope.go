package intoto

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"pawl/reports/strict"
)

// Sign puts a statement into an envelope and signs it. The same statement and key give the
// same bytes.
func Sign(statement []byte, key ed25519.PrivateKey) ([]byte, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, fmt.Errorf("the key has %d bytes; want an Ed25519 key of %d", len(key), ed25519.PrivateKeySize)
	}
	return written(&envelope{
		PayloadType: PayloadType,
		Payload:     base64.StdEncoding.EncodeToString(statement),
		Signatures: []signature{{
			KeyID: KeyID(key.Public().(ed25519.PublicKey)),
			Sig:   base64.StdEncoding.EncodeToString(ed25519.Sign(key, signed(PayloadType, statement))),
		}},
	}), nil
}

// An envelope is one of DSSE v1. Their library is not linked for its four lines, since it
// brings SSH along; it reads and writes the same in the tests.
type envelope struct {
	PayloadType string      `json:"payloadType"`
	Payload     string      `json:"payload"`
	Signatures  []signature `json:"signatures"`
}

type signature struct {
	KeyID string `json:"keyid"`
	Sig   string `json:"sig"`

	bytes []byte
}

// signed is what a signature is over: type and payload, each behind its length (the
// pre-authentication encoding of DSSE v1).
func signed(payloadType string, payload []byte) []byte {
	return fmt.Appendf(nil, "DSSEv1 %d %s %d %s", len(payloadType), payloadType, len(payload), payload)
}

// written is the one form of an envelope.
func written(e *envelope) []byte {
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

func opened(data []byte) (*envelope, []byte, error) {
	var e envelope
	if err := strict.Read(data, &e); err != nil {
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
	if e.Signatures[0].bytes, err = base64.StdEncoding.Strict().DecodeString(e.Signatures[0].Sig); err != nil {
		return nil, nil, fmt.Errorf("signatures #1.sig: %w", err)
	}
	if !bytes.Equal(written(&e), data) {
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
	if !ed25519.Verify(key, signed(e.PayloadType, payload), e.Signatures[0].bytes) {
		return nil, fmt.Errorf("the signature is not one of the key %s over this statement", KeyID(key))
	}
	return payload, nil
}
